// A map, and the street map underneath it. Where the streets do not come, boundaries and names are the map.

import { element } from "./element.js";
import { readView, writeView } from "./query.js";
import { hush, part, tell } from "./status.js";
import { word } from "./words.js";

const { L } = window;

const NEAR = 15; // zoom around a place somebody asked for
const EDGE = 4; // pixels around what is shown
const OUTWARD = 2; // zoom levels one may go out from the whole place

const corners = ([west, south, east, north]) => [
  [south, west],
  [north, east],
];

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function firstView(map, { bounds, center, zoom, near, remember }) {
  const kept = remember && readView(location.hash);
  const show = () => {
    if (kept) map.setView([kept.lat, kept.lon], kept.zoom);
    else if (near) map.setView([near[1], near[0]], NEAR);
    else if (center) map.setView([center[1], center[0]], zoom);
    else map.fitBounds(corners(bounds), { padding: [EDGE, EDGE], animate: false });
  };
  show();
  return show;
}

/** A map whose place on the page grows or shrinks shows the first view again, as long as nobody has moved it. */
function followSize(map, show) {
  const where = () => `${map.getZoom()} ${map.getCenter()}`;
  let first = where();
  new ResizeObserver(() => {
    const still = where() === first;
    map.invalidateSize({ pan: false });
    if (!still) return;
    show();
    first = where();
  }).observe(map.getContainer());
}

function remember(map) {
  const write = () => {
    const { lat, lng: lon } = map.getCenter();
    history.replaceState(history.state, "", writeView({ zoom: map.getZoom(), lat, lon }));
  };
  map.on("moveend", write);
  window.addEventListener("hashchange", () => {
    const view = readView(location.hash);
    if (view) map.setView([view.lat, view.lon], view.zoom);
  });
}

/** A small map does not catch the wheel of who scrolls past it; it takes the wheel once somebody works with it. */
function wheelWhenUsed(map) {
  map.scrollWheelZoom.disable();
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
}

function addControls(map) {
  L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom-in"), zoomOutTitle: word("zoom-out") }).addTo(map);
  L.control.scale({ position: "topleft", imperial: false }).addTo(map);
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
}

function explain(map) {
  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", container.closest("[data-map-frame]")?.dataset.label || word("map"));
  const hint = element("p", { id: `${container.id}_keys`, class: "visually-hidden" }, word("keys"));
  container.after(hint);
  container.setAttribute("aria-describedby", hint.id);
}

/** The map in the element with this id. */
export function map(id, config) {
  const still = calm();
  const drawn = L.map(id, {
    maxZoom: config.maxZoom,
    zoomControl: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
  });
  part(drawn, "fallback")?.remove();
  explain(drawn);
  addControls(drawn);
  const show = firstView(drawn, config);
  if (config.bounds) drawn.setMinZoom(Math.max(0, drawn.getBoundsZoom(corners(config.bounds)) - OUTWARD));
  if (config.remember) remember(drawn);
  if (!config.wheel) wheelWhenUsed(drawn);
  streetless(drawn, true);
  followSize(drawn, show);
  return drawn;
}

function streetless(drawn, is) {
  if (drawn.streetless === is) return;
  drawn.streetless = is;
  drawn.getContainer().classList.toggle("is-streetless", is);
  drawn.fire(is ? "tilesfailed" : "tilesloaded");
}

function credit({ attribution, attributionUrl }) {
  const text = attributionUrl ? element("a", { href: attributionUrl }, attribution) : element("span", {}, attribution);
  return text.outerHTML; // Leaflet wants markup; made from text, so nothing in the setting is read as markup
}

/** The street map, from the tiles a setting names; it says so when they do not come, and takes it back when they do. */
export function baseLayer(drawn, config) {
  const layer = L.tileLayer(config.url, {
    attribution: credit(config),
    maxZoom: drawn.getMaxZoom(),
    maxNativeZoom: config.maxZoom,
    referrerPolicy: "strict-origin-when-cross-origin", // tile servers want to know which site asks
  });
  streetless(drawn, false);
  layer.on("tileerror", () => {
    streetless(drawn, true);
    tell(drawn, "tiles", word("tiles-lost"), () => layer.redraw());
  });
  layer.on("tileload", () => {
    streetless(drawn, false);
    hush(drawn, "tiles");
  });
  return layer.addTo(drawn);
}
