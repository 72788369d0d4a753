import assert from "node:assert/strict";
import { test } from "node:test";

import { cornersOf, crossing, isInside, meet, polygonOf, squareMetres } from "../../static/js/rings.js";

const SQUARE = [
  [-0.06, 51.51],
  [-0.05, 51.51],
  [-0.05, 51.52],
  [-0.06, 51.52],
];
const BOW_TIE = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]];

test("a square crosses itself nowhere, a bow-tie does", () => {
  assert.equal(crossing(SQUARE), null);
  assert.deepEqual(crossing(BOW_TIE), [0, 2]);
});

test("a triangle never crosses itself", () => assert.equal(crossing(SQUARE.slice(0, 3)), null));

test("a corner that lies on another side is a fault too", () => {
  assert.notEqual(crossing([[0, 0], [4, 0], [4, 4], [2, 0], [0, 4]]), null);
});

test("lines that only lie beside each other do not meet", () => {
  assert.equal(meet([[0, 0], [1, 0]], [[0, 1], [1, 1]]), false);
  assert.equal(meet([[0, 0], [1, 0]], [[2, 0], [3, 0]]), false);
  assert.equal(meet([[0, 0], [2, 0]], [[1, 0], [3, 0]]), true);
});

test("the size of a square at the latitude of London is right to half a per cent", () => {
  const metres = 694.6 * 1112.5; // a hundredth of a degree east and north there, by the ellipsoid
  assert.ok(Math.abs(squareMetres(SQUARE) / metres - 1) < 0.005);
  assert.equal(squareMetres(SQUARE.slice(0, 2)), 0);
});

test("a corner in a hole is not inside", () => {
  const hole = [[-0.057, 51.513], [-0.053, 51.513], [-0.053, 51.517], [-0.057, 51.517], [-0.057, 51.513]];
  const ring = [...SQUARE, SQUARE[0]];
  assert.equal(isInside([-0.055, 51.515], { type: "Polygon", coordinates: [ring] }), true);
  assert.equal(isInside([-0.055, 51.515], { type: "Polygon", coordinates: [ring, hole] }), false);
  assert.equal(isInside([-0.02, 51.515], { type: "MultiPolygon", coordinates: [[ring]] }), false);
});

test("what can be drawn comes back as it went", () => {
  assert.deepEqual(cornersOf(polygonOf(SQUARE)), SQUARE);
  assert.equal(cornersOf({ type: "MultiPolygon", coordinates: [] }), null);
  assert.equal(cornersOf(null), null);
});
