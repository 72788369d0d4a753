// Charts: each is drawn when it comes into view, by Vega's own interpreter, so that no text ever runs as a script.
// What cannot be drawn here is shown as the picture that the server draws.

import { askJson } from "./ask.js";
import { element } from "./element.js";

const OPTIONS = { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true } };
const EARLY = "200px"; // how far below the screen a chart is made ready

let libraries = null;

function load(address) {
  return new Promise((done, failed) => {
    const script = element("script", { src: address });
    script.async = false; // each needs the one before it
    script.addEventListener("load", done);
    script.addEventListener("error", () => failed(new Error(address)));
    document.head.append(script);
  });
}

/** Vega, Vega-Lite and vega-embed, once for all charts of the page. */
function ready() {
  const files = document.getElementById("chart-files").content.querySelectorAll("a");
  libraries ??= Promise.all(Array.from(files, (file) => load(file.getAttribute("href"))));
  return libraries;
}

function showPicture(figure, place) {
  place.replaceChildren(element("img", { class: "chart__picture", src: figure.dataset.picture, alt: place.dataset.label }));
}

/** With the colours of the page by name, which follow light, dark and print, and without the title, which the page has. */
const dressed = (spec) => ({ ...spec, title: undefined, config: spec.usermeta?.page ?? spec.config });

async function draw(figure) {
  const place = figure.querySelector("[data-chart-place]");
  const canvas = element("div", { class: "chart__canvas", "aria-hidden": "true" }); // its single marks are in the table, in words
  const drawing = element("div", { class: "chart__drawing", role: "img", tabindex: "0", "aria-label": place.dataset.label }, canvas);
  try {
    const [spec] = await Promise.all([askJson(figure.dataset.chart), ready()]);
    place.replaceChildren(drawing);
    await window.vegaEmbed(canvas, dressed(spec), OPTIONS);
    figure.dataset.drawn = "chart";
  } catch {
    showPicture(figure, place);
    figure.dataset.drawn = "picture";
  }
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target);
    }
  },
  { rootMargin: EARLY },
);

for (const figure of document.querySelectorAll("[data-chart]")) seen.observe(figure);
