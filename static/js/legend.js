// What the colours mean: each class with its colour, its limits and how many areas it has; then unit, method, source.

import { element } from "./element.js";
import { hatch, swatch } from "./hatch.js";
import { number, word } from "./words.js";

function row(colour, label, count, looks) {
  return element("li", {}, swatch(colour, looks), element("span", {}, label), element("span", { class: "number" }, number(count)));
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

function classRows({ classes, no_data: none, unclear }) {
  const rows = classes.map(({ colour, label, count, side }) => row(colour, label, count, { dotted: side < 0 }));
  if (none?.count) rows.push(row(null, none.label ?? word("no-data"), none.count));
  if (unclear?.count) rows.push(row("#ffffff", unclear.label, unclear.count, { hatched: true }));
  return element("ul", { class: "legend__classes" }, ...rows);
}

/** The key of a map of two measures: a square of colours with words on both sides, as a table. */
function grid({ rows, columns, caption }, { classes, no_data: none }) {
  const head = element("tr", {}, element("td"), ...columns.map((text) => element("th", { scope: "col" }, text)));
  const line = (text, place) => {
    const cells = classes.slice(place * 3, place * 3 + 3);
    const cell = ({ colour, label, count, side }) =>
      element("td", {}, swatch(colour, { dotted: side < 0 }), element("span", { class: "visually-hidden" }, `${label}: `), number(count));
    return element("tr", {}, element("th", { scope: "row" }, text), ...cells.map(cell));
  };
  const body = rows.map((text, place) => line(text, place)).reverse();
  const table = element("table", { class: "legend__grid" }, element("caption", {}, caption), element("thead", {}, head));
  table.append(element("tbody", {}, ...body));
  const missing = none?.count ? element("ul", { class: "legend__classes" }, row(null, none.label ?? word("no-data"), none.count)) : "";
  return element("div", {}, table, missing);
}

/** Write the legend of an answer into its place on the page; without an answer there is none. */
export function drawLegend(place, answer, table) {
  if (!place) return;
  place.hidden = !answer;
  place.replaceChildren();
  if (!answer) return;
  hatch();
  const { legend } = answer;
  const title = element("summary", {}, element("h2", {}, legend.title));
  const list = answer.grid ? grid(answer.grid, answer) : classRows(answer);
  const unit = legend.unit && element("p", {}, word("unit-of", { unit: legend.unit }));
  const more = notes(legend).map((text) => element("p", { class: "legend__note" }, text));
  const about = more.length ? element("details", {}, element("summary", {}, word("figure-more")), ...more) : null;
  const link = table && element("p", {}, element("a", { href: table }, word("table")));
  const told = [[legend.from_text, legend.polarity_text], [legend.classes_text], [legend.certainty_text]];
  const said = told.map((texts) => texts.filter(Boolean).join(" ")).filter(Boolean);
  const from = said.map((text) => element("p", { class: "legend__from" }, text));
  place.append(element("details", { open: true }, title, unit, list, ...from, element("div", { class: "legend__row" }, link, about)));
}
