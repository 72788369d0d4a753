// The menus over the map: which indicator, for which areas, of which period. Only what there are figures for is offered.

import { element } from "./element.js";

// Said in the address, since a map whose address names no indicator begins with the leading one.
const NOTHING = "none";

export class Menus {
  constructor(form, areas) {
    this.areas = areas;
    [this.indicator, this.geography, this.period] = ["indicator", "geography", "period"].map((name) => form.elements[name]);
    this.offer();
  }

  /** Somebody chose in one of the menus. */
  changed(name) {
    if (name === "indicator") {
      this.offer();
      this.period.value = "";
    }
    const indicator = this.indicator.value === NOTHING ? "" : this.indicator.value;
    this.areas.show({ indicator, geography: this.geography.value, period: this.period.value });
  }

  /** Offer only the geographies that the chosen indicator has figures for. */
  offer() {
    const known = this.indicator.selectedOptions[0]?.dataset.geographies?.split(" ");
    for (const option of this.geography.options) option.disabled = Boolean(known) && !known.includes(option.value);
    if (this.geography.selectedOptions[0]?.disabled) this.geography.value = [...this.geography.options].find(({ disabled }) => !disabled)?.value;
  }

  /** Offer the periods that an answer names. */
  follow(answer) {
    const periods = answer?.periods ?? [];
    this.period.closest("[data-menu]").hidden = periods.length < 2;
    this.period.replaceChildren(...periods.map((period) => element("option", { value: period }, period)));
    this.period.value = answer?.period ?? "";
  }
}
