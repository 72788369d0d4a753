// "Near me", by the browser's own location. A postcode needs no script: the form sends it.

import { word } from "./words.js";

const FINE = 4; // decimals of a degree: about ten metres, and no more than that leaves the device

/** Bring the button to life; `found([lon, lat])`, or `said(words)` when there is no answer. */
export function nearMe(button, found, said) {
  if (!button || !("geolocation" in navigator) || !window.isSecureContext) return;
  button.hidden = false;
  const options = { timeout: 10_000, maximumAge: 60_000 };
  button.addEventListener("click", () => {
    button.disabled = true;
    said("");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        found([Number(coords.longitude.toFixed(FINE)), Number(coords.latitude.toFixed(FINE))]);
      },
      () => {
        button.disabled = false;
        said(word("not-located"));
      },
      options,
    );
  });
}
