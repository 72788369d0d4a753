// A network as a drawing (cytoscape.js). Places come from the server, so that everybody finds a group where it was last time.
// One line stands for all links between the same two; the table of the page names each.

import { choose, onChoose } from "./choosing.js";
import { coloursOf, looks } from "./graphlooks.js";
import { nameTheLargest } from "./graphnames.js";
import { partsOf } from "./graphparts.js";
import { drawPicture } from "./graphpicture.js";

const STEP = 1.5; // of the zoom buttons
const MANY = 3000; // lines, from which a picture of them is moved instead of them

function elements({ nodes, lines }) {
  const classes = ({ asset, alone, beyond }) => `${asset ? "asset" : "group"}${alone ? " alone" : ""}${beyond ? " beyond" : ""}`;
  return [
    ...nodes.map((node) => ({
      group: "nodes",
      data: { id: node.id, name: node.name, degree: node.degree, size: node.size },
      classes: classes(node),
      position: { x: node.x, y: node.y },
    })),
    ...lines.map(({ source, target, state, width, directed, arrowed }, at) => ({
      group: "edges",
      data: { id: `l${at}`, source: source.id, target: target.id, width },
      classes: `${state}${directed ? " directed" : ""}${arrowed ? " arrowed" : ""}`,
    })),
  ];
}

/** Fade all but a node and those it is joined to. */
function highlight(cy, node) {
  cy.batch(() => {
    cy.elements(".faded, .near, .chosen").removeClass("faded near chosen");
    const found = node ? cy.getElementById(node) : cy.collection();
    if (found.empty()) return;
    const near = found.closedNeighborhood();
    cy.elements().not(near).addClass("faded");
    near.addClass("near");
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

function addTools(cy, frame, view) {
  const tools = frame.querySelector("[data-graph-tools]");
  const middle = () => ({ x: cy.width() / 2, y: cy.height() / 2 });
  const ways = {
    in: () => cy.zoom({ level: cy.zoom() * STEP, renderedPosition: middle() }),
    out: () => cy.zoom({ level: cy.zoom() / STEP, renderedPosition: middle() }),
    all: () => cy.viewport(view()),
  };
  tools.hidden = false;
  frame.querySelector("[data-graph-hint]").hidden = false;
  tools.addEventListener("click", ({ target }) => ways[target.closest("[data-graph-zoom]")?.dataset.graphZoom]?.());
}

/** The colours are the page's, also when those change. */
function followColours(cy, stage, times) {
  const again = () => cy.style(looks(stage, times));
  new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  window.matchMedia("(forced-colors: active)").addEventListener("change", again);
}

/** Fetch the library, which is large, once the first picture is there. */
function fetchLibrary(address) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: resolve });
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
}

function respond(cy, stage) {
  onChoose((node) => highlight(cy, node));
  cy.on("tap", ({ target }) => {
    if (target === cy) choose(null);
    else if (target.isNode()) choose(target.id());
  });
  cy.on("mouseover mouseout", "node", ({ type }) => stage.classList.toggle("is-over", type === "mouseover"));
  shareTheWheel(cy, stage);
}

/** Draw a network (an answer of /api/v1/networks) in its frame: at once as a picture, then so that one can work with it. */
export async function drawGraph(frame, network) {
  const stage = frame.querySelector("[data-graph-stage]");
  const parts = () => partsOf(network, frame.hasAttribute("data-alone"), [stage.clientWidth, stage.clientHeight]);
  const first = parts();
  frame.querySelector("[data-graph-wait]")?.remove();
  const picture = drawPicture(stage, first, coloursOf(stage));
  performance.mark("assetmap:graph");
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  await fetchLibrary(frame.dataset.library);
  const cy = window.cytoscape({
    container: stage,
    elements: elements(first),
    style: looks(stage, first.times),
    layout: { name: "preset", fit: false },
    ...first.view,
    minZoom: first.view.zoom / 3,
    maxZoom: 6,
    autoungrabify: true,
    boxSelectionEnabled: false,
    autounselectify: true,
    textureOnViewport: first.lines.length > MANY,
  });
  cy.one("render", () => {
    picture.remove();
    performance.mark("assetmap:graph-ready");
    frame.dataset.drawn = "";
    nameTheLargest(cy);
    respond(cy, stage);
    addTools(cy, frame, () => parts().view);
    followColours(cy, stage, first.times);
  });
  frame.graph = cy; // for tests, which cannot look into a canvas
}
