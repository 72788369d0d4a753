// What stands on the map for a cluster, an asset, a point: small elements, drawn without markup.

import { category, drawing, element } from "./element.js";
import { number, shortNumber, word } from "./words.js";

const { L } = window;

function divIcon(html, size, className, anchor = size / 2) {
  return L.divIcon({ html, className, iconSize: [size, size], iconAnchor: [size / 2, anchor], popupAnchor: [0, -anchor] });
}

export function clusterIcon(count) {
  const size = count < 10 ? 30 : count < 100 ? 34 : count < 1000 ? 38 : 42;
  return divIcon(element("span", {}, shortNumber(count)), size, "cluster");
}

export const pinShape = (colour) =>
  drawing(
    "svg",
    { viewBox: "0 0 36 44", class: "pin__shape", "aria-hidden": "true" },
    drawing("path", { d: "M18 43C9 32 2 26 2 17a16 16 0 0 1 32 0c0 9-7 15-16 26Z", fill: colour || null }),
  );

export const pinIcon = (className, ...inside) =>
  L.divIcon({ html: element("span", {}, ...inside), className, iconSize: [36, 44], iconAnchor: [18, 43] });

/** A pin in the colour of its category, with the category's icon; its tip stands on the point. A stale one is pale. */
export function assetIcon(slug, stale = false) {
  const { colour, icon } = category(slug);
  return pinIcon(stale ? "pin pin--stale" : "pin", pinShape(colour), icon);
}

/** A ring, with no tip that would point at a door, for an asset of which only the neighbourhood is public. */
export function ringIcon(slug, stale = false) {
  const { colour, icon } = category(slug);
  const ring = drawing("circle", { cx: 24, cy: 24, r: 21, class: "roughly" });
  const disc = drawing("circle", { cx: 24, cy: 24, r: 12, class: "ring__disc", fill: colour || null });
  const shape = drawing("svg", { viewBox: "0 0 48 48", class: "ring__shape", "aria-hidden": "true" }, ring, disc);
  return divIcon(element("span", {}, shape, icon), 48, stale ? "ring ring--stale" : "ring");
}

export const hereIcon = () => divIcon(element("span"), 22, "here");

/** A mark that a keyboard reaches: it is a button with a name, and Enter or Space does what a click does. */
export function button(marker, name, act) {
  marker.on("add", () => marker.getElement()?.setAttribute("aria-label", name));
  marker.on("click", () => act(false));
  marker.on("keydown", ({ originalEvent }) => {
    if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
    originalEvent.preventDefault();
    act(true);
  });
  return marker;
}

export const clusterName = (count, closest) => word(closest ? "cluster-closest" : "cluster", { count: number(count) });

export function assetName({ name, category: slug, approximate, stale }) {
  const kind = category(slug).name;
  const whole = kind ? `${name}, ${kind}` : name;
  const placed = approximate ? word("asset-roughly", { name: whole }) : whole;
  return stale ? word("asset-stale", { name: placed }) : placed;
}
