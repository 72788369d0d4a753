// Drawing a shape corner by corner: the shape on the map, the list of corners and the hidden field always say the same.
// By tapping, by dragging, and by keyboard: the arrow keys move the map under a cross, Enter adds a corner there.

import { askJson } from "./ask.js";
import { element } from "./element.js";
import { cornersOf, crossing, isInside, polygonOf, squareMetres } from "./rings.js";
import { part } from "./status.js";
import { number, word } from "./words.js";

const { L } = window;

const FINE = 6; // decimals of a degree: about ten centimetres
const STEP = 10; // pixels that an arrow key moves a corner; one pixel with Shift
const PAN = 40; // pixels that an arrow key moves the map; a quarter with Shift
const CLOSE = 12; // pixels from a side within which a tap puts the corner into that side
const MOST = 200; // corners that can be moved one by one
const SMALLEST = 10_000; // square metres, as on the server
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const corner = ({ lng, lat }) => [Number(lng.toFixed(FINE)), Number(lat.toFixed(FINE))];
const at = ([lon, lat]) => L.latLng(lat, lon);
const kilometres = (metres) => number(Math.max(0.01, Math.round(metres / 1e4) / 100));

class Drawing {
  constructor(map, { api, field, whole, others }) {
    Object.assign(this, { map, api, whole, others, ring: [], past: [], kept: null, outline: null });
    this.field = document.getElementById(field);
    this.way = this.field.form?.querySelector('[name="way"][value="map"]');
    const pane = map.createPane("drawing");
    pane.classList.add("drawing-pane");
    const line = { pane: "drawing", renderer: L.svg({ pane: "drawing", padding: 0.5 }), interactive: false };
    this.shape = L.polygon([], { ...line, className: "drawing__shape" }).addTo(map);
    this.fault = L.polyline([], { ...line, className: "drawing__fault" }).addTo(map);
    this.marks = L.layerGroup().addTo(map);
  }

