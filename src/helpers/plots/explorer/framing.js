// What stands round an exported picture, so that it can be understood alone: title, what is shown, what the marks mean.

import { LABEL_FONT } from "./drawing.js";
import { groupKeys, kindColour, sizeWords } from "./legend.js";
import { kindsOf, kindWords } from "./data.js";
import { markedWords, statusLine } from "./status.js";
import { byId, isolated, plural, whole } from "./text.js";
import { traceShape } from "./marks.js";

const MARGIN = 12;
const GAP = 16;
const LINE = 18;
const TITLE_LINE = 22;
const MARK = 20; // from the middle of a mark to its words, and half a mark before it
const TITLE_FONT = LABEL_FONT.replace("12px", "bold 16px");

/** Return the lines above a picture and the rows of keys below it: {head, foot (heights), lines, rows}. */
export function frameOf(app, palette, width) {
  const room = width - 2 * MARGIN;
  const lines = [
    ...wrapped(document.title, TITLE_FONT, room).map((text) => ({ text, font: TITLE_FONT, colour: palette.ink, height: TITLE_LINE })),
    ...[byId("note").textContent, statusLine(app), markedWords(app), partWords(app)].flatMap((text) => wrapped(text, LABEL_FONT, room)).map((text) => ({ text, font: LABEL_FONT, colour: palette.quiet, height: LINE })),
  ];
  const rows = keyRows(app, palette, room);
  return { lines, rows, head: MARGIN + lines.reduce((sum, { height }) => sum + height, 0), foot: MARGIN + rows.length * LINE };
}

/** Return how much of what is shown is in a picture that was zoomed or moved, or nothing where all of it is. */
function partWords(app) {
  const { width, height } = app.camera;
  const spots = app.data.nodes.filter(({ index }) => app.shown.node[index]).map((node) => app.camera.toScreen(app.placeOf(node)));
  const inside = spots.filter(([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height).length;
  return inside < spots.length ? `A part of the picture: ${whole(inside)} of ${plural(spots.length, "name")}` : "";
}

/** Draw what `frameOf` returned round a picture of this size. */
export function drawFrame(pen, { lines, rows, head, foot }, palette, { width, height }) {
  pen.fillStyle = palette.paper;
  pen.fillRect(0, 0, width, head);
  pen.fillRect(0, head + height, width, foot);
  Object.assign(pen, { textAlign: "start", textBaseline: "middle" });
  let y = MARGIN / 2;
  for (const line of lines) {
    Object.assign(pen, { fillStyle: line.colour, font: line.font });
    pen.fillText(line.text, MARGIN, y + line.height / 2);
    y += line.height;
  }
  pen.font = LABEL_FONT;
  rows.forEach((row, i) => row.forEach((key) => drawKey(pen, key, palette, head + height + MARGIN / 2 + (i + 0.5) * LINE)));
}

function drawKey(pen, { kind, colour, text, x }, palette, y) {
  if (kind) {
    pen.beginPath();
    traceShape(pen, kind, MARGIN + x + MARK / 2 - 4, kind === "weapon" ? y + 1.5 : kind === "weapon_class" ? y - 1.5 : y, 5.5);
    pen.fillStyle = colour;
    pen.fill();
  }
  pen.fillStyle = kind ? palette.ink : palette.quiet;
  pen.fillText(text, MARGIN + x + (kind ? MARK : 0), y);
}

/** Return the keys of what is shown in rows, each key with its place: kinds and sizes, then communities where these have colours. */
function keyRows(app, palette, room) {
  const { data, shown, state } = app;
  const seen = new Set(data.nodes.filter(({ index }) => shown.node[index]).map(({ kind }) => kind));
  const kinds = kindsOf(data).filter((kind) => seen.has(kind)).map((kind) => ({ kind, colour: kindColour(kind, palette, state.colour), text: kindWords(kind, 2) }));
  const groups = state.colour === "community" ? groupKeys(app, palette).filter(({ count }) => count) : [];
  const coloured = groups.map(({ label, colour }) => ({ kind: "person", colour, text: isolated(fitted(label, room - MARK)) }));
  const lead = coloured.length ? [{ text: "colour: community (whole corpus)" }] : [];
  return [...inRows([...kinds, { text: sizeWords(state) }], room), ...inRows([...lead, ...coloured], room)];
}

function inRows(keys, room) {
  const rows = [];
  let x = Infinity;
  for (const key of keys) {
    const width = (key.kind ? MARK : 0) + widthOfText(key.text, LABEL_FONT);
    if (x + width > room) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1).push({ ...key, x });
    x += width + GAP;
  }
  return rows;
}

/** Return a text in lines that are no wider than the room, broken between words, and within one that alone is wider. */
export function wrapped(text, font, room) {
  const lines = [];
  for (const word of text.split(/[ \t\r\n]+/).filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && widthOfText(longer, font) <= room) lines[lines.length - 1] = longer;
    else lines.push(...pieces(word, font, room));
  }
  return lines;
}

function pieces(word, font, room) {
  const parts = [""];
  for (const letter of word) {
    if (parts.at(-1) && widthOfText(parts.at(-1) + letter, font) > room) parts.push("");
    parts[parts.length - 1] += letter;
  }
  return parts;
}

function fitted(text, room) {
  const [first, ...rest] = wrapped(text, LABEL_FONT, room - 12);
  return rest.length ? `${first} …` : first;
}

let ruler = null;

function widthOfText(text, font) {
  ruler ??= document.createElement("canvas").getContext("2d");
  ruler.font = font;
  return ruler.measureText(text).width;
}
