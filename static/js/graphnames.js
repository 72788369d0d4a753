// Names in the drawing of a network: as many as have room, those with most links first. They stay the same size on the screen.

const SIZE = 12.5; // pixels
const WIDE = 0.55; // of the size, that a letter takes on average
const LONGEST = 130; // pixels, then a name goes on in the next line
const LINE = 1.2; // of the size
const CELL = 8; // pixels of the grid that says what is taken
const GAP = 3; // pixels between a node and its name
const MOST = 100;
const SURE = 4; // names that stand even over other nodes
const CROWD = 400; // nodes in view, from which a name may cover some
const REST = 90; // milliseconds after the view last moved

/** Where a name may stand: how far its middle is from the node's, in widths and heights of both. */
const SIDES = [
  { across: 0, down: 1, style: { "text-halign": "center", "text-valign": "bottom" } },
  { across: 0, down: -1, style: { "text-halign": "center", "text-valign": "top" } },
  { across: 1, down: 0, style: { "text-halign": "right", "text-valign": "center" } },
  { across: -1, down: 0, style: { "text-halign": "left", "text-valign": "center" } },
];

/** How much room a name takes, in pixels, in as many lines as it needs. */
function room(name) {
  let [width, line, lines] = [0, 0, 1];
  for (const word of name.split(" ")) {
    const next = (word.length + 1) * SIZE * WIDE;
    if (line && line + next > LONGEST) {
      lines += 1;
      line = 0;
    }
    line += next;
    width = Math.max(width, line);
  }
  return [width, lines * SIZE * LINE];
}

/** The cells of the grid that a box around a point covers. */
function* cells(x, y, width, height) {
  for (let row = Math.floor((y - height / 2) / CELL); row <= Math.floor((y + height / 2) / CELL); row += 1)
    for (let column = Math.floor((x - width / 2) / CELL); column <= Math.floor((x + width / 2) / CELL); column += 1) yield row * 4096 + column;
}

const inView = (cy, { x, y }) => x > 0 && y > 0 && x < cy.width() && y < cy.height();

/** The cells that nodes cover, where they are not too many to be kept clear of names. */
function covered(nodes) {
  const found = new Set();
  if (nodes.length > CROWD) return found;
  for (const node of nodes) {
    if (node.hasClass("faded")) continue;
    const { x, y } = node.renderedPosition();
    for (const cell of cells(x, y, node.renderedWidth(), node.renderedHeight())) found.add(cell);
  }
  return found;
}

/** The cells of a node's name on one side, or none where it would leave the drawing. */
function boxOf(cy, node, { across, down }) {
  const { x, y } = node.renderedPosition();
  const [width, height] = room(node.data("name"));
  const half = node.renderedWidth() / 2 + GAP;
  const [middle, level] = [x + across * (half + width / 2), y + down * (half + height / 2)];
  if (middle < width / 2 || middle > cy.width() - width / 2 || level < height / 2 || level > cy.height() - height / 2) return null;
  return Array.from(cells(middle, level, width, height));
}

/** Those of some nodes whose names have room, in this order, each with the side where. The first `sure` may cover other nodes. */
function fitting(cy, nodes, sure) {
  const seen = nodes.filter((node) => inView(cy, node.renderedPosition()));
  const [crowd, taken, found] = [covered(seen), new Set(), []];
  for (const [place, node] of seen.entries()) {
    let best = null;
    for (const side of SIDES) {
      const box = boxOf(cy, node, side);
      if (!box || box.some((cell) => taken.has(cell))) continue;
      const covers = box.filter((cell) => crowd.has(cell)).length;
      if ((covers === 0 || place < sure) && (!best || covers < best.covers)) best = { box, covers, side };
      if (covers === 0) break;
    }
    if (!best) continue;
    for (const cell of best.box) taken.add(cell);
    found.push([node, best.side]);
    if (found.length === MOST) break;
  }
  return found;
}

function write(cy, shown) {
  const scale = 1 / cy.zoom();
  cy.batch(() => {
    cy.nodes(".named").removeClass("named").removeStyle();
    for (const [node, { across, down, style }] of shown) {
      const margins = { "text-margin-x": across * GAP * scale, "text-margin-y": down * GAP * scale };
      const sizes = { "font-size": SIZE * scale, "text-max-width": LONGEST * scale, "text-outline-width": 2 * scale };
      node.addClass("named").style({ ...style, ...margins, ...sizes });
    }
  });
}

/** Give names to the nodes that have room for one, again whenever the view or what is highlighted changes. */
export function nameTheLargest(cy) {
  const ranked = cy.nodes().toArray().sort((one, other) => other.data("degree") - one.data("degree"));
  const lit = (node) => (node.hasClass("chosen") ? 2 : Number(node.hasClass("near")));
  let rest = 0;
  const name = () => {
    const order = ranked.filter((node) => !node.hasClass("faded")).sort((one, other) => lit(other) - lit(one));
    write(cy, fitting(cy, order, SURE));
  };
  const soon = () => {
    clearTimeout(rest);
    rest = setTimeout(name, REST);
  };
  cy.on("viewport resize", soon);
  document.addEventListener("assetmap:choose", soon);
  name();
}
