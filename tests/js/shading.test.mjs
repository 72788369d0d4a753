import assert from "node:assert/strict";
import test from "node:test";

globalThis.window = { L: {} };
globalThis.document = { documentElement: { lang: "en" } }; // words.js asks for the language when it is read
const { patternName } = await import("../../static/js/hatch.js");
const { readBreaks } = await import("../../static/js/query.js");
const { share } = await import("../../static/js/together.js");

test("breaks are numbers that go upwards, however they are separated", () => {
  assert.deepEqual(readBreaks("10, 20.5 30"), [10, 20.5, 30]);
  assert.deepEqual(readBreaks(" -1;2 "), [-1, 2]);
});

test("anything else is no breaks", () => {
  for (const text of ["", undefined, "one", "2,1", "1,1", "1,2,3,4,5,6,7", "Infinity"]) assert.equal(readBreaks(text), null);
});

test("a plain colour needs no pattern, and no two looks share one", () => {
  assert.equal(patternName("#ffffcc"), "");
  assert.equal(patternName(undefined, { hatched: true }), "");
  const looks = [{ dotted: true }, { hatched: true }, { dotted: true, hatched: true }];
  const names = ["#ffffcc", "#253494"].flatMap((colour) => looks.map((look) => patternName(colour, look)));
  assert.equal(new Set(names).size, names.length);
});

test("the slider stays between nothing and all", () => {
  assert.deepEqual(["-3", "50", "101", "x"].map(share), [0, 50, 100, 0]);
});
