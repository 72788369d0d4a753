// The card of an asset, opened from the map or from the list. Its text comes as JSON and goes in as text.

import { askJson, wasStopped } from "./ask.js";
import { category, element, said } from "./element.js";
import { openPopup } from "./popup.js";
import { hush, tell } from "./status.js";
import { hasWord, number, word } from "./words.js";

let stop = null; // of the card that is being asked for

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A link, to the web only: an address that would run a script gives none. */
function link(address, text, attributes = {}) {
  const url = URL.canParse?.(address, location.href) === false ? null : new URL(address, location.href);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const outside = url.origin !== location.origin && { rel: "noopener external" };
  return element("a", { href: url.href, ...outside, ...attributes }, text);
}

const host = (address) => /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(address)?.[1] ?? address;

function fact(term, text) {
  return text ? element("div", {}, element("dt", {}, word(term)), element("dd", {}, text)) : null;
}

function facts({ address, postcode, approximate, neighbourhood, cost, opening_times: times, website, group, freshness }) {
  const where = approximate ? word("roughly", { area: neighbourhood || postcode }) : [address, postcode].filter(Boolean).join(", ");
  const known = [
    fact("where", where && said(where)),
    fact("when", times && said(times)),
    fact("cost", hasWord(`cost-${cost}`) && word(`cost-${cost}`)),
    fact("run-by", group?.name && said(group.name)),
    fact("freshness", freshness && hasWord(`freshness-${freshness.state}`) && word(`freshness-${freshness.state}`)),
    fact("web", website && link(website, said(host(website)))),
  ].filter(Boolean);
  return known.length ? element("dl", {}, ...known) : null;
}

/** The card's nodes for one feature of the API. */
export function card({ properties }) {
  const { name, summary, category: slug, url } = properties;
  const kind = category(slug).name;
  return element(
    "article",
    { class: "map-card" },
    kind && element("p", { class: "map-card__kind" }, kind),
    element("h2", { tabindex: "-1" }, said(name)),
    summary && element("p", {}, said(summary)),
    facts(properties),
    link(url, word("more"), { class: "btn btn-primary" }),
  );
}

async function open(map, address, show, again) {
  stop?.abort();
  stop = new AbortController();
  try {
    const answer = await askJson(address, stop.signal);
    hush(map, "card");
    show(answer);
  } catch (error) {
    if (!wasStopped(error)) tell(map, "card", word("card-lost"), again);
  }
}

/** Ask for one asset and open its card; one without a place on the map has its page instead. */
export function openCard(map, api, id, opener = null) {
  const show = (feature) => {
    if (!feature.geometry) {
      location.assign(new URL(feature.properties.url, location.origin));
      return;
    }
    const [lon, lat] = feature.geometry.coordinates;
    map.getContainer().scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    openPopup(map, [lat, lon], card(feature), opener);
  };
  return open(map, `${api}/assets/${encodeURIComponent(id)}`, show, () => openCard(map, api, id, opener));
}

/** Ask for the assets of one spot and offer them by name. */
export function openChoice(map, api, address, point) {
  const item = ({ id, properties }) => {
    const offer = link(properties.url, said(properties.name)) ?? said(properties.name);
    offer.addEventListener("click", (event) => {
      event.preventDefault();
      openCard(map, api, id);
    });
    return element("li", {}, offer);
  };
  const show = ({ features, numberMatched }) => {
    const title = element("h2", { tabindex: "-1" }, word("spot", { count: number(numberMatched ?? features.length) }));
    openPopup(map, point, element("div", { class: "map-card" }, title, element("ul", {}, ...features.map(item))));
  };
  return open(map, address, show, () => openChoice(map, api, address, point));
}
