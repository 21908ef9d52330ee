// What the page holds, made ready: nodes, ties, articles, meetings and sentences that refer to one another by place.

export const NO_DAY = -2147483648;
export const BY_COREFERENCE = 2;
export const KIND_ORDER = ["person", "country", "weapon", "weapon_class"];
export const ASSOCIATION = ["npmi", "pmi", "g2", "odds_ratio", "jaccard"]; // measures of how much more than chance, the best known first
export const KIND_WORDS = {
  person: ["person", "people"],
  country: ["country", "countries"],
  weapon: ["weapon", "weapons"],
  weapon_class: ["weapon class", "weapon classes"],
};

export function readData(text) {
  return prepare(JSON.parse(text));
}

export function prepare(raw) {
  const nodes = rowsOf(raw.nodes).map((node, index) => ({ ...node, index, ties: [] }));
  const ties = rowsOf(raw.ties).map(({ source, target, ...rest }, index) => ({ ...rest, a: source, b: target, index }));
  for (const tie of ties) {
    nodes[tie.a].ties.push(tie.index);
    nodes[tie.b].ties.push(tie.index);
  }
  const { outlets, ...columns } = raw.articles;
  const articles = rowsOf(columns).map((article, index) => ({ ...article, index }));
  return {
    ...raw,
    nodes,
    ties,
    articles,
    outlets,
    n_reports: 1 + articles.reduce((most, article) => Math.max(most, article.report), -1),
    meetings: readMeetings(raw.meetings, ties.length),
    sentences: readSentences(raw.sentences),
    place: new Map(nodes.map((node) => [node.id, node.index])),
    tieOf: new Map(ties.map((tie) => [tieKey(tie.a, tie.b), tie.index])),
  };
}

/** Return rows made from columns of equal length. */
function rowsOf(columns) {
  const names = Object.keys(columns);
  const count = names.length ? columns[names[0]].length : 0;
  return Array.from({ length: count }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
}

/** Return the meetings as typed columns; those of tie `t` are the rows from `first[t]` up to `first[t + 1]`. */
function readMeetings(columns, tieCount) {
  const typed = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Int32Array.from(values)]));
  const first = new Int32Array(tieCount + 1);
  for (const tie of typed.tie) first[tie + 1] += 1;
  for (let t = 0; t < tieCount; t += 1) first[t + 1] += first[t];
  return { ...typed, first };
}

function readSentences(columns) {
  const at = new Map(columns.article.map((article, row) => [`${article} ${columns.number[row]}`, row]));
  return { ...columns, at };
}

export function tieKey(a, b) {
  return a < b ? a * 1e7 + b : b * 1e7 + a;
}

export function otherEnd(tie, node) {
  return tie.a === node ? tie.b : tie.a;
}

/** Return the first word of a class such as "missile/cruise_missile"; what is no weapon has none. */
export function topClass(node) {
  return node.category ? node.category.split("/")[0] : null;
}

export function kindsOf(data) {
  const rank = (kind) => (KIND_ORDER.indexOf(kind) + 10) % 10;
  return [...new Set(data.nodes.map((node) => node.kind))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

export function kindWords(kind, count = 1) {
  const [one, many] = KIND_WORDS[kind] ?? ["other", "others"];
  return count === 1 ? one : many;
}
