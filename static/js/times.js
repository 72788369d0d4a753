// Another row of times without asking the server: a copy of the last one, emptied, under the next free number.

const NUMBER = /^(schedules|exceptions)-(\d+)-/;

/** The next free number of rows of this kind in a form. */
export function nextNumber(names) {
  const taken = names.map((name) => NUMBER.exec(name)).filter(Boolean).map((match) => Number(match[2]));
  return Math.max(-1, ...taken) + 1;
}

/** A name, an id or what points to one, under another number. */
export const renumbered = (text, number) => text.replace(NUMBER, (_all, kind) => `${kind}-${number}-`);

function empty(row) {
  for (const field of row.querySelectorAll("input, select")) {
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else if (!("keep" in field.dataset)) field.value = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const fault of row.querySelectorAll(".field-error")) fault.remove();
}

function renumber(row, number) {
  for (const part of row.querySelectorAll("[name], [id], [for]")) {
    for (const attribute of ["name", "id", "for"]) {
      const text = part.getAttribute(attribute);
      if (text) part.setAttribute(attribute, renumbered(text, number));
    }
  }
}

function add(button) {
  const frame = button.closest("[data-rows]");
  const all = frame.querySelectorAll("[data-row]");
  const row = all[all.length - 1].cloneNode(true);
  const first = row.querySelector("[name]").name;
  const names = [...button.form.elements].map(({ name }) => name).filter((name) => name.split("-")[0] === first.split("-")[0]);
  empty(row);
  renumber(row, nextNumber(names));
  const legend = row.querySelector("legend");
  legend.textContent = legend.textContent.replace(/[\p{Nd}]+/u, String(all.length + 1));
  button.before(row);
  row.querySelector("input:not([type=hidden])").focus();
}

for (const button of globalThis.document?.querySelectorAll("[data-more]") ?? []) {
  button.type = "button";
  button.addEventListener("click", () => add(button));
}
