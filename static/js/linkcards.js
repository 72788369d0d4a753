// What a network's map says: of a line, of one group or asset, of a spot with several. Nodes of the page; text goes in as text.

import { category, element, said } from "./element.js";
import { number, word } from "./words.js";

const idOf = (node) => /^[ga](\d+)$/.exec(node)?.[1]; // what is made up has no page

export const isGroup = (node) => /^x?g/.test(node);

/** A page of our own: base is an address of this site. */
const way = (address, text, look) => element("a", { href: new URL(address, location.origin).href, class: `btn ${look}` }, text);

export const nameOf = (nodes, node) => nodes[node]?.name ?? "";

export function kindOf({ kind, detail }) {
  return kind === "group" ? word("group") : category(detail).name || word("asset");
}

/** What a mark is called: its name, what it is, and whether only its surroundings are known. */
export function titleOf(node) {
  const whole = `${node.name}, ${kindOf(node)}`;
  return node.approximate ? word("asset-roughly", { name: whole }) : whole;
}

/** A link in words: source, what it does, target, and who says so. */
function sentence([source, target, kind, state], nodes) {
  const words = [said(nameOf(nodes, source)), " ", word(`link-${kind}`), " ", said(nameOf(nodes, target)), ". "];
  return element("li", {}, ...words, element("span", { class: "soft" }, `${word(`state-${state}`)}.`));
}

function sentences(links, nodes, count) {
  const more = count > links.length && element("li", { class: "soft" }, word("links-more", { count: number(count - links.length) }));
  return element("ul", { class: "link-list" }, ...links.map((link) => sentence(link, nodes)), more || null);
}

const countOf = (count) => (count === 1 ? word("link-one") : word("links", { count: number(count) }));

/** How many of a line's links are in which state. */
function states(line) {
  const told = ["confirmed", "claimed", "observed"].filter((state) => line[state]);
  return told.map((state) => `${word(`state-${state}`)}: ${number(line[state])}`).join(" · ");
}

/** The hint beside the pointer. */
export function lineHint(line, nodes) {
  if (line.count === 1) return element("div", {}, ...sentence(line.links[0], nodes).childNodes);
  return element("div", {}, element("b", {}, countOf(line.count)), element("br"), states(line));
}

export function lineCard(line, nodes) {
  const title = element("h2", { tabindex: "-1" }, countOf(line.count));
  const kept = line.count > 1 ? element("p", { class: "soft" }, states(line)) : null;
  return element("div", { class: "map-card" }, title, kept, sentences(line.links, nodes, line.count));
}

/** The card of one group or asset; `links` are put in when they have come. */
export function nodeCard(node, facts, { groups, assets }) {
  const id = idOf(node);
  const group = isGroup(node);
  const place = element("div", { "data-links": true }, element("p", { class: "soft" }, word("links-wait")));
  const ways = id && [
    group && way(`${groups}/${id}/network`, word("its-network"), "btn-primary"),
    way(`${group ? groups : assets}/${id}`, word("more"), group ? "btn-secondary" : "btn-primary"),
  ];
  return element(
    "article",
    { class: "map-card" },
    element("p", { class: "map-card__kind" }, kindOf(facts)),
    element("h2", { tabindex: "-1" }, said(facts.name)),
    facts.approximate ? element("p", { class: "soft" }, word("only-roughly")) : null,
    place,
    ...(ways || []).filter(Boolean),
  );
}

/** Put its links, in words, into a card. */
export function fill(card, { chosen, nodes }) {
  const { count, links } = chosen;
  const text = count ? [element("p", {}, element("b", {}, countOf(count))), sentences(links, nodes, count)] : [element("p", {}, word("links-none"))];
  card.querySelector("[data-links]").replaceChildren(...text);
}

/** How many groups and assets are at one spot. */
export function spotName({ groups, assets }, key) {
  const found = [groups && word(groups === 1 ? "group-one" : "groups", { count: number(groups) }), assets && word(assets === 1 ? "asset-one" : "assets", { count: number(assets) })];
  return word(key, { what: found.filter(Boolean).join(word("and")) });
}

/** The names of those at one spot, each a button; `pick(node)` is called with the one that was chosen. */
export function spotCard(title, names, nodes, pick) {
  const item = (node) => {
    const offer = element("button", { type: "button", class: "link-pick" }, said(nameOf(nodes, node)), element("span", { class: "soft" }, kindOf(nodes[node])));
    offer.addEventListener("click", () => pick(node));
    return element("li", {}, offer);
  };
  const known = names.filter((node) => nodes[node]);
  const more = names.length > known.length && element("li", { class: "soft" }, word("nodes-more", { count: number(names.length - known.length) }));
  return element("div", { class: "map-card" }, element("h2", { tabindex: "-1" }, title), element("ul", {}, ...known.map(item), more || null));
}
