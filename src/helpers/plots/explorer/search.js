// Finding names by any spelling: name, alias or id, without accents and case; the nearest spelling where none fits.

import { folded } from "./text.js";

export function makeIndex(data) {
  return data.nodes.flatMap((node) => {
    const spellings = [node.name, ...node.aliases, node.id];
    return spellings.map((spelling, i) => ({ node, spelling, isName: i === 0, text: folded(spelling) }));
  });
}

/** Return up to `most` names with the spelling that fits, the best first; one row per name. */
export function findNames(index, query, most = 8) {
  const wanted = folded(query);
  if (!wanted) return [];
  let hits = index.map((entry) => ({ ...entry, rank: rankOf(entry, wanted) })).filter(({ rank }) => rank < 9);
  if (!hits.length) hits = nearest(index, wanted);
  hits.sort((a, b) => a.rank - b.rank || b.node.articles.length - a.node.articles.length || (a.node.id < b.node.id ? -1 : 1));
  const seen = new Set();
  return hits.filter(({ node }) => !seen.has(node.index) && seen.add(node.index)).slice(0, most);
}

function rankOf({ text, isName }, wanted) {
  const alias = isName ? 0 : 1;
  if (text === wanted) return alias;
  if (text.startsWith(wanted)) return 2 + alias;
  if (` ${text}`.includes(` ${wanted}`)) return 4 + alias;
  return text.includes(wanted) ? 6 + alias : 9;
}

/** Return the spellings that share most pairs of letters with what was typed (Dice coefficient of at least a half). */
function nearest(index, wanted) {
  const letters = pairsOf(wanted);
  if (letters.size < 2) return [];
  return index.map((entry) => ({ ...entry, rank: 10 - dice(pairsOf(entry.text), letters) })).filter(({ rank }) => rank <= 9.5);
}

function pairsOf(text) {
  return new Set(Array.from({ length: Math.max(text.length - 1, 0) }, (_, i) => text.slice(i, i + 2)));
}

function dice(one, two) {
  let both = 0;
  for (const pair of one) both += two.has(pair) ? 1 : 0;
  return (2 * both) / (one.size + two.size || 1);
}
