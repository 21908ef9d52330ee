// Taking away what is shown: the picture as PNG and SVG, the numbers and sentences as CSV.

import { SvgPen } from "./pen.js";
import { drawFrame, frameOf } from "./framing.js";
import { drawLabels, drawNodes, drawRings, drawTies } from "./drawing.js";
import { highlight, picked } from "./highlight.js";
import { labelsFor, makeScene } from "./picture.js";
import { paletteFor } from "./marks.js";
import { piecesOf, reportsOf } from "./evidence.js";
import { nodeRows, tieRows } from "./tables.js";
import { statusLine } from "./status.js";
import { toCsv } from "./spreadsheet.js";
import { button, isoDay, svgEl } from "./text.js";

const PIXELS = 2;
const FAINT = 0.2; // what does not stand out, where something does

/** Draw the picture as it is seen, in the colours of paper; in a frame, where it has one. */
function drawPicture(pen, app, frame = null) {
  const palette = paletteFor(false);
  const scene = makeScene(app, palette, { top: frame?.head ?? 0 });
  const marked = highlight(app);
  pen.fillStyle = palette.paper;
  if (frame) pen.fillRect(0, 0, scene.width, scene.height + frame.foot);
  const nodes = app.data.nodes.filter((node) => app.shown.node[node.index]);
  drawTies(pen, { ...scene, quiet: Boolean(marked) }, app.shown.ties, marked ? { alpha: 0.08 } : {});
  drawNodes(pen, scene, nodes, marked ? { alpha: FAINT } : {});
  if (marked) drawTies(pen, scene, marked.ties, { colour: palette.strong });
  if (marked) drawNodes(pen, scene, marked.nodeList);
  drawRings(pen, scene, picked(app));
  drawLabels(pen, scene, labelsFor(app, makeScene(app, palette), marked));
  if (frame) drawFrame(pen, frame, palette, app.camera);
}

/** Return the picture for paper, as lines and not as dots; the page round it says the rest. */
export function paperPicture(app) {
  const pen = new SvgPen(app.camera.width, app.camera.height);
  drawPicture(pen, app);
  pen.root.setAttribute("class", "paper");
  pen.root.setAttribute("role", "img");
  pen.root.setAttribute("aria-label", statusLine(app));
  return pen.root;
}

function frameFor(app) {
  return frameOf(app, paletteFor(false), app.camera.width);
}

export function pictureSvg(app) {
  const frame = frameFor(app);
  const pen = new SvgPen(app.camera.width, frame.head + app.camera.height + frame.foot);
  pen.root.setAttribute("role", "img");
  pen.root.append(svgEl("title", {}, document.title), svgEl("desc", {}, statusLine(app)));
  drawPicture(pen, app, frame);
  return pen.toString();
}

export function picturePng(app) {
  const frame = frameFor(app);
  const canvas = document.createElement("canvas");
  canvas.width = app.camera.width * PIXELS;
  canvas.height = (frame.head + app.camera.height + frame.foot) * PIXELS;
  const pen = canvas.getContext("2d");
  pen.scale(PIXELS, PIXELS);
  drawPicture(pen, app, frame);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Return the meetings behind the selected tie, or behind all ties that are shown, one row each. */
export function sentenceRows(app) {
  const { data, shown, counts, state } = app;
  const chosen = state.selected?.length === 2 ? data.ties[app.tieBetween(...state.selected.map((id) => data.place.get(id)))] : null;
  return (chosen ? [chosen] : shown.ties).flatMap((tie) =>
    reportsOf(data, tie.index, counts.kept).flatMap(({ first, copies, meetings }) =>
      meetings.map((row) => ({
        source: data.nodes[tie.a].id,
        target: data.nodes[tie.b].id,
        article_id: first.id,
        published: isoDay(first.day),
        outlet: first.outlet === null ? null : data.outlets[first.outlet],
        title: first.title,
        url: first.url,
        n_copies: copies.length,
        sentence: data.meetings.sentence[row],
        text: piecesOf(data, row, [tie.a, tie.b])?.map(({ text }) => text).join("") ?? null,
      })),
    ),
  );
}

function csvOf(rows) {
  return new Blob([toCsv(Object.keys(rows[0] ?? { nothing: "" }), rows)], { type: "text/csv;charset=utf-8" });
}

function offer(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Fill the menu of exports. */
export function makeExports(app) {
  const items = {
    "Picture (PNG)": async () => offer(await picturePng(app), "network.png"),
    "Picture (SVG)": () => offer(new Blob([pictureSvg(app)], { type: "image/svg+xml" }), "network.svg"),
    "Ties (CSV)": () => offer(csvOf(tieRows(app)), "ties.csv"),
    "Names (CSV)": () => offer(csvOf(nodeRows(app)), "names.csv"),
    "Sentences (CSV)": () => offer(csvOf(sentenceRows(app)), "sentences.csv"),
  };
  if (window === window.top) items["Print"] = () => window.print();
  const menu = document.getElementById("exports");
  menu.replaceChildren(...Object.entries(items).map(([label, action]) => button(label, action)));
}
