// "No data" is hatched, so that it is told from a colour without seeing colours.

import { drawing } from "./element.js";

export const NO_DATA = "url(#no-data)";

/** Put the pattern into the page, once. */
export function hatch() {
  if (document.getElementById("no-data")) return;
  const size = { width: 8, height: 8 };
  const pattern = drawing(
    "pattern",
    { id: "no-data", ...size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    drawing("rect", { ...size, class: "hatch__ground" }),
    drawing("rect", { width: 2.5, height: 8, class: "hatch__line" }),
  );
  const holder = drawing("svg", { class: "hatch", width: 0, height: 0, "aria-hidden": "true" }, drawing("defs", {}, pattern));
  document.body.append(holder);
}

/** A sample for the legend; without a colour it is hatched. */
export function swatch(colour) {
  const box = { x: 0.5, y: 0.5, width: 27, height: 17, rx: 3 };
  return drawing(
    "svg",
    { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" },
    drawing("rect", { ...box, fill: colour ?? NO_DATA, class: "swatch__box" }),
  );
}
