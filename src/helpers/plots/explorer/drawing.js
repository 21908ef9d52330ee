// Drawing ties, nodes and names with a pen: a canvas's own, or one that writes SVG.

import { colourOf, traceShape } from "./marks.js";

const LEVELS = 8;
// Without a graphics card lines of one pixel cost 1 to 2 µs each in paths of some hundred, wider ones 30 µs so and 10 µs alone:
// only so many are drawn wide, the strongest.
const LINES_A_PATH = 250;
const MOST_WIDE = 700;
const MOST_OUTLINED = 500;
export const LABEL_FONT = '12px "Helvetica Neue", Arial, "DejaVu Sans", sans-serif';

/** Draw ties from the weakest to the strongest; width and opacity grow with the share. */
export function drawTies(pen, scene, ties, { colour = scene.palette.tie, alpha = null } = {}) {
  const levels = byLevel(scene, ties);
  let stronger = levels.reduce((sum, [, part]) => sum + part.length, 0);
  pen.strokeStyle = colour;
  for (const [level, part] of levels) {
    const share = (level + 0.5) / LEVELS;
    const isWide = stronger <= MOST_WIDE;
    pen.lineWidth = isWide ? widthOf(share) : 1;
    pen.globalAlpha = alpha ?? (scene.quiet ? 0.1 : 0.16) + 0.6 * share ** 1.6;
    const count = pen.lineWidth > 1 ? 1 : LINES_A_PATH;
    for (let i = 0; i < part.length; i += count) strokeLines(pen, scene, part.slice(i, i + count));
    stronger -= part.length;
  }
  pen.globalAlpha = 1;
}

export function widthOf(share) {
  return share < 0.2 ? 1 : 0.7 + 3.8 * share ** 1.5;
}

function byLevel({ shown, xs, ys, width, height }, ties) {
  const levels = Array.from({ length: LEVELS }, (_, level) => [level, []]);
  for (const tie of ties) {
    const { a, b } = tie;
    if (Math.max(xs[a], xs[b]) < 0 || Math.max(ys[a], ys[b]) < 0 || Math.min(xs[a], xs[b]) > width || Math.min(ys[a], ys[b]) > height) continue;
    levels[Math.min(LEVELS - 1, Math.floor(shown.share[tie.index] * LEVELS))][1].push(tie);
  }
  return levels.filter(([, part]) => part.length);
}

function strokeLines(pen, { xs, ys }, ties) {
  pen.beginPath();
  for (const { a, b } of ties) {
    pen.moveTo(xs[a], ys[a]);
    pen.lineTo(xs[b], ys[b]);
  }
  pen.stroke();
}

/** Draw nodes, the largest first, so that a small one before a large one is seen. */
export function drawNodes(pen, scene, nodes, { alpha = 1 } = {}) {
  const { xs, ys, radii, palette, state, groups, width, height } = scene;
  const drawn = nodes.filter(({ index: i }) => xs[i] > -30 && ys[i] > -30 && xs[i] < width + 30 && ys[i] < height + 30);
  drawn.sort((a, b) => radii[b.index] - radii[a.index] || a.index - b.index);
  pen.lineWidth = 1.2;
  pen.globalAlpha = alpha;
  pen.strokeStyle = palette.outline;
  for (const node of drawn) {
    pen.beginPath();
    traceShape(pen, node.kind, xs[node.index], ys[node.index], radii[node.index]);
    pen.fillStyle = colourOf(node, palette, state.colour, groups);
    pen.fill();
    if (drawn.length <= MOST_OUTLINED || radii[node.index] > 6) pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** Draw a ring round nodes that the reader has picked. */
export function drawRings(pen, scene, nodes, { dashed = false } = {}) {
  pen.strokeStyle = scene.palette.ink;
  pen.lineWidth = 2;
  pen.setLineDash(dashed ? [4, 3] : []);
  for (const { index } of nodes) {
    pen.beginPath();
    pen.arc(scene.xs[index], scene.ys[index], scene.radii[index] * 1.35 + 4, 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.setLineDash([]);
}

export function drawLabels(pen, scene, labels) {
  pen.font = LABEL_FONT;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = scene.palette.paper;
  pen.fillStyle = scene.palette.ink;
  for (const { index, text, dx, dy } of labels) {
    pen.strokeText(text, scene.xs[index] + dx, scene.ys[index] + dy);
    pen.fillText(text, scene.xs[index] + dx, scene.ys[index] + dy);
  }
}
