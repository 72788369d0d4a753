// What is asked, as query parameters: the same on the page, on the list and on the tiles. Pure functions, no page.

export const FILTERS = ["category", "holder", "audience", "language", "access", "cost", "q", "words", "area", "when"];
export const PLACE = ["near"]; // sorts, does not filter
export const COLOURS = ["classes", "k", "breaks", "around"];
export const SHADING = ["indicator", "geography", "period", ...COLOURS];

const KNOWN = new Set([...FILTERS, ...PLACE, ...SHADING]);

/** Only these keys of some parameters, without empty values, in a fixed order, so that equal questions are equal text. */
export function only(parameters, keys) {
  const kept = new URLSearchParams();
  for (const key of keys) {
    const values = parameters.getAll(key).map((value) => value.trim());
    for (const value of [...new Set(values)].filter(Boolean).sort()) kept.append(key, value);
  }
  return kept;
}

/** The questions of a form or of an address, without what is not ours. */
export const questions = (source) => only(new URLSearchParams(source), [...KNOWN]);

/** A path with parameters; no question mark where there are none. */
export function address(path, parameters) {
  const query = parameters.toString();
  return query ? `${path}?${query}` : path;
}

/** "51.5,-0.1" is not a place here: longitude comes first. Null where it is no pair of degrees. */
export function readPoint(text) {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text ?? "");
  if (!match) return null;
  const [lon, lat] = [Number(match[1]), Number(match[2])];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
}

const MOST_BREAKS = 6;

/** Numbers that go upwards, from "10, 20.5 30"; null where they are not that, or more than six. */
export function readBreaks(text) {
  const found = (text ?? "").split(/[\s,;]+/).filter(Boolean).map(Number);
  const upwards = found.every((value, place) => Number.isFinite(value) && (place === 0 || value > found[place - 1]));
  return upwards && found.length > 0 && found.length <= MOST_BREAKS ? found : null;
}

/** Zoom and middle of a map as the end of an address, "#15/51.51733/-0.05949", and back. */
export const writeView = ({ zoom, lat, lon }) => `#${zoom}/${lat.toFixed(5)}/${lon.toFixed(5)}`;

export function readView(hash) {
  const match = /^#(\d{1,2})\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/.exec(hash ?? "");
  if (!match) return null;
  const [zoom, lat, lon] = match.slice(1).map(Number);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom <= 22 ? { zoom, lat, lon } : null;
}
