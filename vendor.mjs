// Copies what the pages need of other people's files from node_modules to static/vendor/NAME-VERSION/.
// Run as `npm run vendor`. manifest.json is written last, so a copy that was interrupted is made again.

import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(fileURLToPath(import.meta.url));
const VENDOR = join(ROOT, "static", "vendor");

const font = (name) =>
  Object.fromEntries(["latin", "latin-ext"].map((part) => [`files/${name}-${part}-wght-normal.woff2`, `${part}-wght-normal.woff2`]));

// What a page may load, and the licence that has to travel with it. A folder is named without the package's scope.
const WANTED = {
  "@fontsource-variable/atkinson-hyperlegible-next": { ...font("atkinson-hyperlegible-next"), LICENSE: "LICENSE" },
  "@fontsource-variable/bricolage-grotesque": { ...font("bricolage-grotesque"), LICENSE: "LICENSE" },
  cytoscape: { "dist/cytoscape.min.js": "cytoscape.js", LICENSE: "LICENSE" },
  leaflet: { "dist/leaflet.js": "leaflet.js", "dist/leaflet.css": "leaflet.css", "dist/images": "images", LICENSE: "LICENSE" },
  "bootstrap-icons": { icons: "icons", LICENSE: "LICENSE" },
  vega: { "build/vega.min.js": "vega.js", LICENSE: "LICENSE" },
  "vega-lite": { "build/vega-lite.min.js": "vega-lite.js", LICENSE: "LICENSE" },
  "vega-embed": { "build/vega-embed.min.js": "vega-embed.js", LICENSE: "LICENSE" },
};

async function readJson(path, otherwise) {
  return existsSync(path) ? JSON.parse(await readFile(path, "utf8")) : otherwise;
}

async function copyPackage(name, folder) {
  await rm(join(VENDOR, folder), { recursive: true, force: true });
  await mkdir(join(VENDOR, folder), { recursive: true });
  for (const [from, to] of Object.entries(WANTED[name])) {
    await cp(join(ROOT, "node_modules", name, from), join(VENDOR, folder, to), { recursive: true });
  }
}

async function removeStale(manifest) {
  const current = new Set([...Object.values(manifest), "manifest.json"]);
  for (const entry of await readdir(VENDOR)) {
    if (!current.has(entry)) await rm(join(VENDOR, entry), { recursive: true, force: true });
  }
}

async function main() {
  const before = await readJson(join(VENDOR, "manifest.json"), {});
  const manifest = {};
  await mkdir(VENDOR, { recursive: true });
  for (const name of Object.keys(WANTED)) {
    const { version } = JSON.parse(await readFile(join(ROOT, "node_modules", name, "package.json"), "utf8"));
    const short = name.replace(/^@[^/]+\//, "");
    manifest[short] = `${short}-${version}`;
    const done = before[short] === manifest[short] && existsSync(join(VENDOR, manifest[short]));
    if (!done) await copyPackage(name, manifest[short]);
  }
  await writeFile(join(VENDOR, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await removeStale(manifest);
  console.log(`static/vendor: ${Object.values(manifest).join(", ")}`);
}

await main();
