import assert from "node:assert/strict";
import test from "node:test";

globalThis.window = { L: { Layer: { extend: (methods) => methods } } }; // names.js extends a layer of Leaflet when it is read
const { linesOf, withoutOverlap } = await import("../../static/js/names.js");

const box = (left, top) => ({ left, top, right: left + 10, bottom: top + 10 });

test("a long name stands in short lines", () => {
  assert.deepEqual(linesOf("Spitalfields & Banglatown"), ["Spitalfields &", "Banglatown"]);
  assert.deepEqual(linesOf("Bow"), ["Bow"]);
});

test("of two names on one another the more important one stays", () => {
  const [first, second, third] = [box(0, 0), box(5, 5), box(20, 0)];
  assert.deepEqual(withoutOverlap([first, second, third]), [first, third]);
});
