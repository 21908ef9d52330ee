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

/** Fill the legend for the present state. */
export function showLegend(app) {
  const palette = paletteFor(app.isDark());
  const isGroups = app.state.colour === "community";
  const rows = kindsOf(app.data).map((kind) => el("span", { class: "key" }, swatch(kind, isGroups ? palette.quiet : (palette[kind] ?? palette.other)), kindWords(kind, 2)));
  const groups = app.communities.slice(0, palette.groups.length).map(({ number, label }) => {
    const choose = () => app.change({ community: app.state.community === number ? null : number });
    return button([swatch("person", palette.groups[number] ?? palette.other), el("span", { class: "said" }, label)], choose, { class: "key", "aria-pressed": String(app.state.community === number) });
  });
  const size = el("span", { class: "key quiet" }, `area: articles · line: ${app.state.measure === "n_reports" ? "reports" : `${columnWords(app.state.measure)}, whole corpus`}`);
  byId("legend").replaceChildren(...rows, size, ...(isGroups ? [el("span", { class: "groups" }, groups)] : []));
}

function swatch(kind, colour) {
  const pen = new SvgPen(16, 16);
  traceShape(pen, kind, 8, kind === "weapon" ? 9.5 : kind === "weapon_class" ? 6.5 : 8, 5);
  pen.fillStyle = colour;
  pen.fill();
  pen.root.setAttribute("aria-hidden", "true");
  return pen.root;
}
