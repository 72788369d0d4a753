// The map page: filters, menus, clusters, areas and list, tied together so that they always tell the same story.

import { openCard } from "./card.js";
import { Filters, showCounts } from "./filters.js";
import { List } from "./list.js";
import { hereIcon } from "./marks.js";
import { Menus } from "./menus.js";
import { nearMe } from "./near.js";
import { SHADING, readPoint } from "./query.js";
import { hush, part, tell } from "./status.js";
import { number, word } from "./words.js";

const { L } = window;

const REST = 120; // milliseconds after a movement before the list is asked for

class Explorer {
  constructor(map, assets, areas, config) {
    Object.assign(this, { map, assets, areas, config });
    this.filters = new Filters(document.getElementById("filters"));
    this.list = new List(part(map, "list"), config.list);
    this.menus = new Menus(this.filters.form, areas, (text) => (text ? tell(map, "menus", text) : hush(map, "menus")));
    this.count = part(map, "count");
    this.rest = 0;
  }

  start() {
    const { map, assets, areas, filters, list } = this;
    filters.watch((name) => this.changed(name));
    list.watch({
      asset: (id, link) => openCard(map, this.config.api, id, link),
      page: (page) => this.bring(page),
      chip: (search) => filters.take(search, (name) => this.changed(name)),
    });
    nearMe(
      document.querySelector("[data-near-me]"),
      (point) => this.stand(point),
      (text) => (text ? tell(map, "near", text) : hush(map, "near")),
    );
    map.on("moveend", () => this.soon());
    areas.on("shown", ({ answer }) => this.menus.follow(answer));
    this.here(filters.asked.get("near"));
    areas.mark(...this.chosen());
    assets.filter(filters.filters);
    this.soon();
  }

  changed(name) {
    if (SHADING.includes(name)) {
      this.menus.changed(name);
      this.filters.follow();
      return;
    }
    this.assets.filter(this.filters.filters);
    this.areas.mark(...this.chosen(), name === "area");
    this.here(this.filters.asked.get("near"));
    this.soon();
  }

  /** The code and the geography of the area that is chosen. */
  chosen() {
    const code = this.filters.asked.get("area")?.split(":").at(-1);
    const option = this.filters.form.elements.area?.selectedOptions[0];
    return [code, option?.dataset.geography ?? this.config.neighbourhood];
  }

  soon() {
    clearTimeout(this.rest);
    this.list.wait();
    this.rest = setTimeout(() => this.bring(), REST);
  }

  /** Ask for the list of what is in view. */
  async bring(page = "") {
    try {
      const found = await this.list.bring(this.assets.box(), this.filters.listed, page);
      if (!found) return;
      hush(this.map, "list");
      this.count.textContent = word("in-view", { count: number(found.count) });
      showCounts(this.filters.form, found.facets, number);
      if (page) this.list.place.querySelector("a")?.focus();
    } catch {
      tell(this.map, "list", word("list-lost"), () => this.bring(page));
    }
  }

  /** Stand somewhere: sort by distance from there, and come there. */
  stand([lon, lat]) {
    const field = this.filters.form.elements.near;
    if (field) field.value = `${lon},${lat}`;
    this.filters.follow();
    this.here(`${lon},${lat}`);
    this.map.setView([lat, lon], 15);
    this.soon();
  }

  /** Mark the point that is asked for; a postcode's is known only for the one that the page came with. */
  here(text) {
    const known = text && text === this.filters.near ? this.config.near : null;
    const point = readPoint(text) ?? known;
    this.mark?.remove();
    this.mark = point && L.marker([point[1], point[0]], { icon: hereIcon(), interactive: false, keyboard: false }).addTo(this.map);
  }
}

export const explore = (map, assets, areas, config) => new Explorer(map, assets, areas, config).start();
