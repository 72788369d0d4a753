// How the drawing of a network looks, in the colours of the page.

const WIDTHS = { 1: 1.2, 2: 2, 3: 3, 4: 4.5 }; // by strength
const SMALLEST = 11;

/** A colour of css/networks.css as a canvas understands it. */
function reader(stage) {
  const styles = getComputedStyle(stage);
  const before = stage.style.color;
  return (name) => {
    stage.style.color = `var(--graph-${name})`;
    const found = styles.color;
    stage.style.color = before;
    return found;
  };
}

const size = (node) => SMALLEST + 4 * Math.sqrt(node.data("degree"));

/** The style of the whole drawing. */
export function looks(stage) {
  const colour = reader(stage);
  const font = getComputedStyle(stage).fontFamily;
  const ground = colour("ground");
  return [
    { selector: "node", style: { width: size, height: size, "background-color": colour("group"), "border-width": 1.5, "border-color": ground, events: "yes" } },
    { selector: "node.asset", style: { shape: "diamond", "background-color": colour("asset"), "border-color": colour("name"), "border-width": 1 } },
    {
      selector: "node.named",
      style: {
        label: "data(name)",
        "font-family": font,
        "font-weight": 600,
        color: colour("name"),
        "text-valign": "bottom",
        "text-outline-color": ground,
        "text-wrap": "ellipsis",
        "text-events": "yes",
      },
    },
    {
      selector: "edge",
      style: { "curve-style": "haystack", "haystack-radius": 0, width: (edge) => WIDTHS[edge.data("strength")], "line-color": colour("line"), opacity: 0.75, events: "no" },
    },
    { selector: "edge.claimed", style: { "line-style": "dashed", "line-dash-pattern": [8, 5] } },
    { selector: "edge.observed, edge.runs", style: { "line-style": "dotted" } },
    { selector: "edge.runs", style: { width: 1, opacity: 0.5 } },
    { selector: "edge.arrowed, edge.directed.near", style: { "curve-style": "straight", "target-arrow-shape": "triangle", "target-arrow-color": colour("line"), "arrow-scale": 0.9 } },
    { selector: ".faded", style: { opacity: 0.12 } },
    { selector: "edge.near", style: { "line-color": colour("strong"), "target-arrow-color": colour("strong"), opacity: 1, "z-index": 5 } },
    { selector: "node.chosen", style: { "border-width": 4, "border-color": colour("strong") } },
  ];
}
