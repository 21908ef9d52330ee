// What colours, shapes and sizes mean.

import { SvgPen } from "./pen.js";
import { kindsOf, kindWords } from "./data.js";
import { paletteFor, traceShape } from "./marks.js";
import { button, byId, columnWords, el } from "./text.js";

/** Return a label for every community of three or more: its number and its most frequent names. */
export function communityLabels(data) {
  const members = new Map();
  for (const node of data.nodes) if (node.community !== null) members.set(node.community, [...(members.get(node.community) ?? []), node]);
  const large = [...members].filter(([, nodes]) => nodes.length > 2).sort(([a], [b]) => a - b);
  return large.map(([number, nodes]) => {
    const top = [...nodes].sort((a, b) => b.articles.length - a.articles.length || a.index - b.index).slice(0, 3);
    return { number, size: nodes.length, label: `${number + 1}: ${top.map(({ name }) => name).join(", ")}` };
  });
}

/** Return what the colours of communities mean, as {number, label, colour, count}: how many of the names shown each has. */
export function groupKeys({ data, shown, communities, groups }, palette) {
  const counts = new Map();
  for (const { index, community } of data.nodes) {
    const number = groups.has(community) ? community : null;
    counts.set(number, (counts.get(number) ?? 0) + shown.node[index]);
  }
  const named = communities.filter(({ number }) => groups.has(number));
  const keys = named.map(({ number, label }) => ({ number, label, colour: palette.groups[groups.get(number)], count: counts.get(number) }));
  const rest = counts.get(null) ?? 0;
  return rest ? [...keys, { number: null, label: "smaller communities, or none", colour: palette.noGroup, count: rest }] : keys;
}

/** Return what size and width mean. */
export function sizeWords({ measure }) {
  return `area: articles · line: ${measure === "n_reports" ? "reports" : `${columnWords(measure)}, whole corpus`}`;
}

export function kindColour(kind, palette, by) {
  return by === "community" ? palette.quiet : (palette[kind] ?? palette.other);
}

/** Fill the legend for the present state. */
export function showLegend(app) {
  const palette = paletteFor(app.isDark());
  const isGroups = app.state.colour === "community";
  const rows = kindsOf(app.data).map((kind) => el("span", { class: "key" }, swatch(kind, kindColour(kind, palette, app.state.colour)), kindWords(kind, 2)));
  const groups = groupKeys(app, palette).map((key) => groupKey(app, key));
  const size = el("span", { class: "key quiet" }, sizeWords(app.state));
  byId("legend").replaceChildren(...rows, size, ...(isGroups ? [el("span", { class: "groups" }, groups)] : []));
}

/** Return a button that shows one community alone; what has no community of its own is no choice. */
function groupKey(app, { number, label, colour }) {
  const parts = [swatch("person", colour), el("span", { class: "said" }, label)];
  if (number === null) return el("span", { class: "key" }, parts);
  const isAlone = app.state.community === number;
  return button(parts, () => app.change({ community: isAlone ? null : number }), { class: "key", "aria-pressed": String(isAlone) });
}

function swatch(kind, colour) {
  const pen = new SvgPen(16, 16);
  traceShape(pen, kind, 8, kind === "weapon" ? 9.5 : kind === "weapon_class" ? 6.5 : 8, 5);
  pen.fillStyle = colour;
  pen.fill();
  pen.root.setAttribute("aria-hidden", "true");
  return pen.root;
}
