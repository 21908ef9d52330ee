// Taking away what is shown: the picture as PNG and SVG, the numbers and sentences as CSV.

import { SvgPen } from "./pen.js";
import { LABEL_FONT, drawLabels, drawNodes, drawRings, drawTies } from "./drawing.js";
import { highlight, picked } from "./highlight.js";
import { kindsOf, kindWords } from "./data.js";
import { labelsFor, makeScene } from "./picture.js";
import { paletteFor, traceShape } from "./marks.js";
import { piecesOf, reportsOf } from "./evidence.js";
import { nodeRows, tieRows } from "./tables.js";
import { statusLine } from "./status.js";
import { toCsv } from "./spreadsheet.js";
import { button, isoDay } from "./text.js";

const PIXELS = 2;
const HEAD = 44;
const FOOT = 30;

/** Draw the picture as it is seen, on white; framed, with its title, what it was counted from, and its legend. */
function drawPicture(pen, app, { isFramed = true } = {}) {
  const scene = makeScene(app, paletteFor(false), { top: isFramed ? HEAD : 0 });
  const marked = highlight(app);
  const width = scene.width;
  pen.fillStyle = scene.palette.paper;
  if (isFramed) pen.fillRect(0, 0, width, scene.height + HEAD + FOOT);
  const nodes = app.data.nodes.filter((node) => app.shown.node[node.index]);
  drawTies(pen, { ...scene, quiet: Boolean(marked) }, app.shown.ties, marked ? { alpha: 0.08 } : {});
  drawNodes(pen, scene, marked ? nodes.filter((node) => marked.nodes.has(node.index)) : nodes);
  if (marked) drawTies(pen, scene, marked.ties, { colour: scene.palette.strong });
  if (marked) drawNodes(pen, scene, marked.nodeList);
  drawRings(pen, scene, picked(app));
  drawLabels(pen, scene, labelsFor(app, scene, marked));
  if (isFramed) drawFrame(pen, scene, app);
}

/** Return the picture for paper, as lines and not as dots. */
export function paperPicture(app) {
  const pen = new SvgPen(app.camera.width, app.camera.height);
  drawPicture(pen, app, { isFramed: false });
  pen.root.setAttribute("class", "paper");
  pen.root.setAttribute("role", "img");
  pen.root.setAttribute("aria-label", statusLine(app));
  return pen.root;
}

function drawFrame(pen, { palette, width, height }, app) {
  pen.fillStyle = palette.paper;
  pen.fillRect(0, 0, width, HEAD);
  pen.fillRect(0, height + HEAD, width, FOOT);
  Object.assign(pen, { textAlign: "start", textBaseline: "middle", fillStyle: palette.ink, font: LABEL_FONT.replace("12px", "bold 16px") });
  pen.fillText(document.title, 12, 16);
  Object.assign(pen, { fillStyle: palette.quiet, font: LABEL_FONT });
  pen.fillText(statusLine(app), 12, 35);
  let x = 20;
  for (const kind of kindsOf(app.data)) {
    pen.beginPath();
    traceShape(pen, kind, x, height + HEAD + FOOT / 2, 5.5);
    pen.fillStyle = app.state.colour === "kind" ? (palette[kind] ?? palette.other) : palette.quiet;
    pen.fill();
    pen.fillStyle = palette.ink;
    pen.fillText(kindWords(kind, 2), x + 12, height + HEAD + FOOT / 2);
    x += 36 + 7 * kindWords(kind, 2).length;
  }
}

export function pictureSvg(app) {
  const pen = new SvgPen(app.camera.width, app.camera.height + HEAD + FOOT);
  drawPicture(pen, app);
  return pen.toString();
}

export function picturePng(app) {
  const canvas = document.createElement("canvas");
  canvas.width = app.camera.width * PIXELS;
  canvas.height = (app.camera.height + HEAD + FOOT) * PIXELS;
  const pen = canvas.getContext("2d");
  pen.scale(PIXELS, PIXELS);
  drawPicture(pen, app);
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
