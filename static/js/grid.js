// The grid that clusters are counted in: a tile of 256 pixels holds 8 x 8 cells. Pure functions, no page.
//
// The list asks for a box that is snapped outward to these cells. So the list's count and the sum of the
// clusters whose cells touch the view are the same number, by construction.

export const CELLS_IN_TILE = 8;
export const FINEST_ZOOM = 21; // 21 + 3 bits of a cell within a tile = the 24 bits the server keeps of a position

const POSITIONS = 2 ** 24;
const RADIANS = Math.PI / 180;

export const gridZoom = (zoom) => Math.min(FINEST_ZOOM, Math.max(0, Math.round(zoom)));

export const cellsAcross = (zoom) => CELLS_IN_TILE * 2 ** zoom;

/** Longitude of the west edge of a column of cells. */
export const longitudeOf = (column, zoom) => (column / cellsAcross(zoom)) * 360 - 180;

/** Latitude of the north edge of a row of cells (Web Mercator, rows count southward). */
export const latitudeOf = (row, zoom) => Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / cellsAcross(zoom)))) / RADIANS;

/** The cell a point lies in; its west and its north edge belong to it. */
export function cellOf(lon, lat, zoom) {
  const sine = Math.sin(lat * RADIANS);
  const across = cellsAcross(zoom);
  const inside = (number) => Math.min(across - 1, Math.max(0, Math.floor(number)));
  return {
    column: inside(((lon + 180) / 360) * across),
    row: inside((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * across),
  };
}

/** Every cell that a box of [west, south, east, north] degrees touches, first and last included. */
export function cellsIn([west, south, east, north], zoom) {
  const first = cellOf(west, north, zoom);
  const last = cellOf(east, south, zoom);
  return { west: first.column, north: first.row, east: last.column, south: last.row };
}

/**
 * The box of some cells, in degrees. Its edges run just inside the outermost of the positions the server keeps
 * (2 ** 24 across the world), so that no rounding takes a position from a neighbouring cell.
 */
export function boxOf(cells, zoom) {
  const inside = (cellsAcross(zoom) / POSITIONS) * 0.25;
  return [
    longitudeOf(cells.west + inside, zoom),
    latitudeOf(cells.south + 1 - inside, zoom),
    longitudeOf(cells.east + 1 - inside, zoom),
    latitudeOf(cells.north + inside, zoom),
  ];
}

export const middleOf = ({ column, row }, zoom) => [longitudeOf(column + 0.5, zoom), latitudeOf(row + 0.5, zoom)];

export const holds = (cells, { column, row }) =>
  column >= cells.west && column <= cells.east && row >= cells.north && row <= cells.south;

/** The tiles that hold some cells, in reading order. */
export function tilesOf(cells, zoom) {
  const tile = (cell) => Math.floor(cell / CELLS_IN_TILE);
  const tiles = [];
  for (let y = tile(cells.north); y <= tile(cells.south); y += 1) {
    for (let x = tile(cells.west); x <= tile(cells.east); x += 1) tiles.push({ z: zoom, x, y });
  }
  return tiles;
}

/** How many assets the given point features stand for, in these cells only. */
export function countIn(features, cells, zoom) {
  let total = 0;
  for (const { geometry, properties } of features) {
    const [lon, lat] = geometry.coordinates;
    if (holds(cells, cellOf(lon, lat, zoom))) total += properties.count ?? 1;
  }
  return total;
}
