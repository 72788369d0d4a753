// The list of what is in view: a part of a page that our own server writes, for the box the clusters are counted in.

import { askPart, wasStopped } from "./ask.js";
import { address } from "./query.js";

export class List {
  constructor(place, path) {
    this.place = place;
    this.path = path;
    this.stop = null;
  }

  /** Say that the list is not that of the view any more. */
  wait() {
    this.place.setAttribute("aria-busy", "true");
  }

  /** Bring the list; gives {count, facets}, or null when a newer question overtook this one. Throws when it is lost. */
  async bring(box, asked, page = "") {
    this.stop?.abort();
    this.stop = new AbortController();
    const { signal } = this.stop;
    const question = new URLSearchParams([...asked, ["bbox", box.join(",")], ...(page ? [["page", page]] : [])]);
    this.wait();
    try {
      const part = await askPart(address(this.path, question), signal);
      return signal.aborted ? null : this.show(part);
    } catch (error) {
      if (wasStopped(error)) return null;
      throw error;
    } finally {
      if (!signal.aborted) this.place.removeAttribute("aria-busy");
    }
  }

  /** Put the part into the page; who was on an entry of the list stays on it if it is still there. */
  show(part) {
    const root = part.querySelector("[data-count]");
    const focused = this.place.contains(document.activeElement) && document.activeElement.closest("[data-asset]")?.dataset.asset;
    this.place.replaceChildren(...part.childNodes);
    if (focused) this.link(focused)?.focus({ preventScroll: true });
    return { count: Number(root?.dataset.count ?? 0), facets: JSON.parse(root?.dataset.facets || "{}") };
  }

  link(id) {
    return this.place.querySelector(`[data-asset="${CSS.escape(id)}"] a`);
  }

  /** Call with the asset's id and link, with the number of a page, or with the address of a chip, when one is clicked. */
  watch({ asset, page, chip }) {
    this.place.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const item = link.closest("[data-asset]");
      const url = new URL(link.href);
      const act = this.act(link, item, url, { asset, page, chip });
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  act(link, item, url, { asset, page, chip }) {
    if (item && !("nowhere" in item.dataset) && link === item.querySelector("a")) return () => asset(item.dataset.asset, link);
    if (link.closest(".pager")) return () => page(url.searchParams.get("page") ?? "");
    if (link.closest(".chips") && url.pathname === location.pathname) return () => chip(url.search);
    return null;
  }
}
