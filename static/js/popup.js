// A card that opens on the map: it takes the focus, Escape closes it, and the focus goes back to where it came from.

import { element } from "./element.js";
import { word } from "./words.js";

const { L } = window;

function frame(map, content) {
  const { clientWidth, clientHeight } = map.getContainer();
  const popup = L.popup({
    minWidth: Math.min(220, clientWidth - 64),
    maxWidth: Math.min(340, clientWidth - 64),
    maxHeight: Math.max(160, clientHeight - 96),
    autoPanPadding: [16, 16],
    closeButton: false,
    className: "map-popup",
  });
  const close = element("button", { type: "button", class: "map-popup__close", "aria-label": word("close") }, "×");
  close.addEventListener("click", () => map.closePopup(popup));
  return popup.setContent(element("div", {}, close, content));
}

/** The focus returns to the element that opened the card, to the list's link for the same asset, or to the map. */
function goBack(map, opener) {
  const asset = opener?.closest?.("[data-asset]")?.dataset.asset;
  const again = asset && document.querySelector(`[data-asset="${CSS.escape(asset)}"] a`);
  const target = opener?.isConnected ? opener : (again ?? map.getContainer());
  target.focus({ preventScroll: target === map.getContainer() });
}

/** Open `content` at a point of the map. */
export function openPopup(map, point, content, opener = null) {
  const popup = frame(map, content).setLatLng(point).openOn(map);
  const box = popup.getElement();
  const title = box.querySelector("h2");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title?.textContent ?? "");
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    map.closePopup(popup);
  });
  popup.once("remove", () => {
    if (box.contains(document.activeElement) || document.activeElement === document.body) goBack(map, opener);
  });
  title?.focus({ preventScroll: true });
  return popup;
}
