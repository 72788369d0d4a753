// What stands on a network's map for a group or an asset. A dashed ring round it: only its surroundings are known.

import { drawing, element } from "./element.js";
import { assetIcon, ringIcon } from "./marks.js";

const { L } = window;

const people = () => document.getElementById("lines-marks")?.content.querySelector("[data-mark='group']").firstElementChild?.cloneNode(true) ?? null;

function halo() {
  return drawing("svg", { viewBox: "0 0 46 46", class: "node__halo", "aria-hidden": "true" }, drawing("circle", { cx: 23, cy: 23, r: 21, class: "roughly" }));
}

function groupIcon(approximate) {
  const size = approximate ? 46 : 32;
  const html = element("span", {}, approximate ? halo() : null, element("span", { class: "node__disc" }, people()));
  return L.divIcon({ html, className: "node", iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
}

export function nodeIcon({ kind, detail, approximate }) {
  if (kind === "group") return groupIcon(approximate);
  return approximate ? ringIcon(detail) : assetIcon(detail);
}
