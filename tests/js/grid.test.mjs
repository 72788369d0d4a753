import assert from "node:assert/strict";
import test from "node:test";

import { CELLS_IN_TILE, boxOf, cellOf, cellsIn, countIn, gridZoom, holds, latitudeOf, longitudeOf, middleOf, tilesOf } from "../../static/js/grid.js";

const VIEW = [-0.0834, 51.4971, 0.0093, 51.5352]; // west, south, east, north

/** The position the server keeps of a point: whole numbers, 2 ** 24 across the world, and its way of reading a box. */
function position(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  const share = [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  return share.map((part) => Math.floor(part * 2 ** 24));
}

function inBox([x, y], [west, south, east, north]) {
  const [left, top] = position(west, north);
  const [right, bottom] = position(east, south);
  return left <= x && x <= right && top <= y && y <= bottom;
}

/** Numbers that look random and are the same on every run. */
function* numbers(seed) {
  let state = seed;
  for (;;) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

test("a tile holds eight cells by eight", () => {
  const { column, row } = cellOf(-0.07, 51.52, 14);
  const [x, y] = position(-0.07, 51.52).map((part) => part >> (24 - 14));
  assert.equal(Math.floor(column / CELLS_IN_TILE), x);
  assert.equal(Math.floor(row / CELLS_IN_TILE), y);
});

test("the edges of a cell hold its middle and nothing of its neighbours", () => {
  for (const zoom of [0, 6, 13, 21]) {
    const [lon, lat] = middleOf(cellOf(-0.07, 51.52, zoom), zoom);
    assert.deepEqual(cellOf(lon, lat, zoom), cellOf(-0.07, 51.52, zoom));
  }
});

test("west and north edges belong to a cell, also on the Greenwich meridian", () => {
  assert.equal(cellOf(0, 51.5, 10).column, 4096);
  assert.equal(longitudeOf(4096, 10), 0);
  assert.ok(cellOf(-1e-9, 51.5, 10).column < 4096);
  assert.equal(latitudeOf(4096, 10), 0);
});

test("a box is snapped outward, and snapping again changes nothing", () => {
  for (let zoom = 3; zoom <= 21; zoom += 1) {
    const box = boxOf(cellsIn(VIEW, zoom), zoom);
    const edge = 360 / 2 ** 24;
    assert.ok(box[0] <= VIEW[0] + edge && box[1] <= VIEW[1] + edge && box[2] >= VIEW[2] - edge && box[3] >= VIEW[3] - edge);
    assert.deepEqual(cellsIn(box, zoom), cellsIn(VIEW, zoom));
  }
});

test("the list's box holds exactly the assets of the cells in view, at every zoom", () => {
  const next = numbers(7);
  const points = Array.from({ length: 3000 }, (_, index) => {
    const lon = index % 50 ? -0.12 + next.next().value * 0.18 : 0; // some stand on a cell's edge
    return [lon, 51.48 + next.next().value * 0.07];
  });
  for (let zoom = 8; zoom <= 21; zoom += 1) {
    const size = 0.09 * 2 ** (11 - zoom);
    for (let turn = 0; turn < 10; turn += 1) {
      const [lon, lat] = points[Math.floor(next.next().value * points.length)];
      const view = [lon - size * next.next().value, lat - size * next.next().value, lon + size, lat + size];
      const cells = cellsIn(view, zoom);
      const box = boxOf(cells, zoom);
      const shift = 24 - zoom - 3;
      const clustered = points.filter((point) => {
        const [column, row] = position(...point).map((part) => part >> shift);
        return holds(cells, { column, row });
      });
      assert.equal(points.filter((point) => inBox(position(...point), box)).length, clustered.length);
    }
  }
});

test("clusters outside the cells in view are not counted", () => {
  const zoom = 14;
  const cells = cellsIn([-0.06, 51.51, -0.05, 51.52], zoom);
  const at = (lon, lat, count) => ({ geometry: { coordinates: [lon, lat] }, properties: { count } });
  assert.equal(countIn([at(-0.055, 51.515, 7), at(-0.055, 51.515), at(-0.2, 51.515, 90)], cells, zoom), 8);
});

test("the tiles of a view are each named once, in reading order", () => {
  const cells = cellsIn(VIEW, 13);
  const tiles = tilesOf(cells, 13);
  assert.equal(new Set(tiles.map(({ x, y }) => `${x}/${y}`)).size, tiles.length);
  assert.deepEqual(
    tiles,
    [...tiles].sort((one, other) => one.y - other.y || one.x - other.x),
  );
  assert.ok(tiles.every(({ z }) => z === 13));
});

test("the grid never asks for a finer cell than the server keeps", () => {
  assert.equal(gridZoom(22), 21);
  assert.equal(gridZoom(13.4), 13);
  assert.equal(gridZoom(-1), 0);
});
