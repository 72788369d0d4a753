// While a name is typed: what is here already under a similar one, as a list under the field. The form asks the same when it is
// sent, so without this script nothing is lost. Of a place only a hundredth of a degree is told (about a kilometre): nobody's
// address goes out before the form does.

import { askJson } from "./ask.js";
import { element, said } from "./element.js";

const FEWEST = 4; // letters
const PAUSE = 500; // milliseconds without a key
const DECIMALS = 2;

/** A rough point of what stands in two fields, or nothing. */
export function rough(lon, lat) {
  const point = [lon, lat].map((text) => (text?.trim() ? Number(text) : NaN));
  return point.every(Number.isFinite) ? { lon: point[0].toFixed(DECIMALS), lat: point[1].toFixed(DECIMALS) } : {};
}

function item({ name, about, where, url }) {
  const link = element("a", { href: url, target: "_blank", rel: "noopener" }, said(name));
  return element("li", {}, link, " ", said([about?.slice(0, 120), where].filter(Boolean).join(" · "), { class: "soft small" }));
}

class Similar {
  constructor(frame) {
    this.frame = frame;
    this.form = frame.closest("form");
    this.input = this.form?.elements.namedItem("name");
  }

  start() {
    this.input?.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.stop?.abort();
      this.timer = setTimeout(() => this.ask(), PAUSE);
    });
  }

  async ask() {
    const name = this.input.value.trim();
    if (name.length < FEWEST) return this.show([]);
    this.stop = new AbortController();
    const { lon, lat } = this.form.elements;
    const asked = new URLSearchParams({ name, ...rough(lon?.value, lat?.value) });
    try {
      const { similar } = await askJson(`${this.frame.dataset.similar}&${asked}`, this.stop.signal);
      this.show(similar);
    } catch {
      this.show([]); // asked too often, stopped, or no answer: the form asks again when it is sent
    }
  }

  show(found) {
    const words = element("p", {}, this.frame.dataset.words);
    const list = element("ul", {}, ...found.map(item));
    this.frame.replaceChildren(...(found.length ? [element("div", { class: "note" }, words, list)] : []));
  }
}

for (const frame of globalThis.document?.querySelectorAll("[data-similar]") ?? []) new Similar(frame).start();
