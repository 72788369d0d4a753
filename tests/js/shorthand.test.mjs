import assert from "node:assert/strict";
import test from "node:test";

import { boxOf, holds, read, sourcesOf } from "../../static/js/shorthand.js";

const TEXT = "CEmGAAzC._E2CUAAM i-B6_B 9_BrgCw4JAAg3oE"; // tests/geo/test_shorthand.py writes the same

test("a text is read as it was written", () => {
  assert.deepEqual(read(TEXT), [
    [
      [1, 2, 100, 2, 100, -40],
      [20, 3, 30, 3, 30, 9],
    ],
    [[1023, 1030]],
    [[0, 0, 5000, 0, 5000, 70000]],
  ]);
  assert.deepEqual(read(""), []);
});

test("a hole is not inside, and a box holds every ring", () => {
  const rings = [
    [0, 0, 10, 0, 10, 10, 0, 10],
    [4, 4, 4, 6, 6, 6, 6, 4],
  ];
  assert.ok(holds(rings, 1, 1));
  assert.ok(!holds(rings, 5, 5));
  assert.ok(!holds(rings, 11, 5));
  assert.deepEqual(boxOf(rings), [0, 0, 10, 10]);
});

test("a map tile is drawn from the tile of the next lower level, larger and moved", () => {
  const pyramid = { levels: [6, 8], box: [30, 20, 31, 21] };
  assert.deepEqual(sourcesOf({ z: 7, x: 61, y: 42 }, pyramid), [{ z: 6, x: 30, y: 21, times: 2, left: -1, top: 0 }]);
  assert.deepEqual(sourcesOf({ z: 8, x: 125, y: 83 }, pyramid), [{ z: 8, x: 125, y: 83, times: 1, left: 0, top: 0 }]);
  assert.deepEqual(sourcesOf({ z: 10, x: 503, y: 332 }, pyramid), [{ z: 8, x: 125, y: 83, times: 4, left: -3, top: 0 }]);
});

test("below the first level a map tile is drawn from every tile there is inside it", () => {
  const pyramid = { levels: [6, 8], box: [30, 20, 32, 21] };
  const found = sourcesOf({ z: 5, x: 15, y: 10 }, pyramid);
  assert.deepEqual(
    found.map(({ x, y, left, top, times }) => [x, y, left, top, times]),
    [
      [30, 20, 0, 0, 0.5],
      [31, 20, 0.5, 0, 0.5],
      [30, 21, 0, 0.5, 0.5],
      [31, 21, 0.5, 0.5, 0.5],
    ],
  );
});
