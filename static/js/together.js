// Maps that move together, and a slider that uncovers one under the other.

import { word } from "./words.js";

const groups = new Map(); // name of a group -> its maps
let leading = null;
const ROUNDING = 2; // pixels by which two halves of a page may differ

/** Let a map of a group be where the one that somebody moves is. */
export function together(map, { group }) {
  const maps = groups.get(group) ?? [];
  groups.set(group, [...maps, map]);
  map.on("move zoomend", () => lead(map, group));
  const frame = map.getContainer().closest("[data-swipe-frame]");
  if (frame && maps.length) swipe(frame);
  return map;
}

function lead(map, group) {
  if (leading) return; // this one is following
  leading = map;
  for (const other of groups.get(group)) {
    if (other !== map && alike(map.getSize(), other.getSize())) other.setView(map.getCenter(), map.getZoom(), { animate: false });
  }
  leading = null;
}

/** While the page is being resized the maps find their new size one after the other; until then neither leads. */
const alike = (one, other) => Math.abs(one.x - other.x) <= ROUNDING && Math.abs(one.y - other.y) <= ROUNDING;

/** How far the slider stands from the left, in words: "60 %". */
export const share = (value) => Math.min(100, Math.max(0, Math.round(Number(value) || 0)));

function swipe(frame) {
  const slider = frame.querySelector("input[type=range]");
  const set = () => {
    const at = share(slider.value);
    frame.style.setProperty("--at", `${at}%`);
    slider.setAttribute("aria-valuetext", word("swiped", { left: at, right: 100 - at }));
  };
  slider.addEventListener("input", set);
  set();
}
