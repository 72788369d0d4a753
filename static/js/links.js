// Finds the other end of a link as its name is typed. Without this script the button "Find" does the same.

import { askJson, wasStopped } from "./ask.js";
import { element, said } from "./element.js";

const PAUSE_MS = 250;
const MOST = 8;
const SHORTEST = 2;

const form = document.querySelector("[data-link-form]");
const typed = form.elements.q;
const ends = form.querySelector("[data-link-ends]");
const found = form.querySelector("[data-link-found]");
let waiting = 0;
let asking = null;

/** Groups and assets with these words, each as a node with its name and kind. */
async function search(words, signal) {
  const query = new URLSearchParams({ q: words, limit: MOST });
  const [groups, assets] = await Promise.all([askJson(`/api/v1/groups?${query}`, signal), askJson(`/api/v1/assets?${query}`, signal)]);
  return [
    ...groups.groups.map((group) => ({ node: `g${group.id}`, name: group.name, kind: ends.dataset.group })),
    ...assets.features.map((asset) => ({ node: `a${asset.id}`, name: asset.properties.name, kind: ends.dataset.asset })),
  ].filter((each) => each.node !== form.dataset.own);
}

function choice(each) {
  const id = `to-${each.node}`;
  const radio = element("input", { type: "radio", name: "to", id, value: each.node });
  return element("div", { class: "choice" }, radio, element("label", { for: id }, said(each.name), " ", element("span", { class: "optional" }, `(${each.kind})`)));
}

/** Show what was found; what is chosen stays. */
function show(list) {
  const chosen = ends.querySelector("input:checked");
  const kept = chosen ? [chosen.closest(".choice")] : [];
  ends.replaceChildren(...kept, ...list.filter((each) => each.node !== chosen?.value).map(choice));
  found.textContent = list.length ? found.dataset.some : found.dataset.none;
}

async function find() {
  asking?.abort();
  const words = typed.value.trim();
  if (words.length < SHORTEST) return;
  asking = new AbortController();
  try {
    show(await search(words, asking.signal));
  } catch (error) {
    if (!wasStopped(error)) found.textContent = found.dataset.failed;
  }
}

typed.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, PAUSE_MS);
});
