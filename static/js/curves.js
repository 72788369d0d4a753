// The shapes of lines between marks, in pixels, and how they look. Pure functions, no page. Points are [x, y].

const BOW = 0.1; // how far the middle of a line that bends towards nothing stands off, for each pixel of its length
const STEPS = 14;
const THIN = 2;
const WIDEST = 12;
const GENTLE = 11; // with fewer links than that, the strongest line is not the widest there can be
const ROUND = 3; // how much wider the band is than its links
const HIT = 14; // as wide as a finger needs

const between = ([x, y], [right, below], share) => [x + (right - x) * share, y + (below - y) * share];

const lengthOf = ([x, y], [right, below]) => Math.hypot(right - x, below - y);

/** Two points beside the straight way, always on the same side of it. */
function bow(start, end) {
  const [x, y] = between(start, end, 0.5);
  const aside = [x - (end[1] - start[1]) * BOW, y + (end[0] - start[0]) * BOW];
  return [between(start, aside, 2 / 3), between(end, aside, 2 / 3)];
}

/** The points along a curve (Bézier) from `start` to `end`, drawn towards the two points of `via`, or a gentle bow without them. */
export function curve(start, via, end, steps = STEPS) {
  const [one, other] = via.length === 2 ? via : bow(start, end);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = step / steps;
    const [a, b, c] = [between(start, one, share), between(one, other, share), between(other, end, share)];
    return between(between(a, b, share), between(b, c, share), share);
  });
}

/** The same points without the last `distance` of the way, so that an arrow ends where a mark begins. */
export function shortened(points, distance) {
  const kept = [...points];
  let left = distance;
  while (kept.length > 1) {
    const [last, before] = [kept.at(-1), kept.at(-2)];
    const length = lengthOf(before, last);
    if (length > left) return [...kept.slice(0, -1), between(last, before, left / length)];
    left -= length;
    kept.pop();
  }
  return points.slice(0, 2).map((point) => between(point, points[0], 0.5));
}

/** The three corners of an arrow whose tip is the last of some points. */
export function arrow(points, size) {
  const [tip, before] = [points.at(-1), points.at(-2)];
  const length = lengthOf(before, tip) || 1;
  const [east, south] = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
  const foot = [tip[0] - east * size, tip[1] - south * size];
  return [tip, [foot[0] - (south * size) / 2, foot[1] + (east * size) / 2], [foot[0] + (south * size) / 2, foot[1] - (east * size) / 2]];
}

/** How wide a line for so many links is, where the strongest line has `most`: evenly wider with each link. */
export const widthOf = (count, most) => THIN + ((WIDEST - THIN) * (Math.max(1, count) - 1)) / Math.max(most - 1, GENTLE);

/** The state that a line is drawn in: solid as far as links are confirmed, else dashed, or dotted where nobody at its ends said so. */
export function stateOf({ confirmed, claimed }) {
  if (confirmed) return "confirmed";
  return claimed ? "claimed" : "observed";
}

/**
 * How a line looks: `band` is as wide as all its links, and never too thin to be hit, `core` as wide as its confirmed ones;
 * `seen` is how wide the band is that is seen: none for a single link.
 */
export function lookOf(line, most = line.count) {
  const core = line.confirmed ? widthOf(line.confirmed, most) : THIN;
  const seen = line.count > 1 ? widthOf(line.count, most) + ROUND : 0;
  return { band: Math.max(HIT, seen), seen, core, state: stateOf(line) };
}

/** Of names of nodes, how many are groups, and how many assets. */
export function kindsOf(nodes) {
  const groups = nodes.filter((node) => /^x?g/.test(node)).length;
  return { groups, assets: nodes.length - groups };
}
