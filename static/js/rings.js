// Rings of corners [lon, lat] in degrees: their size, and where they cross themselves. Pure functions, no page.

const METRES = 111_320; // of one degree of latitude
const RADIANS = Math.PI / 180;

/** How large the inside of a ring is, in square metres, flat enough for a neighbourhood. */
export function squareMetres(ring) {
  if (ring.length < 3) return 0;
  const narrow = Math.cos((ring.reduce((sum, [, lat]) => sum + lat, 0) / ring.length) * RADIANS);
  const [west, south] = ring[0];
  const flat = ring.map(([lon, lat]) => [(lon - west) * METRES * narrow, (lat - south) * METRES]);
  const twice = flat.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = flat[(index + 1) % flat.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

const turn = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

const between = ([ax, ay], [bx, by], [px, py]) =>
  Math.min(ax, bx) <= px && px <= Math.max(ax, bx) && Math.min(ay, by) <= py && py <= Math.max(ay, by);

/** Whether two lines, each from one corner to another, meet anywhere. */
export function meet([a, b], [c, d]) {
  const turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (turns[0] !== turns[1] && turns[2] !== turns[3]) return true;
  return [between(a, b, c), between(a, b, d), between(c, d, a), between(c, d, b)].some((is, index) => is && turns[index] === 0);
}

/** The first two sides (numbers) of a ring that cross or touch though they are no neighbours, or null. */
export function crossing(ring) {
  const sides = ring.map((corner, index) => [corner, ring[(index + 1) % ring.length]]);
  for (let one = 0; one < sides.length; one += 1) {
    for (let other = one + 2; other < sides.length; other += 1) {
      const neighbours = one === 0 && other === sides.length - 1;
      if (!neighbours && meet(sides[one], sides[other])) return [one, other];
    }
  }
  return null;
}

function inRing([x, y], ring) {
  let inside = false;
  for (let one = 0, before = ring.length - 1; one < ring.length; before = one, one += 1) {
    const [[ax, ay], [bx, by]] = [ring[one], ring[before]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

const polygonsOf = ({ type, coordinates }) => (type === "MultiPolygon" ? coordinates : [coordinates]);

/** Whether a corner lies in a GeoJSON geometry. */
export const isInside = (corner, geometry) =>
  polygonsOf(geometry).some(([outer, ...holes]) => inRing(corner, outer) && !holes.some((hole) => inRing(corner, hole)));

/** The corners of a GeoJSON polygon without holes, its closing one left out; null for anything more. */
export function cornersOf(geometry) {
  if (geometry?.type !== "Polygon" || geometry.coordinates.length !== 1) return null;
  return geometry.coordinates[0].slice(0, -1);
}

/** A GeoJSON polygon from at least three corners. */
export const polygonOf = (ring) => ({ type: "Polygon", coordinates: [[...ring, ring[0]]] });
