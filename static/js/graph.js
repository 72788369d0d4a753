// A network as a drawing (cytoscape.js). Places come from the server, so that everybody finds a group where it was last time.
// One line stands for all links between the same two; the table of the page names each.

import { choose, onChoose } from "./choosing.js";
import { nameTheLargest } from "./graphnames.js";
import { looks } from "./graphlooks.js";

const SPACING = 55; // units of the drawing that a node has to itself, on average
const EDGE = 28; // pixels around the whole
const CLOSEST = 1.5; // a small network is not blown up beyond this
const STEP = 1.5; // of the zoom buttons
const ARROWED = 800; // lines, up to which all that go one way have their arrow; of more, those of who is chosen
const STATES = ["confirmed", "claimed", "observed"];

/** Pairs of nodes that links join: the best state, the greatest strength, and whether all go the same way. */
function pairs({ links }) {
  const found = new Map();
  for (const [source, target, , state, strength, directed] of links) {
    const key = source < target ? `${source} ${target}` : `${target} ${source}`;
    const kept = found.get(key);
    if (!kept) {
      found.set(key, { source, target, state, strength, directed });
      continue;
    }
    kept.state = Math.min(kept.state, state);
    kept.strength = Math.max(kept.strength, strength);
    kept.directed = kept.directed && directed && kept.source === source ? 1 : 0;
  }
  return Array.from(found.values());
}

function elements(network) {
  const joined = pairs(network);
  const degree = network.nodes.map(() => 0);
  for (const { source, target } of joined) {
    degree[source] += 1;
    degree[target] += 1;
  }
  const drawn = network.nodes.map(({ runs_by: runner }, at) => degree[at] > 0 || Boolean(runner));
  const side = SPACING * Math.sqrt(Math.max(1, drawn.filter(Boolean).length));
  const nodes = network.nodes.flatMap(({ node, kind, name, x, y }, at) =>
    drawn[at]
      ? [{ group: "nodes", data: { id: node, name, degree: degree[at] }, classes: kind, position: { x: x * side, y: y * side } }]
      : [],
  );
  const known = new Set(nodes.map(({ data }) => data.id));
  const lines = joined.map(({ source, target, state, strength, directed }, at) => ({
    group: "edges",
    data: { id: `l${at}`, source: network.nodes[source].node, target: network.nodes[target].node, strength },
    classes: `${STATES[state]}${directed ? " directed" : ""}${directed && joined.length < ARROWED ? " arrowed" : ""}`,
  }));
  const runs = network.nodes
    .filter(({ node, runs_by: runner }) => runner && known.has(node) && known.has(runner))
    .map(({ node, runs_by: runner }) => ({ group: "edges", data: { id: `r${node}`, source: runner, target: node, strength: 1 }, classes: "runs" }));
  return [...nodes, ...lines, ...runs];
}

/** Fade all but a node and those it is joined to. */
function highlight(cy, node) {
  cy.batch(() => {
    cy.elements().removeClass("faded near chosen");
    const found = node ? cy.getElementById(node) : cy.collection();
    if (found.empty()) return;
    const near = found.closedNeighborhood();
    cy.elements().not(near).addClass("faded");
    near.edges().addClass("near");
    near.nodes().addClass("near");
    found.addClass("chosen");
  });
}

/** The wheel, and a finger, belong to the page until somebody works with the drawing; with Ctrl the wheel is ours. */
function shareTheWheel(cy, stage) {
  const coarse = window.matchMedia("(pointer: coarse)").matches;
  const use = (used) => {
    cy.userZoomingEnabled(used);
    cy.userPanningEnabled(used || !coarse);
    stage.toggleAttribute("data-used", used);
  };
  use(false);
  cy.on("tap", () => use(true));
  document.addEventListener("pointerdown", ({ target }) => stage.contains(target) || use(false));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && use(false));
  const takeWheel = ({ ctrlKey }) => cy.userZoomingEnabled(ctrlKey || stage.hasAttribute("data-used"));
  stage.addEventListener("wheel", takeWheel, { capture: true, passive: true });
}

function zoomBy(cy, how) {
  if (how === "all") return cy.fit(undefined, EDGE);
  const level = cy.zoom() * (how === "in" ? STEP : 1 / STEP);
  return cy.zoom({ level, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

function addTools(cy, frame) {
  const tools = frame.querySelector("[data-graph-tools]");
  tools.hidden = false;
  frame.querySelector("[data-graph-hint]").hidden = false;
  tools.addEventListener("click", ({ target }) => {
    const how = target.closest("[data-graph-zoom]")?.dataset.graphZoom;
    if (how) zoomBy(cy, how);
  });
}

/** The colours are the page's, also when those change. */
function followColours(cy, stage) {
  const again = () => cy.style(looks(stage));
  new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  window.matchMedia("(forced-colors: active)").addEventListener("change", again);
}

function whole(cy) {
  cy.fit(undefined, EDGE);
  if (cy.zoom() <= CLOSEST) return;
  cy.zoom(CLOSEST);
  cy.center();
}

/** Draw a network (an answer of /api/v1/networks) in its frame. */
export function drawGraph(frame, network) {
  const stage = frame.querySelector("[data-graph-stage]");
  frame.querySelector("[data-graph-wait]")?.remove();
  const cy = window.cytoscape({
    container: stage,
    elements: elements(network),
    style: looks(stage),
    layout: { name: "preset", fit: false },
    minZoom: 0.05,
    maxZoom: 6,
    autoungrabify: true,
    boxSelectionEnabled: false,
    selectionType: "single",
    autounselectify: true,
    textureOnViewport: network.links.length > 3000,
    hideEdgesOnViewport: false,
  });
  whole(cy);
  cy.one("render", () => {
    performance.mark("assetmap:graph");
    frame.dataset.drawn = "";
    nameTheLargest(cy);
    onChoose((node) => highlight(cy, node));
  });
  cy.on("tap", ({ target }) => {
    if (target === cy) choose(null);
    else if (target.isNode()) choose(target.id());
  });
  cy.on("mouseover mouseout", "node", ({ type }) => stage.classList.toggle("is-over", type === "mouseover"));
  shareTheWheel(cy, stage);
  addTools(cy, frame);
  followColours(cy, stage);
  frame.graph = cy; // for tests, which cannot look into a canvas
}
