// The words a script says. They stand, translated, in the page (templates/maps/words.html, templates/networks/words.html);
// this file only fills them in.

const language = document.documentElement.lang || "en";
const exact = new Intl.NumberFormat(language);
const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });

let written = null;

function words() {
  const templates = Array.from(document.querySelectorAll("template[id$='-words']"));
  const found = templates.flatMap((template) => Array.from(template.content.querySelectorAll("[data-word]")));
  return new Map(found.map((node) => [node.dataset.word, node.textContent.trim()]));
}

/** The words for `key`, with {name} replaced by the value of that name; the result is text, never markup. */
export function word(key, values = {}) {
  written ??= words();
  return (written.get(key) ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

export const hasWord = (key) => (written ??= words()).has(key);

export const number = (value) => exact.format(value);

export const shortNumber = (value) => (value < 1000 ? exact.format(value) : short.format(value));
