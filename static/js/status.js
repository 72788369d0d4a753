// The line under a map that says, calmly, what is missing and what to do about it.

import { element } from "./element.js";
import { word } from "./words.js";

const frameOf = (map) => map.getContainer().closest("[data-map-frame]");

/** The part of the map's frame, or else of the page, with this role, or null: `part(map, "legend")`. */
export const part = (map, role) => frameOf(map)?.querySelector(`[data-map-${role}]`) ?? document.querySelector(`[data-map-${role}]`);

/** Say something about one subject ("tiles", "areas", "assets", "list"); `again` adds a button that tries again. */
export function tell(map, subject, text, again = null) {
  const line = part(map, "status");
  if (!line) return;
  hush(map, subject);
  const note = element("p", { "data-subject": subject, class: "map-note" }, text);
  if (again) {
    const button = element("button", { type: "button", class: "btn btn-secondary" }, word("again"));
    button.addEventListener("click", () => {
      hush(map, subject);
      again();
    });
    note.append(" ", button);
  }
  line.append(note);
}

/** Take back what was said about a subject. */
export function hush(map, subject) {
  part(map, "status")?.querySelector(`[data-subject="${subject}"]`)?.remove();
}
