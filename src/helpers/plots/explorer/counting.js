// Counting ties anew from the meetings in the page, as the table `edges` is counted: tests hold the two equal.

import { BY_COREFERENCE, NO_DAY } from "./data.js";

/** Return a flag per article: published in the span and by one of the outlets; null means any. An undated one is in no span. */
export function keptArticles(data, { from, to, outlets }) {
  const wanted = outlets && new Set(outlets);
  const bounded = from !== null || to !== null;
  return Uint8Array.from(data.articles, ({ day, outlet }) => {
    if (bounded && (day === null || (from !== null && day < from) || (to !== null && day > to))) return 0;
    return !wanted || wanted.has(outlet === null ? "" : data.outlets[outlet]) ? 1 : 0;
  });
}

/** Return the counts of every tie over the kept articles, one typed column per count. */
export function countTies(data, kept) {
  const names = ["n_sentences", "n_articles", "n_reports", "n_outlets", "n_apposition", "n_coreference", "first", "last"];
  const counts = Object.fromEntries(names.map((name) => [name, new Int32Array(data.ties.length)]));
  const seen = {
    article: new Int32Array(data.articles.length).fill(-1),
    report: new Int32Array(data.n_reports).fill(-1),
    outlet: new Int32Array(data.outlets.length).fill(-1),
  };
  for (let tie = 0; tie < data.ties.length; tie += 1) countTie(data, kept, tie, counts, seen);
  return counts;
}

/** Count one tie into `counts`. `seen` holds for each article, report and outlet the last tie that met it. */
function countTie(data, kept, tie, counts, seen) {
  const { meetings, articles } = data;
  counts.first[tie] = counts.last[tie] = NO_DAY;
  for (let row = meetings.first[tie]; row < meetings.first[tie + 1]; row += 1) {
    const place = meetings.article[row];
    if (!kept[place]) continue;
    if (meetings.flags[row] >= BY_COREFERENCE) {
      counts.n_coreference[tie] += 1;
      continue;
    }
    counts.n_sentences[tie] += 1;
    counts.n_apposition[tie] += meetings.flags[row] & 1;
    if (seen.article[place] === tie) continue;
    seen.article[place] = tie;
    countArticle(articles[place], tie, counts, seen);
  }
}

function countArticle({ report, outlet, day }, tie, counts, seen) {
  counts.n_articles[tie] += 1;
  if (seen.report[report] !== tie) {
    seen.report[report] = tie;
    counts.n_reports[tie] += 1;
  }
  if (outlet !== null && seen.outlet[outlet] !== tie) {
    seen.outlet[outlet] = tie;
    counts.n_outlets[tie] += 1;
  }
  if (day === null) return;
  if (counts.first[tie] === NO_DAY || day < counts.first[tie]) counts.first[tie] = day;
  if (day > counts.last[tie]) counts.last[tie] = day;
}

/** Return how many of the kept articles name each node. */
export function countNodes(data, kept) {
  return Int32Array.from(data.nodes, (node) => node.articles.reduce((sum, article) => sum + kept[article], 0));
}

/** Return the articles in which a tie's two ends meet, without repeats, earliest row first. */
export function articlesOfTie(data, tie, kept) {
  const { first, article, flags } = data.meetings;
  const found = new Set();
  for (let row = first[tie]; row < first[tie + 1]; row += 1) {
    if (kept[article[row]] && flags[row] < BY_COREFERENCE) found.add(article[row]);
  }
  return [...found];
}
