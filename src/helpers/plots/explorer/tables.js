// The same as the picture, as tables: for reading, for screen readers, for paper.

import { NO_DAY, kindWords } from "./data.js";
import { brief, button, columnWords, el, isoDay, whole } from "./text.js";

const FIRST_ROWS = 40;

/** Return the ties that are shown as rows of plain values, the strongest first. */
export function tieRows(app) {
  const { data, counts, shown } = app;
  const ties = [...shown.ties].sort((a, b) => shown.share[b.index] - shown.share[a.index] || a.index - b.index);
  const corpus = corpusColumns(data);
  return ties.map((tie) => {
    const row = { source: data.nodes[tie.a].id, target: data.nodes[tie.b].id, source_name: data.nodes[tie.a].name, target_name: data.nodes[tie.b].name };
    for (const name of ["n_reports", "n_articles", "n_outlets", "n_sentences", "n_apposition"]) row[name] = counts[name][tie.index];
    for (const name of ["first", "last"]) row[`${name}_seen`] = isoDay(counts[name][tie.index] === NO_DAY ? null : counts[name][tie.index]);
    for (const name of corpus) row[`${name}_whole_corpus`] = tie[name];
    return row;
  });
}

/** Return the names that are shown as rows of plain values, the most frequent first. */
export function nodeRows(app) {
  const { data, counts, shown } = app;
  const nodes = data.nodes.filter((node) => shown.node[node.index]);
  const rows = nodes.map((node) => ({
    entity_id: node.id,
    name: node.name,
    kind: node.kind,
    countries: node.countries.map((code) => data.countries[code] ?? code).join(", "),
    category: node.category,
    aliases: node.aliases.join(", "),
    n_articles: counts.nodes[node.index],
    n_ties: node.ties.filter((tie) => shown.tie[tie]).length,
    community_whole_corpus: node.community,
  }));
  return rows.sort((a, b) => b.n_articles - a.n_articles || (a.entity_id < b.entity_id ? -1 : 1));
}

function corpusColumns(data) {
  return Object.keys(data.ties[0] ?? {}).filter((name) => !["a", "b", "index", "is_home"].includes(name));
}

/** Build the tables below the picture and return a function that brings them up to date. */
export function makeTables(app) {
  const view = { which: "ties", sort: null, isDown: true, count: FIRST_ROWS };
  const section = document.getElementById("table");
  const update = () => {
    const columns = view.which === "ties" ? tieColumns(app) : nodeColumns(app);
    const rows = sorted(view.which === "ties" ? tieRows(app) : nodeRows(app), view);
    const again = (patch) => () => { Object.assign(view, patch); update(); };
    const tab = (which, label) => button(label, again({ which, sort: null, count: FIRST_ROWS }), { "aria-pressed": String(view.which === which) });
    const more = rows.length > view.count ? button(`Show ${Math.min(rows.length - view.count, 400)} more of ${whole(rows.length)}`, again({ count: view.count + 400 }), { class: "more" }) : "";
    const focused = section.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    section.replaceChildren(
      el("h2", { id: "table-heading", tabindex: "-1" }, "Table"),
      el("div", { class: "actions" }, tab("ties", "Ties"), tab("names", "Names")),
      el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table of what is shown" }, table(columns, rows.slice(0, view.count), view, update)),
      more,
    );
    if (focused) section.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  };
  return update;
}

function sorted(rows, { sort, isDown }) {
  if (!sort) return rows;
  const sign = isDown ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(a[sort], b[sort]));
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), "en");
}

function tieColumns(app) {
  const open = (row) => button(row.source_name, () => app.openTie(app.tieBetween(app.data.place.get(row.source), app.data.place.get(row.target))), { class: "cell said" });
  const numbers = [["n_reports", "reports"], ["n_articles", "articles"], ["n_outlets", "outlets"], ["n_sentences", "meetings"]];
  return [
    { key: "source_name", label: "name", cell: open },
    { key: "target_name", label: "with", cell: (row) => el("span", { class: "said" }, row.target_name) },
    ...numbers.map(([key, label]) => ({ key, label, isNumber: true, cell: (row) => whole(row[key]) })),
    { key: "first_seen", label: "first", cell: (row) => el("span", { class: "day" }, row.first_seen) },
    { key: "last_seen", label: "last", cell: (row) => el("span", { class: "day" }, row.last_seen) },
    ...corpusColumns(app.data).filter((name) => ["q", "p_disparity", app.state.measure].includes(name)).map((name) => ({ key: `${name}_whole_corpus`, label: `${columnWords(name)} (whole corpus)`, isNumber: true, cell: (row) => brief(row[`${name}_whole_corpus`]) })),
  ];
}

function nodeColumns(app) {
  const open = (row) => button(row.name, () => app.openNode(app.data.place.get(row.entity_id)), { class: "cell said" });
  return [
    { key: "name", label: "name", cell: open },
    { key: "kind", label: "kind", cell: (row) => kindWords(row.kind) },
    { key: "n_articles", label: "articles", isNumber: true, cell: (row) => whole(row.n_articles) },
    { key: "n_ties", label: "ties", isNumber: true, cell: (row) => whole(row.n_ties) },
    { key: "countries", label: "country", cell: (row) => row.countries },
    { key: "category", label: "class", cell: (row) => (row.category ?? "").replaceAll("_", " ").replaceAll("/", ", ") },
    { key: "aliases", label: "also", cell: (row) => el("span", { class: "said" }, row.aliases) },
  ];
}

function table(columns, rows, view, update) {
  const head = columns.map(({ key, label, isNumber }) => {
    const isSorted = view.sort === key;
    const sort = () => { Object.assign(view, { isDown: isSorted ? !view.isDown : Boolean(isNumber), sort: key }); update(); };
    const order = isSorted ? (view.isDown ? "descending" : "ascending") : "none";
    return el("th", { scope: "col", "aria-sort": order, class: isNumber ? "number" : "" }, button(label, sort, { class: "cell", "data-key": key }));
  });
  const body = rows.map((row) => el("tr", {}, columns.map(({ cell, isNumber }) => el("td", { class: isNumber ? "number" : "" }, cell(row)))));
  return el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, body));
}
