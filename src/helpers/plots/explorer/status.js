// What is shown and what it was counted from, in a line.

import { columnWords, dayWords, plural, whole } from "./text.js";

/** Return what is shown and what it was counted from, in a line. */
export function statusLine({ data, counts, shown, state }) {
  const names = shown.node.reduce((sum, flag) => sum + flag, 0);
  const articles = counts.kept.reduce((sum, flag) => sum + flag, 0);
  const days = data.articles.filter(({ index, day }) => counts.kept[index] && day !== null).map(({ day }) => day);
  const span = days.length ? `, ${dayWords(days.reduce((a, b) => Math.min(a, b)))} to ${dayWords(days.reduce((a, b) => Math.max(a, b)))}` : "";
  const parts = [
    `${whole(names)} of ${plural(data.nodes.length, "name")}, ${whole(shown.ties.length)} of ${plural(data.ties.length, "tie")}`,
    `counted from ${counts.isWhole ? "" : `${whole(articles)} of `}${plural(data.articles.length, "article")}${span}`,
    state.minReports > 1 ? `ties in at least ${state.minReports} reports` : "all ties",
  ];
  if (state.maxAlpha !== null) parts.push(`backbone: p ≤ ${state.maxAlpha} (whole corpus)`);
  if (state.maxQ !== null) parts.push(`beyond chance: q ≤ ${state.maxQ} (whole corpus)`);
  if (state.measure !== "n_reports") parts.push(`width: ${columnWords(state.measure)} (whole corpus)`);
  return parts.join(" · ");
}
