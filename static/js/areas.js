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
      const features = await this._boundaries(this._shown.geography, signal);
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
    if (!code) return;
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

  async _boundaries(geography, signal) {
    if (!this._kept.has(geography)) {
      const { features } = await askJson(`${this._config.api}/areas/${encodeURIComponent(geography)}`, signal);
      const byName = (one, other) => String(one.properties.name).localeCompare(String(other.properties.name), undefined, { numeric: true });
      this._kept.set(geography, features.sort(byName));
    }
    return this._kept.get(geography);
  },

  async _figures(signal) {
    const { indicator, geography, period, colours } = this._shown;
    if (this._config.figures) return askJson(this._config.figures, signal); // a measure that somebody asked for
    if (!indicator) return null;
    const asked = new URLSearchParams({ geography, ...(period && { period }), ...colours });
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
    const whole = word(FIGURES[kind] ?? "figure", { text: value, unit, period }).replace(/ +/g, " ");
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
    const { code, name, url } = layer.feature.properties;
    const figure = this._figureText(code);
    layer.closeTooltip();
    const link = url && element("a", { href: url, class: "btn btn-primary" }, word("area-more"));
    const content = element("div", { class: "area-card" }, element("h2", { tabindex: "-1" }, said(name)), figure && element("p", {}, figure), link);
    this.fire("opened", { content, point, opener: layer.getElement() });
  },
});
