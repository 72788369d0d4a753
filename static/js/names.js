// Names of areas on the map. With a street map underneath a name is shown where it fits its area; without one,
// wherever it does not lie on another. The names say nothing to a screen reader: the areas themselves have names.

import { element } from "./element.js";

const { L } = window;

const LETTER = 7; // pixels, of the type map.css sets for names
const LINE = 16;
const LONGEST = 15; // letters in a line

/** A name in lines of a few words each. */
export function linesOf(name) {
  return name.split(/\s+/).reduce((lines, part) => {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${part}`.length <= LONGEST) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
    return lines;
  }, []);
}

const apart = (one, other) => one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;

/** Of some boxes, in order of importance, those that lie on none before them. */
export function withoutOverlap(boxes) {
  return boxes.reduce((kept, box) => (kept.every((other) => apart(box, other)) ? [...kept, box] : kept), []);
}

export const Names = L.Layer.extend({
  initialize() {
    this._areas = [];
    this._group = L.layerGroup();
  },

  onAdd(map) {
    const pane = map.getPane("names") ?? map.createPane("names");
    pane.classList.add("names-pane");
    pane.setAttribute("aria-hidden", "true");
    this._group.addTo(map);
  },

  onRemove() {
    this._group.remove();
  },

  getEvents() {
    return { zoomend: this._place, tilesfailed: this._place, tilesloaded: this._place };
  },

  show(areas) {
    this._areas = areas;
    this._place();
  },

  _place() {
    this._group.clearLayers();
    const boxes = this._areas.map((layer) => this._box(layer)).filter(Boolean);
    boxes.sort((one, other) => other.size - one.size);
    for (const { point, lines } of withoutOverlap(boxes)) this._group.addLayer(this._name(point, lines));
  },

  _box(layer) {
    const map = this._map;
    const bounds = layer.getBounds();
    const lines = linesOf(layer.feature.properties.name ?? "");
    const width = LETTER * Math.max(...lines.map((line) => line.length));
    const height = LINE * lines.length;
    const size = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
    const roomy = map.streetless ? 0.8 : 1.1;
    if (size.x < width * roomy || size.y < height * roomy) return null;
    const point = layer.getCenter();
    const { x, y } = map.latLngToLayerPoint(point);
    return { point, lines, size: size.x * size.y, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
  },

  _name(point, lines) {
    const text = element("span", {}, ...lines.flatMap((line, index) => (index ? [element("br"), line] : [line])));
    const icon = L.divIcon({ html: text, className: "area-name", iconSize: [0, 0] });
    return L.marker(point, { icon, pane: "names", interactive: false, keyboard: false });
  },
});
