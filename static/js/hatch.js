// Patterns, so that nothing on a map is told by colour alone: broad stripes where there is no figure, dots in the classes
// below the middle of a diverging map, fine lines that lean the other way where an area is not clearly different.

import { drawing } from "./element.js";

export const NO_DATA = "url(#no-data)";

const INK = "#2a1a2e"; // on every class colour together with its white border, in light and in dark
const LEANING = "M-1 8L1 10M0 0L9 9M8 -1L10 1";

/** The name of the pattern of a colour with dots or lines; empty where the plain colour will do. */
export function patternName(colour, { dotted = false, hatched = false } = {}) {
  if (!colour || (!dotted && !hatched)) return "";
  return `shade-${colour.replace(/\W/g, "")}${dotted ? "-dots" : ""}${hatched ? "-lines" : ""}`;
}

/** The fill of an area or a sample: its colour with its patterns; without a colour the stripes of no data. */
export function fill(colour, looks = {}) {
  const name = patternName(colour, looks);
  if (!name) return colour ?? NO_DATA;
  if (!document.getElementById(name)) holder().append(pattern(name, colour, looks));
  return `url(#${name})`;
}

function pattern(id, colour, { dotted, hatched }) {
  const parts = [drawing("rect", { width: 9, height: 9, fill: colour })];
  if (dotted) {
    for (const [r, paint] of [
      [1.9, "#fff"],
      [1.2, INK],
    ])
      parts.push(drawing("circle", { cx: 6.75, cy: 2.25, r, fill: paint }));
  }
  if (hatched) {
    for (const [width, paint] of [
      [2.4, "#fff"],
      [1, INK],
    ])
      parts.push(drawing("path", { d: LEANING, stroke: paint, "stroke-width": width }));
  }
  return drawing("pattern", { id, width: 9, height: 9, patternUnits: "userSpaceOnUse" }, ...parts);
}

/** Where the patterns of this page stand; the one for no data is there from the beginning. */
function holder() {
  const known = document.querySelector("svg.hatch[data-patterns] defs");
  if (known) return known;
  const size = { width: 8, height: 8 };
  const none = drawing(
    "pattern",
    { id: "no-data", ...size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    drawing("rect", { ...size, class: "hatch__ground" }),
    drawing("rect", { width: 2.5, height: 8, class: "hatch__line" }),
  );
  const defs = drawing("defs", {}, none);
  document.body.append(drawing("svg", { class: "hatch", "data-patterns": true, width: 0, height: 0, "aria-hidden": "true" }, defs));
  return defs;
}

/** Put the pattern for no data into the page, once. */
export const hatch = () => void holder();

/** A sample for the legend; without a colour it is striped. */
export function swatch(colour, looks = {}) {
  const box = { x: 0.5, y: 0.5, width: 27, height: 17, rx: 3 };
  return drawing(
    "svg",
    { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" },
    drawing("rect", { ...box, fill: fill(colour, looks), class: "swatch__box" }),
  );
}
