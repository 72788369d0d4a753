// Saying where something is, by tapping the map: the mark and the two fields of the form always say the same.
// By keyboard: the arrow keys move the mark, or Enter on the map puts it in the middle.

import { button, pinIcon, pinShape } from "./marks.js";
import { part } from "./status.js";
import { word } from "./words.js";

const { L } = window;

const FINE = 6; // decimals of a degree: about ten centimetres
const STEP = 10; // pixels that an arrow key moves the mark; one pixel with Shift
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

class Picker {
  constructor(map, { lonField, latField }) {
    this.map = map;
    this.lon = document.getElementById(lonField);
    this.lat = document.getElementById(latField);
    const icon = pinIcon("pin pin--picked", pinShape());
    this.mark = button(L.marker(map.getCenter(), { icon, draggable: true, autoPan: true }), word("picked"), () => {});
  }

  start() {
    const { map, mark } = this;
    map.on("click", ({ latlng }) => this.put(latlng));
    map.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key === "Enter" && originalEvent.target === map.getContainer()) this.put(map.getCenter(), true);
    });
    mark.on("dragend", () => this.put(mark.getLatLng()));
    mark.on("keydown", ({ originalEvent }) => this.nudge(originalEvent));
    for (const field of [this.lon, this.lat]) field.addEventListener("change", () => this.read());
    part(map, "middle")?.addEventListener("click", () => this.put(map.getCenter(), true));
    this.read();
  }

  /** Put the mark somewhere and write it into the form. */
  put(latlng, focus = false) {
    const { lat, lng } = latlng.wrap();
    this.lon.value = lng.toFixed(FINE);
    this.lat.value = lat.toFixed(FINE);
    this.show([lat, lng]);
    for (const field of [this.lon, this.lat]) field.dispatchEvent(new Event("input", { bubbles: true }));
    if (focus) this.mark.getElement().focus();
  }

  show(point) {
    const line = part(this.map, "place");
    if (line) line.textContent = word("picked-at", { lon: this.lon.value, lat: this.lat.value });
    this.mark.setLatLng(point);
    if (!this.map.hasLayer(this.mark)) this.mark.addTo(this.map);
  }

  /** Put the mark where the form says. */
  read() {
    const [lon, lat] = [this.lon.value, this.lat.value].map((text) => (text.trim() ? Number(text) : NaN));
    if (Math.abs(lon) > 180 || Math.abs(lat) > 85 || Number.isNaN(lon + lat)) {
      this.mark.remove();
      return;
    }
    this.show([lat, lon]);
    if (!this.map.getBounds().contains([lat, lon])) this.map.panTo([lat, lon]);
  }

  nudge(event) {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? 1 : STEP;
    const from = this.map.latLngToContainerPoint(this.mark.getLatLng());
    const to = this.map.containerPointToLatLng(from.add([way[0] * step, way[1] * step]));
    this.put(to);
    this.map.panInside(to, { padding: [48, 48] });
  }
}

export const locationPicker = (map, config) => new Picker(map, config).start();
