// The search field and the list of names below it.

import { findNames } from "./search.js";
import { kindWords } from "./data.js";
import { byId, el, plural } from "./text.js";

/** Make the search field: a list of names below it, by arrow keys or pointer. */
export function makeSearch(app) {
  const [input, list] = [byId("search"), byId("found")];
  let hits = [];
  let at = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (place) => {
    close();
    input.value = "";
    app.openNode(hits[place].node.index);
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `found-${at}`);
  };
  const show = () => {
    hits = findNames(app.index, input.value);
    const rows = hits.map(({ node, spelling, isName }, i) =>
      el("li", { role: "option", id: `found-${i}`, "aria-selected": "false", pointerdown: (event) => { event.preventDefault(); pick(i); } },
        el("span", { class: "said" }, node.name), el("span", { class: "quiet said" }, ` ${kindWords(node.kind)}${isName || spelling === node.id ? "" : ` · “${spelling}”`}${app.shown.node[node.index] ? "" : " · hidden by the filters"}`)));
    list.replaceChildren(...(rows.length ? rows : input.value.trim() ? [el("li", { role: "option", "aria-disabled": "true" }, "No such name")] : []));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(hits.length ? 0 : -1);
    if (!list.hidden) app.say(hits.length ? `${plural(hits.length, "name")} found` : "No such name");
  };
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && hits[at] && !list.hidden) pick(at);
    else if (event.key === "ArrowDown" && hits.length) mark((at + 1) % hits.length);
    else if (event.key === "ArrowUp" && hits.length) mark((at - 1 + hits.length) % hits.length);
    else return;
    event.preventDefault();
  });
}
