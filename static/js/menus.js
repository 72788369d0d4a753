// The menus over the map: which indicator, for which areas, of which period, in which colours. Only what there are figures
// for is offered.

import { element } from "./element.js";
import { COLOURS, readBreaks } from "./query.js";
import { word } from "./words.js";

// Said in the address, since a map whose address names no indicator begins with the leading one.
const NOTHING = "none";
const OWN = "own";

const text = (menu) => menu.selectedOptions[0]?.textContent.trim() ?? "";

export class Menus {
  constructor(form, areas, tell = () => {}) {
    this.areas = areas;
    this.tell = tell;
    [this.indicator, this.geography, this.period] = ["indicator", "geography", "period"].map((name) => form.elements[name]);
    this.fields = COLOURS.map((name) => form.elements[name]).filter(Boolean);
    this.around = form.elements.around;
    this.hint = document.querySelector("[data-colours-hint]");
    this.plain = this.hint?.textContent;
    this.offer();
    this.showOwn();
  }

  /** Somebody chose in one of the menus. */
  changed(name) {
    this.tell("");
    if (name === "indicator") {
      this.offer();
      this.period.value = "";
      this.around.value = "";
    }
    const colours = this.colours();
    this.showOwn(colours === null);
    if (!colours) return;
    const indicator = this.indicator.value === NOTHING ? "" : this.indicator.value;
    this.areas.show({ indicator, geography: this.geography.value, period: this.period.value, colours });
  }

  /** How to colour, as an address says it; null while breaks of one's own are not numbers that go upwards. */
  colours() {
    const chosen = Object.fromEntries(this.fields.map(({ name, value }) => [name, value.trim()]).filter(([, value]) => value));
    if (chosen.classes !== OWN) delete chosen.breaks;
    return chosen.classes === OWN && !readBreaks(chosen.breaks) ? null : chosen;
  }

  /** The field for breaks of one's own stands there only when it counts; the number of classes when it does. */
  showOwn(wrong = false) {
    const own = this.fields.find(({ name }) => name === "classes")?.value === OWN;
    for (const [place, shown] of [
      ["own", own],
      ["number", !own],
    ]) {
      const field = document.querySelector(`[data-colours-${place}]`);
      if (field) field.hidden = !shown;
    }
    if (this.hint) this.hint.textContent = wrong && own ? word("breaks-fault") : this.plain;
  }

  /** Offer only the geographies that the chosen indicator has figures for, and say so where that changes what is shown. */
  offer() {
    const known = this.indicator.selectedOptions[0]?.dataset.geographies?.split(" ");
    for (const option of this.geography.options) option.disabled = Boolean(known) && !known.includes(option.value);
    if (!this.geography.selectedOptions[0]?.disabled) return;
    const wanted = text(this.geography);
    this.geography.value = [...this.geography.options].find(({ disabled }) => !disabled)?.value;
    this.tell(word("swapped", { wanted, shown: text(this.geography) }));
  }

  /** Offer the periods and the comparisons that an answer names. */
  follow(answer) {
    const periods = answer?.periods ?? [];
    this.period.closest("[data-menu]").hidden = periods.length < 2;
    this.period.replaceChildren(...periods.map((period) => element("option", { value: period }, period)));
    this.period.value = answer?.period ?? "";
    this.compare(answer?.comparisons ?? [], answer?.around?.key ?? "");
  }

  compare(comparisons, key) {
    if (!this.around) return;
    this.around.closest("[data-colours-around]").hidden = !comparisons.length;
    const options = comparisons.map(({ key: value, title }) => element("option", { value }, title));
    this.around.replaceChildren(this.around.options[0], ...options);
    this.around.value = key;
  }
}
