// Assets on the map, by tile: clusters with their count, or one pin. Only the tiles in view are asked for; a question
// nobody waits for any more is stopped; what the browser has kept, it answers itself (ETag).

import { askJson, wasStopped } from "./ask.js";
import { openCard, openChoice } from "./card.js";
import { boxOf, cellOf, cellsIn, countIn, gridZoom, middleOf, tilesOf } from "./grid.js";
import { assetIcon, assetName, button, clusterIcon, clusterName, ringIcon } from "./marks.js";
import { address } from "./query.js";

const { L } = window;

const CLOSER = 2; // zoom levels that a click on a cluster comes closer
const DRAWN_IN = 0.6; // how far a cluster is drawn from its middle towards the middle of its cell, so that neighbours stay apart

export const Clusters = L.Layer.extend({
  initialize({ api, filters }) {
    this._api = api;
    this._filters = new URLSearchParams(filters);
    this._tiles = new Map(); // address -> { features, marks, stop, ready }
    this._turn = 0;
  },

  onAdd() {
    this.refresh();
  },

  onRemove() {
    this._turn += 1;
    this._keepOnly(new Set());
  },

  getEvents() {
    return { moveend: this.refresh };
  },

  /** Show what these query parameters ask for. */
  filter(parameters) {
    if (parameters.toString() === this._filters.toString()) return;
    this._filters = parameters;
    this.refresh();
  },

  /** The cells that the view touches now, with their zoom. */
  cells() {
    const bounds = this._map.getBounds();
    const zoom = gridZoom(this._map.getZoom());
    return { zoom, ...cellsIn([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], zoom) };
  },

  /** The box the list has to ask for, so that it counts the same assets. */
  box() {
    const cells = this.cells();
    return boxOf(cells, cells.zoom);
  },

  /** Bring the marks in line with view and filters; fires "counting", then "counted" {count}, or "failed" if a tile is lost. */
  async refresh() {
    const turn = ++this._turn;
    this.fire("counting");
    const cells = this.cells();
    const wanted = new Set(tilesOf(cells, cells.zoom).map((tile) => this._address(tile)));
    for (const [key, tile] of this._tiles) if (!tile.marks && !wanted.has(key)) this._drop(key);
    const outcomes = await Promise.allSettled([...wanted].map((key) => this._load(key)));
    if (turn !== this._turn) return;
    this._keepOnly(wanted);
    for (const tile of this._tiles.values()) this._draw(tile, cells.zoom);
    const count = [...this._tiles.values()].reduce((sum, tile) => sum + countIn(tile.features, cells, cells.zoom), 0);
    const lost = outcomes.some(({ status, reason }) => status === "rejected" && !wasStopped(reason));
    this.fire(lost ? "failed" : "counted", { count });
  },

  _address({ z, x, y }) {
    return address(`${this._api}/assets/tiles/${z}/${x}/${y}`, this._filters);
  },

  _load(key) {
    const known = this._tiles.get(key);
    if (known) return known.ready;
    const stop = new AbortController();
    const tile = { stop, features: [], marks: null };
    tile.ready = askJson(key, stop.signal).then(
      (answer) => {
        tile.features = answer.features;
      },
      (error) => {
        if (this._tiles.get(key) === tile) this._tiles.delete(key);
        throw error;
      },
    );
    this._tiles.set(key, tile);
    return tile.ready;
  },

  _draw(tile, zoom) {
    tile.marks ??= L.layerGroup(tile.features.map((feature) => this._mark(feature, zoom))).addTo(this._map);
  },

  _keepOnly(wanted) {
    for (const key of [...this._tiles.keys()]) if (!wanted.has(key)) this._drop(key);
  },

  _drop(key) {
    const tile = this._tiles.get(key);
    this._tiles.delete(key);
    tile.stop.abort();
    if (!tile.marks) return;
    const focused = tile.marks.getLayers().some((mark) => mark.getElement() === document.activeElement);
    tile.marks.remove();
    if (focused) this._map.getContainer().focus({ preventScroll: true });
  },

  _mark({ geometry, properties }, zoom) {
    const [lon, lat] = geometry.coordinates;
    if (properties.count > 1) {
      const middle = middleOf(cellOf(lon, lat, zoom), zoom);
      const between = (from, to) => from + (to - from) * DRAWN_IN;
      const mark = L.marker([between(lat, middle[1]), between(lon, middle[0])], { icon: clusterIcon(properties.count), zIndexOffset: -100 });
      return button(mark, clusterName(properties.count, this._closest()), () => this._openCluster([lon, lat], zoom));
    }
    const icon = (properties.approximate ? ringIcon : assetIcon)(properties.category, properties.stale);
    const mark = L.marker([lat, lon], { icon, riseOnHover: true });
    return button(mark, assetName(properties), () => openCard(this._map, this._api, properties.id, mark.getElement()));
  },

  _closest() {
    return this._map.getZoom() >= this._map.getMaxZoom();
  },

  /** Come closer; at the closest zoom, where a cluster can be one doorstep, offer its assets by name. */
  _openCluster([lon, lat], zoom) {
    if (!this._closest()) {
      this._map.setView([lat, lon], Math.min(this._map.getMaxZoom(), this._map.getZoom() + CLOSER));
      return;
    }
    const { column, row } = cellOf(lon, lat, zoom);
    const box = boxOf({ west: column, east: column, north: row, south: row }, zoom);
    const asked = new URLSearchParams([...this._filters, ["bbox", box.join(",")], ["limit", "50"]]);
    openChoice(this._map, this._api, address(`${this._api}/assets`, asked), [lat, lon]);
  },
});