  start() {
    const { map } = this;
    map.getContainer().append(element("span", { class: "drawing__cross", "aria-hidden": "true" }));
    map.doubleClickZoom.disable();
    map.getContainer().addEventListener("keydown", (event) => this.pan(event), { capture: true });
    map.on("click", ({ latlng }) => this.add(latlng, this.sideNear(latlng)));
    map.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key === "Enter" && originalEvent.target === map.getContainer()) {
        originalEvent.preventDefault(); // Enter must not send the form
        this.add(map.getCenter());
      }
    });
    part(map, "add").addEventListener("click", () => this.add(map.getCenter()));
    part(map, "undo").addEventListener("click", () => this.undo());
    part(map, "clear").addEventListener("click", () => this.change([]));
    this.read();
    this.show();
    this.fit();
    this.bring();
  }

  /** The arrow keys move the map at once: gliding, Leaflet's way, would put a corner where the map happens to be. */
  pan(event) {
    const way = ARROWS[event.key];
    if (!way || event.target !== this.map.getContainer()) return;
    const step = event.shiftKey ? STEP : PAN;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.map.panBy([way[0] * step, way[1] * step], { animate: false });
  }

  /** Begin with what the form holds. */
  read() {
    if (!this.field.value) return;
    const geometry = JSON.parse(this.field.value);
    const ring = cornersOf(geometry);
    if (ring && ring.length <= MOST) this.ring = ring;
    else this.kept = geometry;
  }

  fit() {
    const bounds = this.kept ? L.geoJSON(this.kept).getBounds() : L.latLngBounds(this.ring.map(at));
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [32, 32], animate: false });
  }

  /** The outline of the place, to say what lies outside, and what others drew. */
  async bring() {
    try {
      const { features } = await askJson(`${this.api}/areas/${encodeURIComponent(this.whole)}`);
      this.outline = features[0]?.geometry ?? null;
      this.say();
      if (!this.others) return;
      const drawn = await askJson(`${this.api}/areas/${encodeURIComponent(this.others)}`);
      L.geoJSON(drawn, { interactive: false, style: { className: "drawing__other", fill: false } }).addTo(this.map);
    } catch {
      // The server checks everything once more; without these the drawing only says less.
    }
  }

  add(latlng, place = this.ring.length) {
    if (this.kept || this.ring.length >= MOST) return;
    this.change([...this.ring.slice(0, place), corner(latlng.wrap()), ...this.ring.slice(place)]);
  }

  remove(place) {
    this.change(this.ring.filter((_, index) => index !== place));
  }

  move(place, latlng) {
    this.change(this.ring.map((each, index) => (index === place ? corner(latlng.wrap()) : each)));
  }

  /** Every change goes through here, so that each can be undone. */
  change(ring) {
    this.past.push({ ring: this.ring, kept: this.kept });
    this.kept = null;
    this.ring = ring;
    this.write();
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    Object.assign(this, before);
    this.write();
  }

  write() {
    this.field.value = this.kept ? JSON.stringify(this.kept) : this.ring.length > 2 ? JSON.stringify(polygonOf(this.ring)) : "";
    if (this.way) this.way.checked = true;
    this.show();
  }

  /** Where a tap close to a side puts its corner: between the two that the side joins. */
  sideNear(latlng) {
    const points = this.ring.map((each) => this.map.latLngToLayerPoint(at(each)));
    if (points.length < 3) return this.ring.length;
    const tapped = this.map.latLngToLayerPoint(latlng);
    const far = points.map((point, index) => L.LineUtil.pointToSegmentDistance(tapped, point, points[(index + 1) % points.length]));
    const nearest = far.indexOf(Math.min(...far));
    return far[nearest] <= CLOSE ? nearest + 1 : this.ring.length;
  }

  show() {
    const points = this.kept ? L.GeoJSON.coordsToLatLngs(this.kept.coordinates, this.kept.type === "MultiPolygon" ? 2 : 1) : this.ring.map(at);
    this.shape.setLatLngs(points);
    const sides = crossing(this.ring) ?? [];
    this.fault.setLatLngs(sides.map((side) => [at(this.ring[side]), at(this.ring[(side + 1) % this.ring.length])]));
    this.marks.clearLayers();
    this.ring.forEach((each, place) => this.mark(each, place));
    this.list();
    part(this.map, "undo").disabled = !this.past.length;
    part(this.map, "clear").disabled = !this.ring.length && !this.kept;
    this.say();
  }

  mark(each, place) {
    const icon = L.divIcon({ html: element("span", {}, String(place + 1)), className: "corner", iconSize: [30, 30] });
    const mark = L.marker(at(each), { icon, draggable: true, autoPan: true });
    mark.on("add", () => mark.getElement().setAttribute("aria-label", word("corner", { number: place + 1 })));
    mark.on("dragend", () => this.move(place, mark.getLatLng()));
    mark.on("keydown", ({ originalEvent }) => this.key(originalEvent, place, mark));
    mark.addTo(this.marks);
  }

  key(event, place, mark) {
    const way = ARROWS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") this.remove(place);
    else if (way) {
      const step = event.shiftKey ? 1 : STEP;
      const from = this.map.latLngToContainerPoint(mark.getLatLng());
      this.move(place, this.map.containerPointToLatLng(from.add([way[0] * step, way[1] * step])));
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.focus(Math.min(place, this.ring.length - 1));
  }

  focus(place) {
    const mark = this.marks.getLayers()[place];
    (mark?.getElement() ?? this.map.getContainer()).focus({ preventScroll: true });
  }

  list() {
    const list = part(this.map, "corners");
    part(this.map, "number").textContent = this.ring.length;
    list.closest("details").hidden = !this.ring.length;
    list.replaceChildren(...this.ring.map((each, place) => this.line(each, place)));
  }

  line([lon, lat], place) {
    const go = element("button", { type: "button", class: "btn btn-plain" }, word("corner-at", { lon: lon.toFixed(4), lat: lat.toFixed(4) }));
    const name = word("corner-delete", { number: place + 1 });
    const away = element("button", { type: "button", class: "btn btn-secondary", "aria-label": name }, "×");
    go.addEventListener("click", () => {
      this.map.panTo([lat, lon]);
      this.focus(place);
    });
    away.addEventListener("click", () => {
      this.remove(place);
      const left = part(this.map, "corners").querySelectorAll(".btn-secondary");
      (left[Math.min(place, left.length - 1)] ?? part(this.map, "add")).focus();
    });
    return element("li", {}, go, away);
  }

  /** Say how it stands: how many corners, how large, and what is wrong. */
  say() {
    const state = part(this.map, "shape");
    const { text, wrong } = this.state();
    state.textContent = text;
    state.classList.toggle("is-wrong", wrong);
    this.shape.getElement()?.classList.toggle("is-wrong", wrong);
  }

  state() {
    const count = this.ring.length;
    if (this.kept) {
      const rings = (this.kept.type === "MultiPolygon" ? this.kept.coordinates : [this.kept.coordinates]).map(([outer]) => outer.slice(0, -1));
      const metres = rings.reduce((sum, ring) => sum + squareMetres(ring), 0);
      const corners = rings.reduce((sum, ring) => sum + ring.length, 0);
      return { text: word("shape-kept", { count: number(corners), size: kilometres(metres) }), wrong: false };
    }
    if (count === 0) return { text: word("shape-empty"), wrong: false };
    if (count < 3) return { text: word("shape-begun", { count }), wrong: false };
    const wrong = this.faults();
    const size = word("shape-size", { count, size: kilometres(squareMetres(this.ring)) });
    return { text: [size, ...wrong].join(" "), wrong: wrong.length > 0 };
  }

  faults() {
    if (crossing(this.ring)) return [word("shape-crosses")];
    const found = [];
    const metres = squareMetres(this.ring);
    if (metres < SMALLEST) found.push(word("shape-small"));
    if (!this.outline) return found;
    const rings = this.outline.type === "MultiPolygon" ? this.outline.coordinates : [this.outline.coordinates];
    const all = rings.reduce((sum, [outer]) => sum + squareMetres(outer), 0);
    if (metres > all / 2) found.push(word("shape-large"));
    const outside = this.ring.filter((each) => !isInside(each, this.outline)).length;
    if (outside) found.push(word("shape-outside", { count: outside }));
    return found;
  }
}

export const shapePicker = (map, config) => new Drawing(map, config).start();
