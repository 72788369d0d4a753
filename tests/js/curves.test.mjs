import assert from "node:assert/strict";
import { test } from "node:test";

import { arrow, curve, kindsOf, lookOf, shortened, widthOf } from "../../static/js/curves.js";

const close = (one, other) => one.every((value, axis) => Math.abs(value - other[axis]) < 1e-9);
const along = (points) => points.slice(1).reduce((sum, [x, y], at) => sum + Math.hypot(x - points[at][0], y - points[at][1]), 0);

test("a curve begins and ends at its marks", () => {
  for (const via of [[], [[0, 50], [100, 50]]]) {
    const points = curve([0, 0], via, [100, 0]);
    assert.ok(close(points[0], [0, 0]) && close(points.at(-1), [100, 0]));
  }
});

test("a curve is drawn towards the points it goes by, and bows gently without them", () => {
  assert.ok(close(curve([0, 0], [[0, 40], [100, 40]], [100, 0], 2)[1], [50, 30]));
  const middle = curve([0, 0], [], [100, 0], 2)[1];
  assert.ok(middle[1] > 0 && middle[1] < 10);
});

test("there and back bow to both sides, so that neither hides the other", () => {
  const there = curve([0, 0], [], [100, 0], 2)[1];
  const back = curve([100, 0], [], [0, 0], 2)[1];
  assert.ok(there[1] * back[1] < 0);
});

test("a line that leaves room for a mark is shorter by that much", () => {
  const points = curve([0, 0], [[0, 40], [100, 40]], [100, 0]);
  assert.ok(Math.abs(along(points) - along(shortened(points, 20)) - 20) < 1e-6);
  assert.equal(shortened([[0, 0], [5, 0]], 20).length, 2);
});

test("an arrow points where its line goes", () => {
  const [tip, left, right] = arrow([[0, 0], [50, 0]], 10);
  assert.deepEqual([tip, left, right], [[50, 0], [40, 5], [40, -5]]);
  assert.ok(arrow([[3, 3], [3, 3]], 10).flat().every(Number.isFinite));
});

test("more links make a wider line, but never one too wide or too thin to hit", () => {
  assert.ok(widthOf(1, 40) < widthOf(2, 40) && widthOf(2, 40) < widthOf(16, 40));
  assert.ok(widthOf(1000, 1000) <= 12 && widthOf(2, 2) < 4);
  assert.ok(lookOf({ count: 1, confirmed: 0, claimed: 0, observed: 1 }).band >= 12);
});

test("a line is solid as far as links are confirmed, else dashed, else dotted", () => {
  assert.equal(lookOf({ count: 9, confirmed: 1, claimed: 8, observed: 0 }).state, "confirmed");
  assert.equal(lookOf({ count: 9, confirmed: 1, claimed: 8, observed: 0 }).core, widthOf(1, 9));
  assert.equal(lookOf({ count: 2, confirmed: 0, claimed: 1, observed: 1 }).state, "claimed");
  assert.equal(lookOf({ count: 1, confirmed: 0, claimed: 0, observed: 1 }).state, "observed");
});

test("groups and assets are told apart by their names, also the made-up ones", () => {
  assert.deepEqual(kindsOf(["g1", "xg2", "a3", "xa4", "g5"]), { groups: 3, assets: 2 });
});
