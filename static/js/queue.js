// The stewards' list by keyboard: single keys that never act while somebody types, and can be switched off (WCAG 2.1.4).
// They decide on nothing by themselves: they lead to the button or the box, and Enter or the mouse does the rest.

const OFF = "assetmap:no-queue-keys";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

const form = document.querySelector("[data-queue]");
const dialog = document.querySelector("[data-keys]");
const items = [...(form?.querySelectorAll("[data-item]") ?? [])];
const boxes = [...(form?.querySelectorAll("input[name=chosen]") ?? [])];
const all = document.querySelector("[data-all]");
const ticked = document.querySelector("[data-ticked]");

/** What this browser remembers; nothing where it may not remember. */
function kept() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function keep(off) {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    /* It lasts as long as the page, then. */
  }
}

let off = kept();

const at = () => items.findIndex((item) => item.contains(document.activeElement));
const box = (item) => item?.querySelector("input[name=chosen]");

function go(step) {
  const here = at();
  const next = here < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(here + step, 0), items.length - 1);
  const link = items[next]?.querySelector("[data-go]");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

function count() {
  const number = boxes.filter((each) => each.checked).length;
  if (ticked) {
    ticked.hidden = !number;
    ticked.textContent = number ? `(${ticked.dataset.words.replace("{n}", number)})` : "";
  }
  const every = all?.querySelector("input");
  if (every) {
    every.checked = boxes.length > 0 && number === boxes.length;
    every.indeterminate = number > 0 && number < boxes.length;
  }
}

function tick() {
  const own = box(items[at()]);
  if (!own) return;
  own.checked = !own.checked;
  count();
}

/** Where nothing is ticked, the entry one is at is meant. */
function lead(to) {
  const own = box(items[at()]);
  if (own && !boxes.some((each) => each.checked)) own.checked = true;
  count();
  to?.focus();
  to?.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: tick,
  a: () => lead(form.querySelector("[data-approve]")),
  d: () => lead(form.querySelector("#reason")),
};

function pressed(event) {
  const busy = event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey;
  if (off || busy || dialog.open || event.target.closest?.(TYPING)) return;
  const act = event.key === "?" ? () => dialog.showModal() : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

if (form && dialog) {
  const open = document.querySelector("[data-keys-open]");
  open.hidden = false;
  open.addEventListener("click", () => dialog.showModal());
  const on = dialog.querySelector("[data-keys-on]");
  on.checked = !off;
  on.addEventListener("change", () => {
    off = !on.checked;
    keep(off);
  });
  if (all && boxes.length) {
    all.hidden = false;
    all.querySelector("input").addEventListener("change", ({ target }) => {
      for (const each of boxes) each.checked = target.checked;
      count();
    });
  }
  form.addEventListener("change", count);
  document.addEventListener("keydown", pressed);
  count();
}
