// From the state to what is shown: which articles count, which ties and names pass.

import { countNodes, countTies, keptArticles } from "./counting.js";
import { topClass } from "./data.js";

/** Return the counts that a state asks for, or those of `before` where the same articles are kept. */
export function countFor(data, state, before = null) {
  const key = JSON.stringify([state.from, state.to, state.outlets]);
  if (before?.key === key) return before;
  const kept = keptArticles(data, state);
  const isWhole = state.from === null && state.to === null && state.outlets === null;
  return { key, kept, isWhole, nodes: countNodes(data, kept), ...countTies(data, kept) };
}

/** Return flags of the nodes and ties that pass, the neighbours of each node among them, and a strength per tie. */
export function shownBy(data, counts, state) {
  const nodePasses = Uint8Array.from(data.nodes, (node) => (passes(node, state) ? 1 : 0));
  const tie = Uint8Array.from(data.ties, (t) => (nodePasses[t.a] && nodePasses[t.b] && tiePasses(t, counts, state) ? 1 : 0));
  if (state.focus.length) keepNear(data, tie, new Set(state.focus.map((id) => data.place.get(id))));
  const node = new Uint8Array(data.nodes.length);
  data.ties.forEach((t) => {
    if (tie[t.index]) node[t.a] = node[t.b] = 1;
  });
  if (state.alone && !state.focus.length) data.nodes.forEach((n) => nodePasses[n.index] && counts.nodes[n.index] && (node[n.index] = 1));
  for (const id of [...state.focus, ...state.pins, ...(state.selected ?? []), ...(state.path ?? [])]) node[data.place.get(id)] = 1;
  return { node, tie, share: shares(data, counts, state), ties: data.ties.filter((t) => tie[t.index]) };
}

function passes(node, { kinds, classes, community }) {
  if (kinds && !kinds.includes(node.kind)) return false;
  if (community !== null && node.community !== community) return false;
  return !(classes && node.kind.startsWith("weapon") && !classes.includes(topClass(node) ?? "none"));
}

function tiePasses(tie, counts, { minReports, maxQ, maxAlpha, home }) {
  if (counts.n_reports[tie.index] < Math.max(minReports, 1)) return false;
  if (!home && tie.is_home) return false;
  if (maxQ !== null && !(tie.q !== null && tie.q <= maxQ)) return false;
  return maxAlpha === null || (typeof tie.p_disparity === "number" && tie.p_disparity <= maxAlpha);
}

/** Unflag ties that do not join two of the given nodes or their neighbours. */
function keepNear(data, flags, centre) {
  const near = new Set(centre);
  for (const tie of data.ties) {
    if (!flags[tie.index]) continue;
    if (centre.has(tie.a)) near.add(tie.b);
    if (centre.has(tie.b)) near.add(tie.a);
  }
  for (const tie of data.ties) if (!near.has(tie.a) || !near.has(tie.b)) flags[tie.index] = 0;
}

/** Return for each tie how strong it is, 0 to 1: by its reports, or by the measure that the reader chose. */
function shares(data, counts, { measure }) {
  const values = measure === "n_reports" ? Array.from(counts.n_reports) : data.ties.map((tie) => Math.max(tie[measure] ?? 0, 0));
  const top = values.reduce((most, value) => Math.max(most, value), 0) || 1;
  const isShare = measure !== "n_reports" && top <= 1;
  return Float64Array.from(values, (value) => (isShare ? value / top : Math.log1p(value) / Math.log1p(top)));
}
