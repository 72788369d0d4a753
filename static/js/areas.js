// The areas of one geography: outlines, names, and one indicator shaded. Each area is a button with a name and a value;
// one of them takes part in the tab order, and the arrow keys lead from it to the others.

import { askJson, wasStopped } from "./ask.js";
import { element, said } from "./element.js";
import { fill, hatch } from "./hatch.js";
import { Names } from "./names.js";
import { address } from "./query.js";
import { word } from "./words.js";

const { L } = window;

/** How a figure is said, by how it came about. */
const FIGURES = { estimate: "figure-estimate", range: "figure-range" };
const LEVELS_OUT = 3; // zooms further out than the first tiles are made for
const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export const Areas = L.Layer.extend({
  initialize(config) {
    this._config = { interactive: true, ...config };
    const { geography, indicator, period, colours = {} } = config;
    this._shown = { geography, indicator, period, colours };
    this._kept = new Map(); // geography -> its features
    this._code = "";
  },

  onAdd(map) {
    const pane = map.getPane("areas") ?? map.createPane("areas");
    pane.classList.add("areas-pane");
    this._renderer = L.svg({ pane: "areas", padding: 0.5 });
    this._names = new Names().addTo(map);
    this.show({});
    this.mark(this._config.code, this._config.geography, this._config.fit);
  },

  onRemove() {
    this._stop?.abort();
    this._layer?.remove();
    this._outline?.remove();
    this._tiles?.remove();
    this._names.remove();
  },

  /** What is shown now: {geography, indicator, period, colours}; colours are the words of an address. */
  shown() {
    return { ...this._shown };
  },

  /**
   * Show another geography, indicator or period: the boundaries as soon as they are there, then the figures.
   * Fires "shown" {answer}, or "failed" {lost: "areas" | "figures"}.
   */
  async show(change) {
    this._shown = { ...this._shown, ...change };
    this._stop?.abort();
    this._stop = new AbortController();
    const { signal } = this._stop;
    const figures = this._figures(signal);
    figures.catch(() => {}); // said below, after the boundaries
    let lost = "areas";
    try {
      const features = this._pyramid() ? [] : await this._boundaries(this._shown.geography, signal);
      if (signal.aborted || !this._map) return;
      await this._lay();
      if (signal.aborted || !this._map) return;
      this._draw(features);
      lost = "figures";
      const answer = await figures;
      if (signal.aborted || !this._map) return;
      this._colour(answer);
      this.fire("shown", { answer });
    } catch (error) {
      if (!wasStopped(error)) this.fire("failed", { lost });
    }
  },

  /** Draw one area of a geography strongly, and come to it if asked; without a code, none. */
  async mark(code, geography, fit = false) {
    this._outline?.remove();
    this._outline = null;
    this._code = code;
    this._tiles?.mark(code);
    if (!code || this._config.tiled?.[geography]) return;
    try {
      const feature = (await this._boundaries(geography)).find(({ properties }) => properties.code === code);
      if (!feature || code !== this._code || !this._map) return;
      const options = { renderer: this._renderer, pane: "areas", interactive: false, style: { className: "area-outline", fill: false } };
      this._outline = L.geoJSON(feature, options).addTo(this._map);
      if (fit) this._map.fitBounds(this._outline.getBounds(), { padding: [16, 16] });
    } catch {
      this.fire("failed", { lost: "areas" });
    }
  },

  /** The tiles of the geography that is shown, if it has too many areas for one file. */
  _pyramid() {
    return this._config.tiled?.[this._shown.geography];
  },

  /** Lay out the tiles of the geography that is shown, or take away those of another one. Few pages need the script for it. */
  async _lay() {
    const { geography } = this._shown;
    if (this._tiles?.geography === geography) return;
    const pyramid = this._pyramid();
    const { AreaTiles } = pyramid ? await import("./areatiles.js") : {};
    if (geography !== this._shown.geography || !this._map) return;
    this._tiles?.remove();
    const options = { minZoom: pyramid?.levels[0] - LEVELS_OUT, interactive: this._config.interactive };
    this._tiles = pyramid && new AreaTiles({ api: this._config.api, geography, pyramid }, options).addTo(this._map);
    this._tiles?.on("failed", ({ lost }) => this.fire("failed", { lost }));
    this._tiles?.on("picked", ({ point, code }) => code && this._openCode(point, code));
    this._tiles?.mark(this._code);
    this.fire("laid", { tiled: Boolean(pyramid) && this._config.interactive });
  },

  /** Open the area in the middle of the map; false where there is none. */
  async openMiddle(opener) {
    const point = this._map.getCenter();
    const code = await this._tiles?.find(point);
    if (code) await this._openCode(point, code, opener);
    return Boolean(code);
  },

  /** Ask for one of very many areas, and open its card. */
  async _openCode(point, code, opener = this._map.getContainer()) {
    const { indicator, geography } = this._shown;
    const [api, asked] = [this._config.api, this._asked()];
    const one = `${encodeURIComponent(geography)}/${encodeURIComponent(code)}`;
    const where = indicator && !this._config.figures ? address(`${api}/indicators/${encodeURIComponent(indicator)}/areas/${one}`, asked) : `${api}/areas/${one}`;
    try {
      const { area, figure } = await askJson(where);
      if (figure && this._answer) this._answer.values[code] = figure;
      this._openCard(area, point, opener);
    } catch {
      this.fire("failed", { lost: "figures" });
    }
  },

  /** What an address says of the figures that are shown. */
  _asked() {
    const { period, colours } = this._shown;
    return new URLSearchParams({ ...(period && { period }), ...colours });
  },

  async _boundaries(geography, signal) {
    if (!this._kept.has(geography)) {
      const { features } = await askJson(`${this._config.api}/areas/${encodeURIComponent(geography)}`, signal);
      const byName = (one, other) => String(one.properties.name).localeCompare(String(other.properties.name), undefined, { numeric: true });
      this._kept.set(geography, features.sort(byName));
    }
    return this._kept.get(geography);
  },

  async _figures(signal) {
    const { indicator, geography } = this._shown;
    if (this._config.figures) return askJson(this._config.figures, signal); // a measure that somebody asked for
    if (!indicator) return null;
    const asked = new URLSearchParams([["geography", geography], ...this._asked(), ...(this._pyramid() ? [["limit", 1]] : [])]);
    return askJson(address(`${this._config.api}/indicators/${encodeURIComponent(indicator)}/observations`, asked), signal);
  },

  _draw(features) {
    if (features === this._drawn) return;
    this._drawn = features;
    this._answer = null;
    this._layer?.remove();
    this._layer = L.geoJSON(features, {
      renderer: this._renderer,
      pane: "areas",
      interactive: this._config.interactive,
      style: () => ({ className: "area", weight: 1.5 }),
      onEachFeature: (feature, layer) => this._config.interactive && this._listen(feature, layer),
    }).addTo(this._map);
    this._layer.eachLayer((layer) => this._dress(layer));
    if (this._config.interactive) this._openTo(this._layer.getLayers()[0]);
    this._names.show(this._layer.getLayers());
    this._outline?.bringToFront();
  },

  _colour(answer) {
    this._answer = answer;
    if (answer) hatch();
    this._tiles?.shade(answer, this._config.figures ? "" : this._shown.indicator, this._asked());
    this._layer.eachLayer((layer) => this._dress(layer));
  },

  _value(code) {
    return this._answer?.values[code] ?? null;
  },

  _dress(layer) {
    const path = layer.getElement();
    if (!path) return;
    const { code, name } = layer.feature.properties;
    const shaded = Boolean(this._answer);
    const { class: place, unclear } = this._value(code) ?? {};
    const { colour, side } = this._answer?.classes[place] ?? {};
    path.classList.toggle("area--shaded", shaded);
    layer.setStyle({ fillColor: shaded ? fill(colour, { dotted: side < 0, hatched: unclear }) : undefined });
    if (this._config.interactive) path.setAttribute("aria-label", this._said(code, name));
  },

  /** Value with unit, period and how it came about in words, or that nothing is known. */
  _figureText(code) {
    if (!this._answer) return "";
    const { legend, period } = this._answer;
    const { text, kind, unclear } = this._value(code) ?? {};
    if (!text || kind === "none") return word("no-data");
    const unit = legend.unit ?? "";
    const value = unit.startsWith("%") ? text.replace(/\s*%$/, "") : text; // the unit says what it is a share of
    const whole = word((!this._answer.grid && FIGURES[kind]) || "figure", { text: value, unit, period }).replace(/ +/g, " ");
    return unclear ? word("figure-unclear", { text: whole, unclear: this._answer.unclear.label }) : whole;
  },

  _said(code, name) {
    return [name, this._figureText(code)].filter(Boolean).join(": ");
  },

  _listen({ properties }, layer) {
    layer.on("add", () => {
      const path = layer.getElement();
      path.setAttribute("role", "button");
      path.setAttribute("tabindex", "-1");
      path.addEventListener("focus", () => this._openTo(layer));
      path.addEventListener("keydown", (event) => this._move(event, layer));
    });
    layer.bindTooltip(() => this._hint(properties), { sticky: true, className: "area-hint" });
    layer.on("click", ({ latlng }) => this._openArea(layer, latlng));
  },

  _hint({ code, name }) {
    const text = this._figureText(code);
    return element("div", {}, element("strong", {}, said(name)), text && element("div", {}, text));
  },

  /** Let the tab key lead to this area from now on. */
  _openTo(layer) {
    this._reachable?.getElement()?.setAttribute("tabindex", "-1");
    this._reachable = layer;
    layer?.getElement()?.setAttribute("tabindex", "0");
  },

  _move(event, layer) {
    if (event.key === "Enter" || event.key === " ") this._openArea(layer, layer.getCenter());
    else if (event.key in ARROWS) this._focusNext(layer, ARROWS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },

  _focusNext(layer, step) {
    const all = this._layer.getLayers();
    const next = all[(all.indexOf(layer) + step + all.length) % all.length];
    layer.closeTooltip();
    if (!this._map.getBounds().intersects(next.getBounds())) this._map.panTo(next.getCenter(), { animate: false });
    next.getElement().focus({ preventScroll: true });
    next.openTooltip(next.getCenter());
  },

  _openArea(layer, point) {
    layer.closeTooltip();
    this._openCard(layer.feature.properties, point, layer.getElement());
  },

  _openCard({ code, name, url }, point, opener) {
    const figure = this._figureText(code);
    const link = url && element("a", { href: url, class: "btn btn-primary" }, word("area-more"));
    const from = figure && this._answer?.legend.from_text;
    const parts = [element("h2", { tabindex: "-1" }, said(name)), figure && element("p", {}, figure), from && element("p", { class: "small" }, from)];
    this.fire("opened", { content: element("div", { class: "area-card" }, ...parts, link), point, opener });
  },
});
