// How the drawing of a network looks, in the colours of the page.

export const FAINT = 0.45; // what is not inside the area that is looked at
const NAMES = ["ground", "group", "asset", "line", "strong", "name"];

/** The colours of css/networks.css as a canvas understands them: `colour("line")`. */
export function coloursOf(stage) {
  const styles = getComputedStyle(stage);
  const before = stage.style.color;
  const found = new Map();
  for (const name of NAMES) {
    stage.style.color = `var(--graph-${name})`;
    found.set(name, styles.color);
  }
  stage.style.color = before;
  return (name) => found.get(name);
}

/** The style of the whole drawing; `times` is how much larger than usual all of it is. */
export function looks(stage, times) {
  const colour = coloursOf(stage);
  const ground = colour("ground");
  const named = {
    label: "data(name)",
    "font-family": getComputedStyle(stage).fontFamily,
    "font-weight": 500,
    color: colour("name"),
    "text-outline-color": ground,
    "text-wrap": "wrap",
    "line-height": 1.1,
    "text-events": "yes",
  };
  const node = { width: "data(size)", height: "data(size)", "background-color": colour("group"), "border-width": 1.5 * times, "border-color": ground };
  const edge = { "curve-style": "haystack", "haystack-radius": 0, width: "data(width)", "line-color": colour("line"), opacity: 0.75, events: "no" };
  const arrow = { "curve-style": "straight", "target-arrow-shape": "triangle", "target-arrow-color": colour("line"), "arrow-scale": 0.9 };
  return [
    { selector: "node", style: node },
    { selector: "node.asset", style: { shape: "diamond", "background-color": colour("asset"), "border-color": colour("name"), "border-width": times } },
    { selector: "node.alone", style: { "background-color": ground, "border-color": colour("group"), "border-width": 2 * times } },
    { selector: "node.beyond", style: { "background-opacity": FAINT, "border-opacity": FAINT } },
    { selector: "node.named", style: named },
    { selector: "edge", style: edge },
    { selector: "edge.claimed", style: { "line-style": "dashed", "line-dash-pattern": [8, 5] } },
    { selector: "edge.observed, edge.runs", style: { "line-style": "dotted" } },
    { selector: "edge.runs", style: { opacity: 0.5 } },
    { selector: "edge.arrowed, edge.directed.near", style: arrow },
    { selector: ".faded", style: { opacity: 0.12 } },
    { selector: "edge.near", style: { "line-color": colour("strong"), "target-arrow-color": colour("strong"), opacity: 1, "z-index": 5 } },
    { selector: "node.chosen", style: { "border-width": 4 * times, "border-color": colour("strong") } },
  ];
}
