// Elements of a page, made one by one. Text goes in as text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const element = (name, attributes = {}, ...children) => dress(document.createElement(name), attributes, children);

export const drawing = (name, attributes = {}, ...children) => dress(document.createElementNS(SVG, name), attributes, children);

/** A person's text: it may be of any length and run in any direction. */
export const said = (text, attributes = {}) => element("bdi", attributes, String(text));

/** A category of this place: its name, colour and icon, as the page holds them in `#map-marks`. */
export function category(slug) {
  const kept = document.getElementById("map-marks")?.content.querySelector(`[data-category="${CSS.escape(slug ?? "")}"]`);
  return {
    name: kept?.dataset.name ?? "",
    colour: kept?.dataset.colour ?? "",
    icon: kept?.firstElementChild?.cloneNode(true) ?? null,
  };
}
