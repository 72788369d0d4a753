import assert from "node:assert/strict";
import test from "node:test";

import { FILTERS, address, only, questions, readPoint, readView, writeView } from "../../static/js/query.js";

test("empty values and unknown keys are left out", () => {
  const asked = questions("q=&category=food&view=table&csrf_token=x&near=%20E1%206AB%20");
  assert.equal(asked.toString(), "category=food&near=E1+6AB");
});

test("the same choices make the same text, in whatever order they were made", () => {
  const one = only(new URLSearchParams("access=b&category=z&category=a&category=a"), FILTERS);
  const other = only(new URLSearchParams("category=a&access=b&category=z"), FILTERS);
  assert.equal(one.toString(), other.toString());
  assert.equal(one.toString(), "category=a&category=z&access=b");
});

test("hostile text is one value and stays one", () => {
  const text = "</script>${alert(1)}&category=x#'\"`";
  assert.equal(new URLSearchParams(questions(new URLSearchParams({ q: text })).toString()).get("q"), text);
});

test("tiles are not asked where somebody stands, nor how areas are coloured", () => {
  const asked = only(new URLSearchParams("near=1,2&indicator=i&area=E05&q=x"), FILTERS);
  assert.equal(asked.toString(), "q=x&area=E05");
});

test("an address without questions has no question mark", () => {
  assert.equal(address("/map", new URLSearchParams()), "/map");
  assert.equal(address("/map", new URLSearchParams({ q: "a b" })), "/map?q=a+b");
});

test("a point is longitude, then latitude, and nothing else", () => {
  assert.deepEqual(readPoint(" -0.05, 51.52 "), [-0.05, 51.52]);
  for (const text of ["E1 6AB", "", null, "-0.05", "200,0", "0,91", "1,2,3", "NaN,1"]) assert.equal(readPoint(text), null);
});

test("a view written at the end of an address is read again", () => {
  assert.deepEqual(readView(writeView({ zoom: 15, lat: 51.51733, lon: -0.05949 })), { zoom: 15, lat: 51.51733, lon: -0.05949 });
  for (const text of ["", "#list", "#99/1/1", "#3/91/0", "#3/1"]) assert.equal(readView(text), null);
});
