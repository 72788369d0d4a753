// What is drawn of a network (an answer of /api/v1/networks): its nodes and lines in the drawing's own units, and the view of the whole.

const UNIT = 46; // of the drawing, for the least distance that the server puts between two nodes
const EDGE = 44; // pixels around the whole
const CLOSEST = 1.5; // a small network is not blown up beyond this
const NEAR = 0.75; // the zoom below which all is drawn larger
const FAR = 2.2; // and how much at most
const SMALLEST = 11;
const ARROWED = 800; // lines, up to which all that go one way have their arrow; of more, those of who is chosen
const WIDTHS = [0, 1.2, 2, 3, 4.5]; // by strength
const STATES = ["confirmed", "claimed", "observed"];

/** Pairs of nodes that links join: the best state, the greatest strength, and whether all go the same way. */
function pairs({ nodes, links }) {
  const found = new Map();
  for (const [source, target, , state, strength, directed] of links) {
    const key = source < target ? source * nodes.length + target : target * nodes.length + source;
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

/** The zoom and the place of the middle at which all nodes are in a view of this many pixels. */
function viewOf(nodes, width, height) {
  const across = nodes.map(({ x }) => x);
  const down = nodes.map(({ y }) => y);
  const least = (values) => values.reduce((one, other) => Math.min(one, other), Infinity);
  const most = (values) => values.reduce((one, other) => Math.max(one, other), -Infinity);
  const [left, right, top, bottom] = [least(across), most(across), least(down), most(down)];
  const room = (all, taken) => Math.max(1, all - 2 * EDGE) / Math.max(1, taken);
  const zoom = Math.min(room(width, right - left), room(height, bottom - top), CLOSEST);
  return { zoom, pan: { x: width / 2 - (zoom * (left + right)) / 2, y: height / 2 - (zoom * (top + bottom)) / 2 } };
}

/** Nodes, lines between them, and the view. Those no link is known for are drawn only `withAlone`; `size` is that of the view. */
export function partsOf(network, withAlone, size) {
  const joined = pairs(network);
  const degree = network.nodes.map(() => 0);
  for (const { source, target } of joined) {
    degree[source] += 1;
    degree[target] += 1;
  }
  const at = new Map(network.nodes.map(({ node }, place) => [node, place]));
  const runners = new Set(network.nodes.filter(({ node }) => degree[at.get(node)]).map(({ runs_by: runner }) => runner));
  const nodes = network.nodes
    .map(({ node, kind, name, x, y, beyond = false }, place) => ({
      ...{ id: node, name, beyond, asset: kind === "asset", degree: degree[place], alone: !degree[place] && !runners.has(node) },
      ...{ x: x * UNIT, y: y * UNIT, place },
    }))
    .filter(({ alone, asset }) => !alone || (withAlone && !asset));
  const view = viewOf(nodes, ...size);
  // Seen from afar, all is drawn larger, or it would not be seen.
  const times = Math.min(FAR, Math.max(1, NEAR / view.zoom));
  for (const node of nodes) node.size = (SMALLEST + 4 * Math.sqrt(node.degree)) * times;
  const drawn = new Map(nodes.map((node) => [node.place, node]));
  const lines = joined.map(({ source, target, state, strength, directed }) => ({
    source: drawn.get(source),
    target: drawn.get(target),
    state: STATES[state],
    width: WIDTHS[strength] * times,
    directed: Boolean(directed),
    arrowed: Boolean(directed) && joined.length < ARROWED,
  }));
  const known = new Map(nodes.map((node) => [node.id, node]));
  for (const { node, runs_by: runner } of network.nodes) {
    if (!known.has(node) || !known.has(runner)) continue;
    lines.push({ source: known.get(runner), target: known.get(node), state: "runs", width: times });
  }
  return { nodes, lines, view, times };
}
