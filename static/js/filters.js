// The filter form. It works without this file; with it, a change shows at once and the address of the page follows.

import { FILTERS, PLACE, SHADING, only, questions, readPoint } from "./query.js";

const TYPING = 350; // milliseconds of rest before typed words count

/** Set the filters of a form to what these parameters say; how the areas are coloured stays. */
function write(form, parameters) {
  for (const field of form.elements) {
    if (![...FILTERS, ...PLACE].includes(field.name)) continue;
    const values = parameters.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.name === "when") field.value = values.find((value) => fits(field, value)) ?? "";
    else field.value = values[0] ?? "";
  }
}

/** A word of the list, or a day: both fields are called `when`. */
const fits = (field, value) => (field.type === "date") === /^\d{4}-\d\d-\d\d$/.test(value);

export class Filters {
  constructor(form) {
    this.form = form;
    this.near = this.asked.get("near");
  }

  get asked() {
    return questions(new FormData(this.form));
  }

  /** What the tiles and the list are asked. */
  get filters() {
    return only(this.asked, FILTERS);
  }

  get listed() {
    return only(this.asked, [...FILTERS, ...PLACE]);
  }

  get shading() {
    return Object.fromEntries(SHADING.map((key) => [key, this.asked.get(key) ?? ""]));
  }

  /** Call `changed(name)` whenever somebody changes a field, after the address has followed. */
  watch(changed) {
    let rest = 0;
    const now = (name) => {
      clearTimeout(rest);
      this.follow();
      changed(name);
    };
    const ours = ({ target }) => target.form === this.form;
    document.addEventListener("change", (event) => {
      if (ours(event) && event.target.name !== "near") now(event.target.name);
    });
    document.addEventListener("input", (event) => {
      if (!ours(event) || event.target.name !== "q") return;
      clearTimeout(rest);
      rest = setTimeout(() => now("q"), TYPING);
    });
    this.form.addEventListener("submit", (event) => {
      if (this.needsServer()) return;
      event.preventDefault();
      now("");
    });
  }

  /** A postcode that was typed is looked up by the server, so the form is sent. */
  needsServer() {
    const near = this.asked.get("near");
    return Boolean(near) && near !== this.near && !readPoint(near);
  }

  /** Take the questions of an address, as when a chip is clicked. */
  take(search, changed) {
    write(this.form, new URLSearchParams(search));
    this.follow();
    changed("");
  }

  follow() {
    const query = this.asked.toString();
    history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
  }
}

/** Show how many there are of each choice; counts: {category: {slug: number}}. */
export function showCounts(form, counts, write) {
  for (const place of form.querySelectorAll("[data-facet]")) {
    const count = counts?.[place.dataset.facet]?.[place.dataset.value];
    if (count !== undefined) place.textContent = write(count);
  }
}
