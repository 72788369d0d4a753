// Choosing one group or asset of a page, so that all that shows it highlights it: `data-node="g12"` says what a part shows.
// The address bar keeps what is chosen (#g12); where there is no script, that is the row of the table.

const EVENT = "assetmap:choose";
const NODE = /^#(x?[ga]\d+)$/;

const asked = () => NODE.exec(location.hash)?.[1] ?? null;

let now = null;

export const chosen = () => now;

/** Choose a node, or nothing (null). Choosing what is chosen already ends it. */
export function choose(node) {
  document.dispatchEvent(new CustomEvent(EVENT, { detail: { node: node === now ? null : node } }));
}

/** Call `f(node)` whenever another node is chosen, or none (null), and now if one is. */
export function onChoose(f) {
  document.addEventListener(EVENT, ({ detail }) => f(detail.node));
  if (now) f(now);
}

function keep(node) {
  now = node;
  if (node === asked()) return;
  const { pathname, search } = location;
  history.replaceState(history.state, "", node ? `#${node}` : `${pathname}${search}`);
}

function mark(node) {
  for (const part of document.querySelectorAll("[data-node]")) part.classList.toggle("is-chosen", part.dataset.node === node);
  for (const button of document.querySelectorAll("button[data-choose]")) {
    button.setAttribute("aria-pressed", String(button.dataset.choose === node));
  }
}

/** Bring to life what can be chosen on this page. */
function start() {
  for (const part of document.querySelectorAll("[data-choose]")) {
    part.hidden = false;
    if (part.localName === "button") continue;
    part.setAttribute("role", "button");
    part.tabIndex = 0;
  }
  document.addEventListener("click", ({ target }) => {
    const part = target.closest("[data-choose]");
    if (part) choose(part.dataset.choose);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && now) choose(null);
    const part = event.target.closest?.("[data-choose][role='button']");
    if (!part || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    choose(part.dataset.choose);
  });
  window.addEventListener("hashchange", () => asked() && asked() !== now && choose(asked()));
  document.addEventListener(EVENT, ({ detail }) => {
    keep(detail.node);
    mark(detail.node);
  });
  if (asked()) choose(asked());
}

start();
