// The outlines of areas as the server writes them for map tiles (assetmap/geo/shorthand.py says how). Pure functions, no page.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BITS = 5;
const MORE = 32;
const VALUES = new Uint8Array(128);
for (let place = 0; place < LETTERS.length; place += 1) VALUES[LETTERS.charCodeAt(place)] = place;

const RING = ".".charCodeAt(0);
const AREA = " ".charCodeAt(0);

/** The areas of a tile: of each its rings, of each ring its corners as [x, y, x, y, ...] in units of the tile's grid. */
export function read(outlines) {
  if (!outlines) return [];
  const areas = [];
  let rings = [];
  let ring = [];
  let [x, y, number, shift, down] = [0, 0, 0, 0, false];
  const endRing = () => {
    rings.push(ring);
    ring = [];
  };
  for (let place = 0; place < outlines.length; place += 1) {
    const sign = outlines.charCodeAt(place);
    if (sign === RING || sign === AREA) {
      endRing();
      if (sign === AREA) {
        areas.push(rings);
        rings = [];
      }
      continue;
    }
    const bits = VALUES[sign];
    number |= (bits & (MORE - 1)) << shift;
    shift += BITS;
    if (bits & MORE) continue;
    const step = (number >>> 1) ^ -(number & 1);
    if (down) ring.push(x, (y += step));
    else x += step;
    [number, shift, down] = [0, 0, !down];
  }
  endRing();
  areas.push(rings);
  return areas;
}

/** West, north, east, south of some rings. */
export function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let place = 0; place < ring.length; place += 2) {
      box[0] = Math.min(box[0], ring[place]);
      box[1] = Math.min(box[1], ring[place + 1]);
      box[2] = Math.max(box[2], ring[place]);
      box[3] = Math.max(box[3], ring[place + 1]);
    }
  }
  return box;
}

/** Whether a point lies in an area: an odd number of its borders stands to the east of it. */
export function holds(rings, x, y) {
  let inside = false;
  for (const ring of rings) {
    for (let place = 0, last = ring.length - 2; place < ring.length; last = place, place += 2) {
      const [x1, y1, x2, y2] = [ring[last], ring[last + 1], ring[place], ring[place + 1]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

/**
 * The tiles whose areas show in the map tile {z, x, y}, each with `times`, how many times as wide as the map tile it is,
 * and where its north-west corner lies (`left`, `top`), counted in map tiles. `box` is the first column and row and the last
 * ones that there are at the first level.
 */
export function sourcesOf({ z, x, y }, { levels, box }) {
  const level = levels.findLast((each) => each <= z);
  if (level !== undefined) {
    const times = 2 ** (z - level);
    const source = { z: level, x: Math.floor(x / times), y: Math.floor(y / times) };
    return [{ ...source, times, left: source.x * times - x, top: source.y * times - y }];
  }
  const many = 2 ** (levels[0] - z);
  const found = [];
  for (let row = Math.max(y * many, box[1]); row <= Math.min((y + 1) * many - 1, box[3]); row += 1) {
    for (let column = Math.max(x * many, box[0]); column <= Math.min((x + 1) * many - 1, box[2]); column += 1) {
      found.push({ z: levels[0], x: column, y: row, times: 1 / many, left: column / many - x, top: row / many - y });
    }
  }
  return found;
}
