// A page of a network: the drawing, and the line that says what is chosen. The table works without any of this.

import { askJson } from "./ask.js";
import { choose, onChoose } from "./choosing.js";
import { element, said } from "./element.js";
import { drawGraph } from "./graph.js";
import { number, word } from "./words.js";

const frame = document.querySelector("[data-graph]");
const line = document.querySelector("[data-chosen]");

/** How many links each node has. */
function counted({ nodes, links }) {
  const counts = nodes.map(() => 0);
  for (const [source, target] of links) {
    counts[source] += 1;
    counts[target] += 1;
  }
  return new Map(nodes.map(({ node }, at) => [node, counts[at]]));
}

/** The page of a node, where it is real. */
function wayTo(node) {
  const [, kind, id] = /^([ga])(\d+)$/.exec(node) ?? [];
  if (kind === "g") return element("a", { href: `${line.dataset.groups}/${id}/network` }, word("group-network"));
  return kind ? element("a", { href: `${line.dataset.assets}/${id}` }, word("asset-page")) : null;
}

function tell(network) {
  const names = new Map(network.nodes.map(({ node, name }) => [node, name]));
  const counts = counted(network);
  onChoose((node) => {
    line.replaceChildren();
    if (!names.has(node)) return;
    const count = counts.get(node);
    const [before, after] = word(["chosen-none", "chosen-one"][count] ?? "chosen", { count: number(count), name: "\n" }).split("\n");
    const end = element("button", { type: "button" }, word("let-go"));
    end.addEventListener("click", () => choose(null));
    const way = wayTo(node);
    const here = way && new URL(way.href).pathname === location.pathname;
    line.append(element("span", {}, before, said(names.get(node)), after), ...(way && !here ? [way] : []), end);
  });
}

async function start() {
  try {
    const network = await askJson(frame.dataset.source);
    tell(network);
    await drawGraph(frame, network);
  } catch (error) {
    const wait = frame.querySelector("[data-graph-wait]");
    if (wait) wait.textContent = word("graph-lost");
    frame.dataset.lost = "";
    console.info(error);
  }
}

if (frame && line) start();
