// What is shown and what it was counted from, in words.

import { ASSOCIATION, kindsOf, kindWords, topClass } from "./data.js";
import { columnWords, dayWords, isolated, listed, plural, whole } from "./text.js";

const MOST_NAMED = 3;

/** Return what is shown and what it was counted from, in a line. */
export function statusLine(app) {
  const { data, counts, shown, state } = app;
  const names = shown.node.reduce((sum, flag) => sum + flag, 0);
  const articles = counts.kept.reduce((sum, flag) => sum + flag, 0);
  return [
    `${whole(names)} of ${plural(data.nodes.length, "name")}, ${whole(shown.ties.length)} of ${plural(data.ties.length, "tie")}`,
    `counted from ${counts.isWhole ? "" : `${whole(articles)} of `}${plural(data.articles.length, "article")} that name them${spanOf(app)}`,
    ...tieWords(state),
    ...articleWords(app),
    ...nameWords(app),
  ].join("\u00a0· ");
}

/** Return what stands out of the picture, in a sentence, or nothing. */
export function markedWords(app) {
  const { data, counts } = app;
  const { selected, path, pins } = app.state;
  const names = (ids) => ids.map((id) => isolated(data.nodes[data.place.get(id)].name));
  const named = (ids) => listed(names(ids));
  const parts = [];
  if (path) parts.push(`a path between ${named(path)}`);
  else if (selected?.length === 1) parts.push(`${named(selected)} and its neighbours`);
  if (selected?.length === 2) {
    const tie = app.tieBetween(...selected.map((id) => data.place.get(id)));
    parts.push(`the tie of ${named(selected)}${tie === undefined ? "" : `, ${plural(counts.n_reports[tie], "independent report")}`}`);
  }
  if (pins.length) parts.push(`${fewOf(names(pins), "pinned name")} with neighbours`);
  return parts.length ? `Standing out: ${parts.join("; ")}` : "";
}

function spanOf({ data, counts }) {
  const days = data.articles.filter(({ index, day }) => counts.kept[index] && day !== null).map(({ day }) => day);
  return days.length ? `, ${dayWords(days.reduce((a, b) => Math.min(a, b)))} to ${dayWords(days.reduce((a, b) => Math.max(a, b)))}` : "";
}

function tieWords({ measure, maxAlpha, maxQ, minReports, home }) {
  const way = measure === "n_reports" ? "count" : `${ASSOCIATION.includes(measure) ? "association: " : ""}${columnWords(measure)} (whole corpus)`;
  return [
    `ties by ${way}${minReports > 1 ? `, in at least ${whole(minReports)} reports` : ""}`,
    maxAlpha === null ? "" : `backbone: p ≤ ${maxAlpha} (whole corpus)`,
    maxQ === null ? "" : `beyond chance: q ≤ ${maxQ} (whole corpus)`,
    home ? "" : "without ties with the home country",
  ].filter(Boolean);
}

function articleWords({ data, state: { from, to, outlets } }) {
  const dates = [from === null ? "" : `from ${dayWords(from)}`, to === null ? "" : `to ${dayWords(to)}`].filter(Boolean).join(" ");
  const names = outlets?.map((name) => (name === "" ? "outlet not stated" : isolated(name)));
  return [dates && `dated ${dates}`, names && `outlets: ${fewOf(names, "outlet", new Set(data.articles.map(({ outlet }) => outlet)).size)}`].filter(Boolean);
}

function nameWords({ data, state: { kinds, classes, community, focus, alone } }) {
  const shownKinds = kinds && kindsOf(data).filter((kind) => kinds.includes(kind)).map((kind) => kindWords(kind, 2));
  const known = new Set(data.nodes.filter((node) => node.kind.startsWith("weapon")).map((node) => topClass(node) ?? "none"));
  const names = focus.map((id) => isolated(data.nodes[data.place.get(id)].name));
  return [
    shownKinds && `kinds: ${listed(shownKinds) || "none"}`,
    classes && `classes of weapon: ${fewOf(classes.map((name) => name.replaceAll("_", " ")), "class", known.size)}`,
    community === null ? "" : `community ${community + 1} only`,
    names.length ? `${fewOf(names, "name")} and neighbours only` : "",
    alone ? "also names without a tie" : "",
  ].filter(Boolean);
}

/** Return a few names in words, and how many where there are more. */
function fewOf(names, what, total = null) {
  if (names.length && names.length <= MOST_NAMED) return listed(names);
  if (total !== null) return `${whole(names.length)} of ${whole(total)}`;
  return plural(names.length, what);
}
