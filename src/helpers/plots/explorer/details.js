// The panel at the side: a name, a tie with its sentences, a path, or how to begin.

import { NO_DAY, otherEnd } from "./data.js";
import { articlesOfTie } from "./counting.js";
import { evidenceList } from "./evidence.js";
import { nodeProfile, tieButton } from "./profile.js";
import { shortestPath } from "./paths.js";
import { sparkline } from "./timeline.js";
import { brief, button, columnWords, dayWords, el, plural } from "./text.js";

const SOURCES_ONLY = "This page was made without the sentences: it names their sources.";

/** Fill the panel for the present state. */
export function showDetails(app) {
  const panel = document.getElementById("details");
  const [heading, ...parts] = contents(app);
  panel.replaceChildren(el("div", { class: "panel-head" }, el("h2", { class: "said", id: "details-heading" }, heading), closeButton(app)), ...parts.flat().filter(Boolean));
  panel.scrollTop = 0;
}

function contents(app) {
  const { state, data } = app;
  if (app.pathFrom) return pathAsked(app);
  if (state.selected?.length === 1) {
    const node = data.nodes[data.place.get(state.selected[0])];
    return [node.name, backToPath(app), nodeProfile(app, node)];
  }
  if (state.selected) return tieDetails(app);
  return state.path ? pathDetails(app) : welcome(app);
}

function closeButton(app) {
  if (!app.state.selected && !app.state.path && !app.pathFrom) return "";
  return button("Close", () => app.close());
}

function backToPath(app) {
  return app.state.path ? button("Back to the path", () => app.change({ selected: null }), { class: "more" }) : null;
}

function welcome(app) {
  const { data, shown } = app;
  const ties = [...shown.ties].sort((a, b) => shown.share[b.index] - shown.share[a.index] || a.index - b.index).slice(0, 12);
  return [
    "Strongest ties",
    el("p", { class: "quiet" }, "Two names are tied where they stand near each other in a text: no proof of a relation. Pick a tie for its sentences, a name for its profile."),
    ties.length ? el("ul", { class: "ties" }, ties.map((tie) => el("li", {}, tieButton(app, tie)))) : el("p", {}, "No tie passes the filters."),
    data.evidence === "short" ? el("p", { class: "quiet" }, "Sentences are shortened to the words round the names.") : null,
    data.evidence === "none" ? el("p", { class: "quiet" }, SOURCES_ONLY) : null,
  ];
}

function tieDetails(app) {
  const { data, counts, state } = app;
  const [a, b] = state.selected.map((id) => data.place.get(id));
  const tie = data.ties[app.tieBetween(a, b)];
  const names = el("span", {}, data.nodes[a].name, " – ", data.nodes[b].name);
  if (!tie) return [names, el("p", {}, "These two are not tied in this network.")];
  const t = tie.index;
  const days = articlesOfTie(data, t, counts.kept).map((article) => data.articles[article].day).filter((day) => day !== null);
  const line = sparkline(app.bins, days);
  const ends = [tie.a, tie.b].map((place) => button(`Profile of ${data.nodes[place].name}`, () => app.openNode(place)));
  const unsaid = counts.n_coreference[t];
  return [
    names,
    backToPath(app),
    el("p", { class: "facts" }, el("b", {}, plural(counts.n_reports[t], "independent report")), `, ${plural(counts.n_articles[t], "article")}, ${plural(counts.n_outlets[t], "outlet")}, ${plural(counts.n_sentences[t], "meeting")}`),
    el("p", { class: "quiet" }, spanWords(counts, t), counts.isWhole ? "" : " Counted from the dates and outlets chosen.", tie.is_home ? " A tie with the home country." : ""),
    line ? el("figure", {}, line.chart, el("figcaption", {}, `${line.said}.`)) : null,
    corpusMeasures(data, tie),
    el("div", { class: "actions" }, ends),
    el("h3", {}, "Sentences"),
    data.evidence === "none" ? el("p", { class: "quiet" }, SOURCES_ONLY) : null,
    counts.n_sentences[t] ? evidenceList(data, tie, counts.kept) : el("p", {}, "None in the dates and outlets chosen."),
    unsaid ? el("details", {}, el("summary", {}, `${plural(unsaid, "further meeting")} by a pronoun or a role, not counted`), evidenceList(data, tie, counts.kept, { unsaid: true })) : null,
  ];
}

function spanWords(counts, t) {
  if (counts.first[t] === NO_DAY) return "Undated.";
  const [first, last] = [dayWords(counts.first[t]), dayWords(counts.last[t])];
  return first === last ? `On ${first}.` : `From ${first} to ${last}.`;
}

/** Return what was computed over the whole corpus, and is not recounted here; the two ends of an interval stand together. */
function corpusMeasures(data, tie) {
  const known = new Set(["a", "b", "index", "is_home"]);
  const rows = Object.entries(tie).filter(([name, value]) => !known.has(name) && value !== null && !name.endsWith("_high"));
  if (!rows.length) return null;
  const cells = rows.map(([name, value]) => {
    const high = tie[name.replace(/_low$/, "_high")];
    const isInterval = name.endsWith("_low") && typeof high === "number";
    const label = isInterval ? `${columnWords(name.replace(/_low$/, ""))}, interval` : columnWords(name);
    return el("div", {}, el("dt", {}, label), el("dd", {}, isInterval ? `${brief(value)} – ${brief(high)}` : brief(value)));
  });
  const chance = typeof tie.q === "number" ? `, q ${brief(tie.q)}` : "";
  return el("details", {}, el("summary", {}, `Over the whole corpus: ${plural(rows.length, "measure")}${chance}`), el("dl", { class: "measures" }, cells));
}

function pathAsked(app) {
  const from = app.data.nodes[app.data.place.get(app.pathFrom)];
  return ["A path", el("p", {}, "From ", el("b", { class: "said" }, from.name), " to which name? Pick it in the picture or find it above.")];
}

function pathDetails(app) {
  const { data, state, shown } = app;
  const [from, to] = state.path.map((id) => data.place.get(id));
  const names = el("span", {}, data.nodes[from].name, " to ", data.nodes[to].name);
  const path = shortestPath(data, shown, from, to);
  if (!path) return [names, el("p", {}, "No path over the ties that are shown. A lower number of reports or fewer filters may open one.")];
  return [
    names,
    el("p", {}, path.length ? `${plural(path.length, "step")}: a shortest path over the ties that are shown, the strongest of its length. A path of meetings is no chain of contacts.` : "The same name."),
    el("ol", { class: "ties" }, stepsOf(data, path, from).map(([tie, start]) => el("li", {}, tieButton(app, tie, { start })))),
  ];
}

/** Return the ties of a path, each with the end that the path comes from. */
function stepsOf(data, path, from) {
  let start = from;
  return path.map((place) => {
    const step = [data.ties[place], start];
    start = otherEnd(data.ties[place], start);
    return step;
  });
}
