// The areas of a geography that has too many for one file, by tile, drawn on a canvas. What a click or a tap finds, and what
// lies in the middle of the map for who has no pointer, is asked of the server and opened as a card.

import { askJson } from "./ask.js";
import { pageColours, patterned, stripes } from "./paint.js";
import { address } from "./query.js";
import { boxOf, holds, read, sourcesOf } from "./shorthand.js";

const { L } = window;

const SIDE = 256; // pixels of a map tile
const LETTERS = "0123456789";
const UNCLEAR = "abcdefghij";
const KEPT = 60; // tiles
const SEEN_FROM = 5; // pixels across an area from which on its border is drawn
const LARGE_FROM = 24; // pixels across an area from which on its border is drawn fully
const MARK = 2; // pixels across an area too small for a shape

export const AreaTiles = L.GridLayer.extend({
  options: { pane: "areas", keepBuffer: 1, updateWhenIdle: false, className: "area-tiles" },

  initialize({ api, geography, pyramid }, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    Object.assign(this, { api, geography, pyramid, shown: { indicator: "" }, code: "", answer: null });
    this._outlines = new Map(); // address -> promise of areas, the last used last
    this._letters = new Map(); // address -> promise of letters
    this._drawn = new Map(); // canvas -> its place
    this.on("tileunload", ({ tile }) => this._drawn.delete(tile));
  },

  onAdd(map) {
    L.GridLayer.prototype.onAdd.call(this, map);
    this.getContainer().setAttribute("aria-hidden", "true"); // the button for the middle and the table say the same
    this._theme = new MutationObserver(() => this._repaint());
    this._theme.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
    map.on("click", this._clicked, this);
  },

  onRemove(map) {
    map.off("click", this._clicked, this);
    this._theme.disconnect();
    L.GridLayer.prototype.onRemove.call(this, map);
  },

  /**
   * Colour by an answer of the API, or draw boundaries only. `asked` are the words of its address; without an indicator the
   * answer itself has the value of every area.
   */
  shade(answer, indicator, asked) {
    this.answer = answer;
    this.shown = { indicator: answer ? indicator : "", asked };
    this._letters.clear();
    this._repaint();
  },

  /** Draw one area strongly. */
  mark(code) {
    this.code = code ?? "";
    this._repaint();
  },

  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const scale = Math.max(1, Math.min(2, window.devicePixelRatio || 1));
    canvas.width = canvas.height = SIDE * scale;
    this._drawn.set(canvas, coords);
    this._paint(canvas, coords).then(
      () => done(null, canvas),
      (error) => {
        done(error, canvas);
        this.fire("failed", { lost: "areas" });
      },
    );
    return canvas;
  },

  /** The code of the area at a point of the map, or "". */
  async find(point) {
    const z = this._map.getZoom();
    const at = this._map.project(point, z).divideBy(SIDE);
    const coords = { z: Math.round(z), x: Math.floor(at.x), y: Math.floor(at.y) };
    for (const source of sourcesOf(coords, this.pyramid)) {
      const { extent, areas } = await this._areas(source);
      const [x, y] = [at.x - coords.x - source.left, at.y - coords.y - source.top].map((part) => (part / source.times) * extent);
      const near = (extent / SIDE / source.times) * MARK;
      const found = areas.find(({ box, rings }) => {
        if (x < box[0] - near || x > box[2] + near || y < box[1] - near || y > box[3] + near) return false;
        return rings[0].length > 2 ? holds(rings, x, y) : true;
      });
      if (found) return found.code;
    }
    return "";
  },

  async _clicked({ latlng }) {
    if (this.options.interactive !== false) this.fire("picked", { point: latlng, code: await this.find(latlng).catch(() => "") });
  },

  _repaint() {
    this._colours = null;
    for (const [canvas, coords] of this._drawn) this._paint(canvas, coords).catch(() => this.fire("failed", { lost: "figures" }));
  },

  async _paint(canvas, coords) {
    const { indicator } = this.shown;
    const sources = sourcesOf(coords, this.pyramid);
    const found = await Promise.all(sources.map((source) => Promise.all([this._areas(source), indicator ? this._classes(source) : ""])));
    if (!this._drawn.has(canvas) || indicator !== this.shown.indicator) return;
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    sources.forEach((source, place) => {
      const [{ areas, extent }, letters] = found[place];
      this._draw(context, source, { areas, extent }, this.answer && !indicator ? areas.map(({ code }) => letterOf(this.answer.values[code])) : letters);
    });
  },

  _draw(context, { times, left, top }, { extent, areas }, letters) {
    const pixels = context.canvas.width;
    const unit = (pixels * times) / extent; // pixels
    const scale = pixels / SIDE;
    this._colours ??= pageColours();
    context.setTransform(unit, 0, 0, unit, left * pixels, top * pixels);
    const edges = [-left / times, -top / times, (1 - left) / times, (1 - top) / times].map((share) => share * extent);
    const seen = areas.filter(({ box }) => meet(box, edges, extent / 100));
    const mark = (MARK * scale) / unit;
    context.lineJoin = "round";
    for (const [letter, path] of grouped(seen, ({ place }) => letters?.[place] ?? "", mark)) this._fill(context, letter, path, { unit, scale });
    const width = ({ box }) => (Math.max(box[2] - box[0], box[3] - box[1]) * unit) / scale;
    const weight = (area) => (width(area) < SEEN_FROM ? 0 : width(area) < LARGE_FROM ? 0.5 : 1.3);
    for (const [line, path] of grouped(seen, weight, mark)) this._border(context, path, (line * scale) / unit, Boolean(letters));
    const own = this.code && seen.filter(({ code }) => code === this.code);
    if (own.length) this._outline(context, grouped(own, () => "", mark).get(""), (4 * scale) / unit);
  },

  _fill(context, letter, path, { unit, scale }) {
    const { strength, area } = this._colours;
    context.globalAlpha = letter ? strength : 0.05;
    const fill = letter ? this._paintOf(letter, scale) : area;
    context.fillStyle = typeof fill === "string" ? fill : this._laid(context, fill, unit);
    context.fill(path);
  },

  /** A pattern in the pixels of the screen, whatever the units of the shapes are. */
  _laid(context, canvas, unit) {
    const pattern = context.createPattern(canvas, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / unit));
    return pattern;
  },

  _paintOf(letter, scale) {
    const hatched = UNCLEAR.includes(letter);
    const known = this.answer?.classes[(hatched ? UNCLEAR : LETTERS).indexOf(letter)];
    if (!known) return stripes(this._colours, scale);
    const dotted = known.side < 0;
    return dotted || hatched ? patterned(known.colour, { dotted, hatched }, scale) : known.colour;
  },

  _border(context, path, width, shaded) {
    if (!width) return;
    const { halo, area } = this._colours;
    context.globalAlpha = shaded ? 0.9 : 0.7;
    context.strokeStyle = shaded ? halo : area;
    context.lineWidth = width;
    context.stroke(path);
  },

  _outline(context, path, width) {
    context.globalAlpha = 1;
    context.strokeStyle = this._colours.strong;
    context.lineWidth = width;
    context.stroke(path);
  },

  _areas({ z, x, y }) {
    const where = `${this.api}/areas/${encodeURIComponent(this.geography)}/tiles/${z}/${x}/${y}`;
    return kept(this._outlines, where, async () => {
      const { codes, shapes } = await askJson(where);
      return { extent: shapes.extent, areas: read(shapes.outlines).map((rings, place) => ({ code: codes[place], place, rings, box: boxOf(rings) })) };
    });
  },

  _classes({ z, x, y }) {
    const { indicator, asked } = this.shown;
    const path = `${this.api}/indicators/${encodeURIComponent(indicator)}/tiles/${encodeURIComponent(this.geography)}/${z}/${x}/${y}`;
    const where = address(path, new URLSearchParams([...asked, ["only", "classes"]]));
    return kept(this._letters, where, async () => (await askJson(where)).classes);
  },
});

const meet = (one, other, room) =>
  one[2] >= other[0] - room && one[0] <= other[2] + room && one[3] >= other[1] - room && one[1] <= other[3] + room;

/** One path for all areas that have the same key. */
function grouped(areas, keyOf, mark) {
  const paths = new Map();
  for (const area of areas) {
    const key = keyOf(area);
    if (!paths.has(key)) paths.set(key, new Path2D());
    trace(paths.get(key), area.rings, mark);
  }
  return paths;
}

/** Add rings to a path; an area without a shape is a small square. */
function trace(path, rings, mark) {
  for (const ring of rings) {
    if (ring.length === 2) {
      path.rect(ring[0] - mark / 2, ring[1] - mark / 2, mark, mark);
      continue;
    }
    path.moveTo(ring[0], ring[1]);
    for (let place = 2; place < ring.length; place += 2) path.lineTo(ring[place], ring[place + 1]);
    path.closePath();
  }
}

/** What is kept under a key, or else what `ask` promises; a promise that breaks is not kept, nor is the oldest of too many. */
function kept(known, key, ask) {
  const found = known.get(key) ?? ask();
  known.delete(key);
  known.set(key, found);
  found.catch(() => known.delete(key));
  for (const oldest of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(oldest);
  }
  return found;
}
