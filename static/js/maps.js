// What the script of a page calls: one function for each of our Folium elements (assetmap/maps/elements.py).

import { Areas } from "./areas.js";
import { Clusters } from "./clusters.js";
import { drawLegend } from "./legend.js";
import { assetIcon, pinIcon, pinShape } from "./marks.js";
import { openPopup } from "./popup.js";
import { hush, part, tell } from "./status.js";
import { word } from "./words.js";

export { baseLayer, map } from "./base.js";
export { explore } from "./explore.js";
export { locationPicker } from "./picker.js";
export { together } from "./together.js";

const { L } = window;

export function areaLayer(map, config) {
  const layer = new Areas(config);
  const table = (key) => `${config.indicators}/${encodeURIComponent(key)}`;
  layer.on("shown", ({ answer }) => {
    hush(map, "areas");
    const there = answer && table(answer.indicator.key);
    drawLegend(part(map, "legend"), answer, config.figures || location.pathname === there ? null : there);
  });
  layer.on("failed", ({ lost }) => tell(map, "areas", word(lost === "areas" ? "areas-lost" : "figures-lost"), () => layer.show({})));
  offerMiddle(map, layer);
  layer.on("opened", ({ content, point, opener }) => openPopup(map, point, content, opener));
  return layer.addTo(map);
}

/** For who has no pointer: a button that opens the area in the middle of the map, where areas are too many for a button each. */
function offerMiddle(map, layer) {
  const place = part(map, "pick");
  if (!place) return;
  layer.on("laid", ({ tiled }) => {
    place.hidden = !tiled;
  });
  place.querySelector("button").addEventListener("click", async ({ currentTarget: button }) => {
    hush(map, "middle");
    const found = await layer.openMiddle(button).catch(() => false);
    if (!found) tell(map, "middle", word("no-middle"));
  });
}

export function assetLayer(map, config) {
  const layer = new Clusters(config);
  layer.on("counting", () => delete map.getContainer().dataset.clustered);
  layer.on("counted", ({ count }) => {
    hush(map, "assets");
    map.getContainer().dataset.clustered = count;
  });
  layer.on("failed", () => tell(map, "assets", word("assets-lost"), () => layer.refresh()));
  return layer.addTo(map);
}

/** One point; or the circle (its radius in metres) it lies somewhere in, which does not pretend to know the door. */
export function placeMark(map, { lon, lat, category, radius }) {
  const quiet = { interactive: false, keyboard: false };
  if (radius) return L.circle([lat, lon], { radius, className: "roughly", ...quiet }).addTo(map);
  return L.marker([lat, lon], { icon: assetIcon(category), ...quiet }).addTo(map);
}

/** Points, each with one of our words beside it: where something is now, and where somebody says it is. */
export function labelledMarks(map, { marks }) {
  for (const { lon, lat, label } of marks) {
    const said = document.createElement("span");
    said.textContent = word(label);
    const left = label === "mark-now";
    const icon = pinIcon(`pin pin--${label}`, pinShape());
    L.marker([lat, lon], { icon, interactive: false, keyboard: false })
      .addTo(map)
      .bindTooltip(said, { permanent: true, direction: left ? "left" : "right", offset: [left ? -14 : 14, -24] });
  }
}

/** A network: fetched only on the pages that have one. */
export function linkLayer(map, config) {
  import("./lines.js").then(({ Lines }) => new Lines(config).addTo(map));
}

/** Drawing a shape: fetched only on the page that has one, since the map page must stay light. */
export const shapePicker = async (map, config) => (await import("./drawn.js")).shapePicker(map, config);
