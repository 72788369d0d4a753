// A network on the map: groups and assets, and the links between them. Only what is in view is asked for, bundled by the server
// for the zoom; a question nobody waits for any more is stopped. What is chosen anywhere on the page stands out here.

import { askJson, wasStopped } from "./ask.js";
import { choose, chosen, onChoose } from "./choosing.js";
import { arrow, curve, kindsOf, lookOf, shortened } from "./curves.js";
import { element } from "./element.js";
import { boxOf, cellsIn, gridZoom } from "./grid.js";
import { fill, lineCard, lineHint, nodeCard, spotCard, spotName, titleOf } from "./linkcards.js";
import { button, clusterIcon } from "./marks.js";
import { nodeIcon } from "./nodemarks.js";
import { openPopup } from "./popup.js";
import { address } from "./query.js";
import { hush, part, tell } from "./status.js";
import { word } from "./words.js";

const { L } = window;

const CLOSER = 2; // zoom levels that a click on many comes closer
const LISTED = 12; // so many at one spot are offered by name
const COARSER = 3; // the box asked for keeps to cells of so many zooms further out, so that a small move asks nothing new
const MANY = 60; // lines that must be fainter, so that one can see through them
const NAMED = 12; // so many names have room beside their marks
const ROOM = 20; // pixels that an arrow keeps from the middle of a mark
const ARROW = 11;

