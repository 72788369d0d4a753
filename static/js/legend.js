// What the colours mean: each class with its colour, its limits and how many areas it has; then unit, period, source.

import { element } from "./element.js";
import { hatch, swatch } from "./hatch.js";
import { number, word } from "./words.js";

function row(colour, label, count) {
  return element("li", {}, swatch(colour), element("span", {}, label), element("span", { class: "number" }, number(count)));
}

function notes({ source, publisher, licence, period, method_text: method, cannot_tell: limits }) {
  const from = [source, publisher, licence].filter(Boolean);
  return [
    method,
    limits,
    period && word("period-of", { period }),
    from.length ? word("source-of", { source: from.join("; ") }) : null,
  ].filter(Boolean);
}

/** Write the legend of an answer into its place on the page; without an answer there is none. */
export function drawLegend(place, answer, table) {
  if (!place) return;
  place.hidden = !answer;
  place.replaceChildren();
  if (!answer) return;
  hatch();
  const { legend, classes, no_data: none } = answer;
  const rows = classes.map(({ colour, label, count }) => row(colour, label, count));
  if (none?.count) rows.push(row(null, none.label ?? word("no-data"), none.count));
  const title = element("summary", {}, element("h2", {}, legend.title));
  const list = element("ul", { class: "legend__classes" }, ...rows);
  const unit = legend.unit && element("p", {}, word("unit-of", { unit: legend.unit }));
  const more = notes(legend).map((text) => element("p", { class: "legend__note" }, text));
  const about = more.length ? element("details", {}, element("summary", {}, word("figure-more")), ...more) : null;
  const link = table && element("p", {}, element("a", { href: table }, word("table")));
  const said = [legend.from_text, legend.polarity_text].filter(Boolean).join(" ");
  const from = said && element("p", { class: "legend__from" }, said);
  place.append(element("details", { open: true }, title, unit, list, from, element("div", { class: "legend__row" }, link, about)));
}
