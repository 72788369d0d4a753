// Names in the drawing of a network: as many as have room, those with most links first. They stay the same size on the screen.

const SIZE = 13; // pixels
const WIDE = 0.56; // of the size, that a letter takes on average
const LONGEST = 190; // pixels
const CELL = 24; // pixels of the grid that says where names stand
const MOST = 120;

/** The cells of the grid that a box covers. */
function* cells(x, y, width) {
  for (let row = Math.floor(y / CELL); row <= Math.floor((y + SIZE * 1.3) / CELL); row += 1)
    for (let column = Math.floor((x - width / 2) / CELL); column <= Math.floor((x + width / 2) / CELL); column += 1) yield `${column} ${row}`;
}

/** Those of some nodes whose names have room, in this order. */
function fitting(cy, nodes) {
  const taken = new Set();
  const found = [];
  for (const node of nodes) {
    const { x, y } = node.renderedPosition();
    if (x < 0 || y < 0 || x > cy.width() || y > cy.height()) continue;
    const box = Array.from(cells(x, y + node.renderedHeight() / 2, Math.min(LONGEST, node.data("name").length * SIZE * WIDE)));
    if (box.some((cell) => taken.has(cell))) continue;
    for (const cell of box) taken.add(cell);
    found.push(node);
    if (found.length === MOST) break;
  }
  return found;
}

/** Give names to the nodes that have room for one, again whenever the view or what is highlighted changes. */
export function nameTheLargest(cy) {
  const ranked = cy.nodes().toArray().sort((one, other) => other.data("degree") - one.data("degree"));
  let waiting = 0;
  const name = () => {
    waiting = 0;
    const lit = (node) => (node.hasClass("chosen") ? 2 : Number(node.hasClass("near")));
    const shown = fitting(cy, ranked.filter((node) => !node.hasClass("faded")).sort((one, other) => lit(other) - lit(one)));
    const scale = 1 / cy.zoom();
    cy.batch(() => {
      cy.nodes(".named").removeClass("named").removeStyle();
      for (const node of shown) {
        node.addClass("named");
        node.style({ "font-size": SIZE * scale, "text-max-width": LONGEST * scale, "text-outline-width": 2.5 * scale, "text-margin-y": 2 * scale });
      }
    });
  };
  const soon = () => {
    waiting ||= requestAnimationFrame(name);
  };
  cy.on("viewport resize", soon);
  document.addEventListener("assetmap:choose", soon);
  soon();
}