export const Lines = L.Layer.extend({
  initialize(config) {
    this._config = config;
    this._marks = new Map(); // number -> { mark, nodes }
    this._nodes = {};
  },

  onAdd(map) {
    this._base = this._ground("links");
    this._strong = this._ground("links-chosen");
    this._points = L.layerGroup().addTo(map);
    map.on("click", () => chosen() && choose(null));
    this.refresh();
    onChoose((node) => this._choose(node, true));
  },

  getEvents() {
    return { moveend: this.refresh };
  },

  /** A pane of its own for lines, under all marks. Lines are SVG, not canvas: there are never more than some hundred, and so the
   *  style sheet colours them, also in the dark and on paper. */
  _ground(name) {
    this._map.createPane(name).classList.add(`${name}-pane`);
    return { renderer: L.svg({ pane: name, padding: 0.3 }), pane: name, group: L.layerGroup().addTo(this._map) };
  },

  _address(more = []) {
    const bounds = this._map.getBounds();
    const zoom = gridZoom(this._map.getZoom());
    const cells = cellsIn([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], Math.max(0, zoom - COARSER));
    const box = boxOf(cells, Math.max(0, zoom - COARSER)).map((edge) => edge.toFixed(6));
    return address(`${this._config.api}/networks/lines`, new URLSearchParams([...this._config.arguments, ["bbox", box.join(",")], ["zoom", zoom], ...more]));
  },

  /** Bring marks and lines in line with the view; fires "drawn" {counts}, or "failed". */
  async refresh() {
    const asked = this._address();
    if (asked === this._asked) return;
    this._stop?.abort();
    this._stop = new AbortController();
    this._asked = asked;
    try {
      const answer = await askJson(asked, this._stop.signal);
      if (!this._map) return;
      hush(this._map, "links");
      this._draw(answer);
      this.fire("drawn", { counts: answer.counts });
      if (chosen()) this._choose(chosen(), false);
    } catch (error) {
      if (wasStopped(error)) return;
      this._asked = "";
      tell(this._map, "links", word("links-lost"), () => this.refresh());
    }
  },

  _draw(answer) {
    const focused = document.activeElement?.dataset?.mark;
    this._nodes = answer.nodes;
    this._base.group.clearLayers();
    this._points.clearLayers();
    this._marks.clear();
    const lines = answer.features.filter(({ geometry }) => geometry.type === "LineString");
    this._most = Math.max(1, ...lines.map(({ properties }) => properties.count));
    this._map.getContainer().classList.toggle("has-many", lines.length > MANY);
    for (const { geometry, properties } of answer.features) {
      if (geometry.type === "Point") this._addMark(geometry.coordinates, properties);
      else this._addLine(this._base, geometry.coordinates, properties, answer.nodes);
    }
    this._map.getContainer().classList.toggle("has-room", this._roomy());
    if (focused) (this._marks.get(Number(focused))?.mark.getElement() ?? this._map.getContainer()).focus({ preventScroll: true });
    this._map.getContainer().dataset.counts = JSON.stringify(answer.counts);
    part(this._map, "notes")?.replaceChildren(...answer.notes.map((text) => element("p", {}, text)));
  },

  /** Whether all names have room beside their marks: there are few, and nothing is so near another that both are one. */
  _roomy() {
    return this._marks.size <= NAMED && [...this._marks.values()].every(({ nodes }) => nodes.length === 1);
  },

  _addLine(ground, [start, end], line, nodes) {
    const pixels = ([lon, lat]) => {
      const { x, y } = this._map.latLngToLayerPoint([lat, lon]);
      return [x, y];
    };
    const back = ([x, y]) => this._map.layerPointToLatLng([x, y]);
    const { renderer, pane, group } = ground;
    const { band, seen, core, state } = lookOf(line, this._most);
    const whole = curve(pixels(start), line.via.map(pixels), pixels(end));
    const points = line.directed ? shortened(whole, ROOM) : whole;
    const way = points.map(back);
    const fixed = { renderer, pane, smoothFactor: 0, bubblingMouseEvents: false };
    if (seen) L.polyline(way, { ...fixed, weight: seen, className: "link-band", interactive: false }).addTo(group);
    L.polyline(way, { ...fixed, weight: core, className: `link-core link-core--${state}`, interactive: false }).addTo(group);
    if (line.directed) L.polygon(arrow(points, ARROW).map(back), { ...fixed, weight: 1, className: "link-arrow", interactive: false }).addTo(group);
    const hit = L.polyline(way, { ...fixed, weight: band, className: "link-hit" });
    hit.bindTooltip(() => lineHint(line, nodes), { sticky: true, className: "area-hint" });
    hit.on("click", ({ latlng }) => openPopup(this._map, latlng, lineCard(line, nodes)));
    hit.addTo(group);
  },

  _addMark([lon, lat], { mark: place, nodes: names, count }) {
    const [node] = names;
    const facts = count === 1 && this._nodes[node];
    const mark = L.marker([lat, lon], { icon: facts ? nodeIcon(facts) : clusterIcon(count), riseOnHover: true, zIndexOffset: facts ? 0 : -100 });
    mark.on("add", () => this._dress(mark.getElement(), place, facts && node));
    const name = facts ? titleOf(facts) : spotName(kindsOf(names), this._offers(count) ? "spot-names" : "spot-closer");
    button(mark, name, () => (facts ? this._open(node, mark) : this._openSpot(names, mark)));
    if (facts) mark.bindTooltip(() => element("span", {}, titleOf(facts)), { className: "area-hint", direction: "top", offset: [0, -18] });
    mark.addTo(this._points);
    this._marks.set(place, { mark, nodes: names });
  },

  /** Say on the page what a mark is; the name beside it is seen where there is room, or where it is about what is chosen. */
  _dress(drawn, place, node) {
    drawn.dataset.mark = place;
    if (!node) return;
    drawn.dataset.node = node;
    drawn.append(element("bdi", { class: "node-name", "aria-hidden": "true" }, this._nodes[node].name));
  },

  _offers(count) {
    return count <= LISTED || this._map.getZoom() >= this._map.getMaxZoom();
  },

  /** Choose a node and open its card, with its links as soon as they have come. */
  async _open(node, mark) {
    const card = nodeCard(node, this._nodes[node], this._config);
    if (chosen() !== node) choose(node);
    const popup = this._card(card, mark);
    const answer = await this._ready;
    if (answer?.chosen.node !== node) return;
    fill(card, answer);
    const held = document.activeElement;
    popup.update(); // it has grown, and must still be in view; this takes its content out and puts it back
    if (held.isConnected) held.focus({ preventScroll: true });
  },

  _openSpot(names, mark) {
    const at = mark.getLatLng();
    if (!this._offers(names.length)) {
      this._map.setView(at, Math.min(this._map.getMaxZoom(), this._map.getZoom() + CLOSER));
      return;
    }
    const card = spotCard(spotName(kindsOf(names), "spot-here"), names, this._nodes, (node) => this._open(node, mark));
    this._card(card, mark);
  },

  /** A card over a mark. The map may move for it, and be drawn anew: the focus goes back to what stands there then. */
  _card(card, mark) {
    const place = Number(mark.getElement()?.dataset.mark);
    const popup = openPopup(this._map, mark.getLatLng(), card, mark.getElement());
    popup.once("remove", () => {
      const box = this._map?.getContainer();
      if (document.activeElement === box) this._marks.get(place)?.mark.getElement().focus({ preventScroll: true });
    });
    return popup;
  },

  /** Let one node, its links and its neighbours stand out, and the rest fade; none: nothing does. */
  _choose(node, move) {
    this._choosing?.abort();
    this._choosing = new AbortController();
    this._ready = node ? this._ask(node, move, this._choosing.signal) : null;
    if (!node) this._fade(null);
  },

  async _ask(node, move, signal) {
    try {
      const answer = await askJson(this._address([["chosen", node]]), signal);
      if (!this._map) return null;
      this._fade(answer);
      const at = answer.chosen.at && L.latLng(answer.chosen.at[1], answer.chosen.at[0]);
      if (move && at && !this._map.getBounds().contains(at)) this._map.panTo(at);
      return answer;
    } catch (error) {
      if (!wasStopped(error)) tell(this._map, "links", word("links-lost"), () => this._choose(node, move));
      return null;
    }
  },

  _fade(answer) {
    const known = answer && answer.nodes[answer.chosen.node];
    hush(this._map, "placeless");
    this._strong.group.clearLayers();
    this._map.getContainer().classList.toggle("has-chosen", Boolean(known));
    const near = new Set();
    for (const { geometry, properties } of known ? answer.features : []) {
      if (geometry.type === "Point") near.add(properties.mark);
      else this._addLine(this._strong, geometry.coordinates, properties, answer.nodes);
    }
    for (const [number, { mark, nodes }] of this._marks) {
      const { classList } = mark.getElement();
      classList.toggle("is-chosen", Boolean(known) && nodes.includes(answer.chosen.node));
      classList.toggle("is-near", near.has(number));
    }
    if (known && !answer.chosen.at) tell(this._map, "placeless", word("no-place", { name: known.name }));
  },
});
