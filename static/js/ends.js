// Somebody you work with, found as you type: a list under the field (the ARIA combobox pattern). The words go to our own
// API; what comes back is text. Without this script the Find button asks the same.

import { askJson, wasStopped } from "./ask.js";
import { element } from "./element.js";

const FEWEST = 2; // letters
const PAUSE = 200; // milliseconds without a key
const ASKED = 60; // of each kind
const SHOWN = 8;

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** The ends that fit some words best: named so, beginning so, with a word that begins so; then the others. */
export function ranked(ends, words) {
  const sought = plain(words);
  const rank = ({ name }) => {
    const own = plain(name);
    if (own === sought) return 0;
    if (own.startsWith(sought)) return 1;
    if (own.split(/\s+/).some((part) => part.startsWith(sought))) return 2;
    return own.includes(sought) ? 3 : 4;
  };
  return ends
    .map((end) => ({ end, rank: rank(end) }))
    .sort((one, other) => one.rank - other.rank || one.end.name.localeCompare(other.end.name))
    .map(({ end }) => end)
    .slice(0, SHOWN);
}

const asGroup = ({ id, name, purpose }) => ({ node: `g${id}`, name, about: purpose });
const asAsset = ({ id, properties }) => ({ node: `a${id}`, name: properties.name, about: properties.summary });

async function found(frame, words, signal) {
  const asked = new URLSearchParams({ q: words, limit: ASKED });
  const [groups, assets] = await Promise.all([
    askJson(`${frame.dataset.groups}?${asked}`, signal),
    askJson(`${frame.dataset.assets}?${asked}`, signal),
  ]);
  const ends = [...groups.groups.map(asGroup), ...assets.features.map(asAsset)];
  return ranked(
    ends.filter(({ node }) => node !== frame.dataset.own),
    words,
  );
}

class Finder {
  constructor(frame) {
    this.frame = frame;
    this.input = frame.querySelector("input[type=text]");
    this.asked = frame.querySelector("input[type=hidden]");
    this.held = frame.querySelector(".keeping__found");
    this.list = element("ul", { id: `${this.input.id}-list`, class: "keeping__list", role: "listbox", "aria-label": frame.dataset.list, hidden: true });
    this.status = element("p", { class: "visually-hidden", role: "status" });
    this.ends = [];
    this.at = -1;
  }

  start() {
    const { input, list } = this;
    const button = this.frame.querySelector("button");
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    button.before(list);
    button.hidden = true;
    this.frame.append(this.status);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
    this.button = button;
  }

  later() {
    clearTimeout(this.timer);
    this.stop?.abort();
    if (plain(this.input.value) !== plain(this.asked.value)) this.held.replaceChildren();
    const words = this.input.value.trim();
    if (words.length < FEWEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.look(words), PAUSE);
  }

  async look(words) {
    this.stop = new AbortController();
    const { dataset } = this.frame;
    try {
      this.ends = await found(this.frame, words, this.stop.signal);
      this.show();
      this.status.textContent = this.ends.length ? dataset.some.replace("{count}", this.ends.length) : dataset.none;
    } catch (error) {
      if (wasStopped(error)) return;
      this.button.hidden = false;
      this.status.textContent = dataset.failed;
      this.close();
    }
  }

  show() {
    const { group, asset, none } = this.frame.dataset;
    const options = this.ends.map(({ node, name, about }, index) =>
      element(
        "li",
        { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false", "data-index": index },
        element("bdi", {}, name),
        element("small", {}, `${node.startsWith("g") ? group : asset}${about ? `: ${about}` : ""}`),
      ),
    );
    const nothing = element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, none);
    this.list.replaceChildren(...(options.length ? options : [nothing]));
    this.list.hidden = document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(-1);
    if (!this.list.hidden) this.list.scrollIntoView({ block: "nearest" }); // on a telephone it would lie under the keyboard
  }

  mark(at) {
    this.at = at;
    for (const [index, option] of Array.from(this.list.children).entries()) option.setAttribute("aria-selected", String(index === at));
    const marked = this.ends.length ? this.list.children[at] : undefined;
    if (!marked) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.input.setAttribute("aria-activedescendant", marked.id);
    marked.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const open = !this.list.hidden;
    const count = this.ends.length;
    if (event.key === "Escape" && open) this.close();
    else if (event.key === "ArrowDown" && count) this.move(open ? (this.at + 1) % count : 0);
    else if (event.key === "ArrowUp" && count) this.move(open && this.at > 0 ? this.at - 1 : count - 1);
    else if (event.key === "Enter" && open && this.at >= 0) this.choose(this.at);
    else if (event.key !== "Enter") return;
    event.preventDefault(); // Enter never sends the page from here
  }

  move(at) {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(at);
  }

  choose(index) {
    const end = this.ends[index];
    if (!end) return;
    this.input.value = end.name;
    this.asked.value = end.name;
    const id = `${this.input.id}-chosen`;
    const { group, asset } = this.frame.dataset;
    const radio = element("input", { type: "radio", id, name: this.input.name.replace(/-q$/, "-node"), value: end.node, checked: true });
    const kind = element("span", { class: "hint" }, end.node.startsWith("g") ? group : asset);
    this.held.replaceChildren(element("div", { class: "choice" }, radio, element("label", { for: id }, element("bdi", {}, end.name), kind)));
    this.status.textContent = end.name;
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

if (typeof document !== "undefined") for (const frame of document.querySelectorAll("[data-ends]")) new Finder(frame).start();
