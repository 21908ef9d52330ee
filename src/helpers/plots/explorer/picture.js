// The picture on the screen: two canvases, what is shown on the lower and what stands out on the upper.

import { LABEL_FONT, drawLabels, drawNodes, drawRings, drawTies } from "./drawing.js";
import { picked } from "./highlight.js";
import { placeLabels } from "./labels.js";
import { byId } from "./text.js";

/** Return all that drawing needs to know: what is shown, where it stands on the screen, how large it is, in which colours. */
export function makeScene(app, palette, { top = 0 } = {}) {
  const { data, camera, counts, shown, state } = app;
  const [xs, ys, radii] = [0, 1, 2].map(() => new Float32Array(data.nodes.length));
  const unit = camera.scale * Math.sqrt(camera.stretch) * app.spacing;
  const largest = Math.min(Math.max(0.42 * unit, 7), 26);
  const smallest = Math.min(Math.max(0.09 * unit, 2), 4.5);
  for (const node of data.nodes) {
    const [x, y] = camera.toScreen(app.placeOf(node));
    xs[node.index] = x;
    ys[node.index] = y + top;
    radii[node.index] = Math.max(smallest, largest * Math.sqrt(counts.nodes[node.index] / app.mostArticles));
  }
  return { data, shown, state, palette, groups: app.groups, xs, ys, radii, width: camera.width, height: camera.height + top };
}

/** Draw what is shown; quietly where something is to stand out of it. */
export function drawBase(app, scene, isDimmed) {
  const pen = clearPen(byId("base"), scene);
  const nodes = app.data.nodes.filter((node) => app.shown.node[node.index]);
  drawTies(pen, { ...scene, quiet: app.shown.ties.length > 1200 }, app.shown.ties);
  drawNodes(pen, scene, nodes);
  if (app.wantsLabels) app.labels = labelsFor(app, scene, null, app.buttons);
  app.wantsLabels = false;
  byId("base").classList.toggle("dimmed", isDimmed);
  if (!isDimmed) drawLabels(pen, scene, app.labels);
}

/** Draw what stands out, and rings round what was picked, over the picture. */
export function drawOver(app, scene, marked) {
  const pen = clearPen(byId("over"), scene);
  if (marked) {
    drawTies(pen, scene, marked.ties, { colour: scene.palette.strong });
    drawNodes(pen, scene, marked.nodeList);
    drawLabels(pen, scene, labelsFor(app, scene, marked, app.buttons));
  }
  drawRings(pen, scene, picked(app));
  if (app.looked !== null) drawRings(pen, scene, [app.data.nodes[app.looked]], { dashed: true });
}

/** Return the labels that find room, those of what was picked first; none stands in the box `taken`. */
export function labelsFor(app, scene, marked, taken = null) {
  const pen = byId("base").getContext("2d");
  pen.font = LABEL_FONT;
  const measure = (text) => {
    if (!app.widths.has(text)) app.widths.set(text, pen.measureText(text).width);
    return app.widths.get(text);
  };
  const ringed = new Set(picked(app).map((node) => node.index));
  const reach = (index) => (ringed.has(index) ? scene.radii[index] * 1.35 + 5 : scene.radii[index]);
  const discOf = ({ index }) => ({ index, x: scene.xs[index], y: scene.ys[index], r: reach(index) });
  const nodes = app.data.nodes.filter((node) => app.shown.node[node.index]);
  const first = new Set(ringed);
  if (app.hovered?.node !== undefined) first.add(app.hovered.node);
  if (app.looked !== null) first.add(app.looked);
  const rank = (node) => (first.has(node.index) ? 1e9 : app.counts.nodes[node.index]);
  const wanted = (marked ? marked.nodeList : [...nodes]).sort((a, b) => rank(b) - rank(a) || a.index - b.index);
  const most = Math.min(Math.max((scene.width * scene.height) / 10_000, 8), 90);
  return placeLabels(wanted, (marked ? marked.nodeList : nodes).map(discOf), { width: scene.width, height: scene.height, measure, most, taken });
}

function clearPen(canvas, { width, height }) {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

/** Return the side of the square that each of the names shown has to itself, in units of the layout. */
export function spacingOf({ data, shown }) {
  const nodes = data.nodes.filter(({ index }) => shown.node[index]);
  const span = (axis) => {
    const values = nodes.map((node) => node[axis]).sort((a, b) => a - b);
    // the middle nine tenths: one far name must not make all others large
    return Math.max((values[Math.floor(0.95 * (values.length - 1))] ?? 1) - (values[Math.ceil(0.05 * (values.length - 1))] ?? 0), 1);
  };
  return Math.sqrt((span("x") * span("y")) / Math.max(nodes.length, 4));
}
