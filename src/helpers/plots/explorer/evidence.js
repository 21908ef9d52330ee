// The sentences behind a tie: both names marked, copies folded under the report that they copy.

import { BY_COREFERENCE } from "./data.js";
import { button, dayWords, el, plural, webLink } from "./text.js";

const FIRST_REPORTS = 12;

/** Return the reports in which a tie's ends meet, earliest first, undated last: {first, copies, meetings}; as rows of places. */
export function reportsOf(data, tie, kept, { unsaid = false } = {}) {
  const { first, article, flags } = data.meetings;
  const found = new Map();
  for (let row = first[tie]; row < first[tie + 1]; row += 1) {
    if (!kept[article[row]] || (flags[row] >= BY_COREFERENCE) !== unsaid) continue;
    const report = data.articles[article[row]].report;
    if (!found.has(report)) found.set(report, new Map());
    const rows = found.get(report);
    rows.set(article[row], [...(rows.get(article[row]) ?? []), row]);
  }
  return [...found.values()].map((rows) => inOrder(data, rows)).sort((a, b) => byDate(a.first, b.first));
}

function inOrder(data, rows) {
  const articles = [...rows.keys()].map((place) => data.articles[place]).sort((a, b) => a.copy - b.copy || byDate(a, b));
  return { first: articles[0], copies: articles.slice(1), meetings: rows.get(articles[0].index) };
}

function byDate(a, b) {
  return (a.day ?? Infinity) - (b.day ?? Infinity) || a.index - b.index || 0;
}

/**
 * Return the pieces of a meeting's words: {text, node}, where node is the place of one of the two or null; null where the page
 * holds none of them. Dots stand for sentences that it does not hold.
 */
export function piecesOf(data, row, ends) {
  const { article, sentence, distance } = data.meetings;
  const { at, text, texts, names } = data.sentences;
  const pieces = [];
  let isEmpty = true;
  for (let number = sentence[row] - distance[row]; number <= sentence[row]; number += 1) {
    const place = at.get(`${article[row]} ${number}`);
    const found = place === undefined ? [{ text: "…", node: null }] : marked(texts[text[place]], names[place], ends);
    isEmpty &&= place === undefined;
    if (place === undefined && pieces.at(-1)?.text === "…") continue;
    pieces.push(...(pieces.length ? [{ text: " ", node: null }] : []), ...found);
  }
  return isEmpty ? null : pieces;
}

function marked(text, names, ends) {
  const pieces = [];
  let last = 0;
  for (let i = 0; i < names.length; i += 3) {
    const [start, end, node] = names.slice(i, i + 3);
    if (!ends.includes(node) || start < last) continue;
    pieces.push({ text: text.slice(last, start), node: null }, { text: text.slice(start, end), node });
    last = end;
  }
  return [...pieces, { text: text.slice(last), node: null }].filter((piece) => piece.text);
}

/** Return the list of reports behind a tie as elements. */
export function evidenceList(data, tie, kept, options = {}) {
  const reports = reportsOf(data, tie.index, kept, options);
  const list = el("ol", { class: "evidence" });
  const show = (count) => {
    list.replaceChildren(...reports.slice(0, count).map((report) => reportItem(data, report, tie)));
    more.hidden = count >= reports.length;
  };
  const more = button(`Show all ${reports.length} reports`, () => show(reports.length), { class: "more" });
  show(FIRST_REPORTS);
  return el("div", {}, list, more);
}

function reportItem(data, { first, copies, meetings }, tie) {
  const words = meetings.map((row) => quote(data, piecesOf(data, row, [tie.a, tie.b])));
  const item = el("li", {}, words, sourceLine(data, first));
  if (!copies.length) return item;
  const listed = el("ul", {}, copies.map((copy) => el("li", {}, sourceLine(data, copy))));
  item.append(el("details", {}, el("summary", {}, `Carried by ${plural(copies.length, "more article")}`), listed));
  return item;
}

function quote(data, pieces) {
  if (!pieces) return el("p", { class: "left-out" }, "The sentence is left out of this page; the source below has it.");
  const parts = pieces.map(({ text, node }) => (node === null ? text : el("mark", { class: data.nodes[node].kind }, text)));
  return el("blockquote", { class: "said" }, parts);
}

/** Return title, outlet and date of an article, with its address where it has one. */
export function sourceLine(data, article) {
  const title = article.title ?? article.path ?? "Without a title";
  const outlet = article.outlet === null ? null : data.outlets[article.outlet];
  const where = [outlet, dayWords(article.day)].filter(Boolean).join(" · ");
  const linked = article.url ? webLink(article.url, title) : el("span", { class: "said" }, title);
  const path = article.url || !article.path || article.path === title ? null : el("span", { class: "path said" }, article.path);
  return el("p", { class: "source" }, linked, " ", el("span", { class: "said quiet" }, where), path ? " " : null, path);
}
