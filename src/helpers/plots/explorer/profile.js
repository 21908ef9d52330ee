// The profile of a name: what it is, when it was in the articles, its strongest ties, its articles.

import { kindsOf, kindWords, otherEnd } from "./data.js";
import { sourceLine } from "./evidence.js";
import { sparkline } from "./timeline.js";
import { brief, button, columnWords, el, plural, whole } from "./text.js";

const TIES_A_KIND = 6;
const FIRST_ARTICLES = 8;

export function nodeProfile(app, node) {
  const { data, counts } = app;
  const here = node.articles.filter((article) => counts.kept[article]).map((article) => data.articles[article]);
  const days = here.map(({ day }) => day).filter((day) => day !== null);
  const line = sparkline(app.bins, days);
  return [
    el("p", { class: "facts" }, el("span", { class: `badge ${node.kind}` }, kindWords(node.kind)), ` ${factsOf(app, node)}`),
    node.aliases.length ? el("p", { class: "quiet said" }, `Also: ${node.aliases.join(", ")}`) : null,
    el("p", {}, el("b", {}, plural(here.length, "article")), app.counts.isWhole ? "" : ` of ${whole(node.articles.length)}, by the dates and outlets chosen`),
    line ? el("figure", {}, line.chart, el("figcaption", {}, `${line.said}.`)) : null,
    profileButtons(app, node),
    ...strongestTies(app, node),
    el("h3", {}, "Articles"),
    articleList(data, here),
  ];
}

function factsOf({ data }, node) {
  const countries = node.countries.map((code) => data.countries[code] ?? code).join(", ");
  const classed = node.category ? node.category.split("/").map((part) => part.replaceAll("_", " ")).join(", ") : "";
  const made = node.kind.startsWith("weapon") && countries ? `made in ${countries}` : countries;
  const group = node.community === null ? "" : `community ${node.community + 1}`;
  return [classed, node.kind === "country" ? node.id : made, group].filter(Boolean).join(" · ");
}

function profileButtons(app, node) {
  const isPinned = app.state.pins.includes(node.id);
  const { focus } = app.state;
  const pinned = isPinned ? app.state.pins.filter((id) => id !== node.id) : [...app.state.pins, node.id];
  const isFocus = focus.includes(node.id);
  return el(
    "div",
    { class: "actions" },
    button(isPinned ? "Unpin" : "Pin", () => app.change({ pins: pinned }), { "aria-pressed": String(isPinned) }),
    isFocus ? null : button(focus.length ? "Add its neighbours" : "Only its neighbours", () => app.change({ focus: [...focus, node.id] })),
    focus.length ? button("Show everything again", () => app.change({ focus: [] })) : null,
    button("Path from here", () => app.startPath(node.id)),
  );
}

/** Return for each kind the strongest of the node's ties that are shown. */
function strongestTies(app, node) {
  const { data, shown } = app;
  const ties = node.ties.filter((tie) => shown.tie[tie]).map((tie) => data.ties[tie]);
  ties.sort((a, b) => shown.share[b.index] - shown.share[a.index] || a.index - b.index);
  const parts = kindsOf(data).map((kind) => [kind, ties.filter((tie) => data.nodes[otherEnd(tie, node.index)].kind === kind)]);
  const lists = parts.filter(([, part]) => part.length).flatMap(([kind, part]) => tiesOfKind(app, node, kind, part));
  const hidden = node.ties.length - ties.length;
  return [...lists, hidden ? el("p", { class: "quiet" }, `${plural(hidden, "tie")} of this name ${hidden === 1 ? "is" : "are"} hidden by the filters.`) : null];
}

function tiesOfKind(app, node, kind, ties) {
  const list = el("ul", { class: "ties" });
  const show = (count) => list.replaceChildren(...ties.slice(0, count).map((tie) => el("li", {}, tieButton(app, tie, { from: node.index }))));
  show(TIES_A_KIND);
  const rest = ties.length - TIES_A_KIND;
  const more = button(`and ${rest} more`, () => { show(ties.length); more.remove(); }, { class: "more" });
  return [el("h3", {}, `Ties with ${kindWords(kind, 2)}`), list, rest > 0 ? more : null];
}

/** Return a button that opens a tie; seen from one end it names the other, as a step from `start` both in this order. */
export function tieButton(app, tie, { from = null, start = tie.a } = {}) {
  const { nodes } = app.data;
  const label = from === null ? `${nodes[start].name} – ${nodes[otherEnd(tie, start)].name}` : nodes[otherEnd(tie, from)].name;
  const { measure } = app.state;
  const worth = measure === "n_reports" ? "" : `${columnWords(measure)} ${brief(tie[measure])} · `;
  const count = `${worth}${plural(app.counts.n_reports[tie.index], "report")}`;
  return button([el("span", { class: "said" }, label), el("span", { class: "quiet" }, ` ${count}`)], () => app.openTie(tie.index), { class: "tie" });
}

function articleList(data, articles) {
  const ordered = [...articles].sort((a, b) => (b.day ?? -Infinity) - (a.day ?? -Infinity) || a.index - b.index);
  const list = el("ul", { class: "articles" });
  const show = (count) => {
    list.replaceChildren(...ordered.slice(0, count).map((article) => el("li", {}, sourceLine(data, article))));
    more.hidden = count >= ordered.length;
  };
  const more = button(`Show all ${ordered.length}`, () => show(ordered.length), { class: "more" });
  show(FIRST_ARTICLES);
  return el("div", {}, list, more);
}
