// The page: it holds the state, recounts and redraws what changes, and answers to every part.

import { Camera } from "./camera.js";
import { countFor, shownBy } from "./filters.js";
import { LABEL_FONT, drawLabels, drawNodes, drawRings, drawTies } from "./drawing.js";
import { Past, fromLink, startState, toLink } from "./state.js";
import { findNames, makeIndex } from "./search.js";
import { kindsOf, kindWords, otherEnd, readData, tieKey } from "./data.js";
import { listen } from "./pointer.js";
import { makeBins } from "./timeline.js";
import { makeControls } from "./controls.js";
import { SvgPen, makeExports, paperPicture } from "./exporting.js";
import { makeTables } from "./tables.js";
import { paletteFor, traceShape } from "./marks.js";
import { placeLabels } from "./labels.js";
import { harmless } from "./spreadsheet.js";
import { shortestPath } from "./paths.js";
import { showDetails } from "./details.js";
import { button, columnWords, dayWords, el, plural, whole } from "./text.js";

const $ = (id) => document.getElementById(id);

class App {
  constructor(data) {
    this.data = data;
    this.start = startState(data);
    this.past = new Past(fromLink(location.hash.slice(1), data));
    this.camera = new Camera();
    this.index = makeIndex(data);
    this.days = data.articles.map(({ day }) => day).filter((day) => day !== null);
    this.bins = makeBins(this.days);
    this.communities = communityLabels(data);
    this.spacing = 1; // how far apart names stand that the page opens with, in units of the layout
    this.mostArticles = data.nodes.reduce((most, node) => Math.max(most, node.articles.length), 1);
    this.widths = new Map();
    Object.assign(this, { hovered: null, looked: null, pathFrom: null, counts: null, scene: null, labels: [], isFitted: false, frame: 0 });
  }

  get state() {
    return this.past.state;
  }

  /** Make a change that can be undone. */
  change(patch, options = {}) {
    this.past.push({ ...this.state, ...patch }, options);
    this.refresh();
  }

  undo(by) {
    this.past.step(by);
    this.refresh();
  }

  /** Recount, refilter and bring every part up to date. */
  refresh() {
    this.counts = countFor(this.data, this.state, this.counts);
    this.shown = shownBy(this.data, this.counts, this.state);
    this.updateControls();
    showDetails(this);
    showLegend(this);
    $("status").textContent = this.statusLine();
    $("empty").textContent = "Nothing passes these filters. Undo the last one, or reset.";
    $("empty").hidden = this.shown.ties.length > 0 || this.shown.node.includes(1);
    $("undo").disabled = !this.past.canUndo;
    $("redo").disabled = !this.past.canRedo;
    this.keepLink();
    this.draw({ labels: true });
    clearTimeout(this.tableTimer);
    this.tableTimer = setTimeout(() => this.updateTables(), 30);
  }

  keepLink() {
    const link = toLink(this.state, this.start);
    try {
      history.replaceState(null, "", link || location.hash ? `#${link}` : location.href);
    } catch {
      // a page inside a frame has no address of its own
    }
    if (this.isHeard) window.parent.postMessage({ explorer: link }, "*"); // a frame without an origin has no other address
  }

  statusLine() {
    const { data, counts, shown, state } = this;
    const names = shown.node.reduce((sum, flag) => sum + flag, 0);
    const articles = counts.kept.reduce((sum, flag) => sum + flag, 0);
    const days = data.articles.filter(({ index, day }) => counts.kept[index] && day !== null).map(({ day }) => day);
    const span = days.length ? `, ${dayWords(days.reduce((a, b) => Math.min(a, b)))} to ${dayWords(days.reduce((a, b) => Math.max(a, b)))}` : "";
    const parts = [
      `${whole(names)} of ${plural(data.nodes.length, "name")}, ${whole(shown.ties.length)} of ${plural(data.ties.length, "tie")}`,
      `counted from ${counts.isWhole ? "" : `${whole(articles)} of `}${plural(data.articles.length, "article")}${span}`,
      state.minReports > 1 ? `ties in at least ${state.minReports} reports` : "all ties",
    ];
    if (state.measure !== "n_reports") parts.push(`width: ${columnWords(state.measure)} (whole corpus)`);
    return parts.join(" · ");
  }

  outletDays() {
    const wanted = this.state.outlets && new Set(this.state.outlets);
    const { articles, outlets } = this.data;
    return articles.filter(({ day, outlet }) => day !== null && (!wanted || wanted.has(outlet === null ? "" : outlets[outlet]))).map(({ day }) => day);
  }

  // ---- picking

  openNode(index) {
    const { id } = this.data.nodes[index];
    if (this.pathFrom && this.pathFrom !== id) {
      const path = [this.pathFrom, id];
      this.pathFrom = null;
      this.change({ path, selected: null });
    } else {
      this.change({ selected: [id] });
      if (!this.isOnScreen(index)) this.move(() => this.camera.centre(this.placeOf(this.data.nodes[index])));
    }
    this.revealDetails();
  }

  openTie(index) {
    const { a, b } = this.data.ties[index];
    this.change({ selected: [this.data.nodes[a].id, this.data.nodes[b].id] });
    this.revealDetails();
  }

  revealDetails() {
    this.say($("details-heading").textContent);
    if (innerWidth < 800) $("details").scrollIntoView({ block: "nearest" });
  }

  tieBetween(a, b) {
    return this.data.tieOf.get(tieKey(a, b));
  }

  startPath(id) {
    this.pathFrom = id;
    this.refresh();
    this.say("Now pick the other end of the path.");
  }

  close() {
    this.pathFrom = null;
    this.change({ selected: null, path: this.state.selected ? this.state.path : null });
  }

  pin(index) {
    const { id } = this.data.nodes[index];
    const { pins } = this.state;
    this.change({ pins: pins.includes(id) ? pins.filter((other) => other !== id) : [...pins, id] });
  }

  say(text) {
    $("spoken").textContent = text;
  }

  hover(hit, spot) {
    const isSame = hit?.node === this.hovered?.node && hit?.tie === this.hovered?.tie;
    this.hovered = hit;
    $("over").classList.toggle("on-mark", Boolean(hit));
    showTip(this, hit, spot);
    if (!isSame) this.draw();
  }

  look(index) {
    this.looked = index;
    if (index !== null && !this.isOnScreen(index)) this.camera.centre(this.placeOf(this.data.nodes[index]));
    this.draw();
  }

  // ---- places

  placeOf(node) {
    return this.dragged?.index === node.index ? this.dragged.place : (this.state.moved[node.id] ?? [node.x, node.y]);
  }

  isOnScreen(index) {
    const [x, y] = this.camera.toScreen(this.placeOf(this.data.nodes[index]));
    return x > 20 && y > 20 && x < this.camera.width - 20 && y < this.camera.height - 20;
  }

  fit() {
    this.camera.fit(this.data.nodes.filter(({ index }) => this.shown.node[index]).map((node) => this.placeOf(node)));
    this.draw({ labels: true });
  }

  move(motion) {
    motion();
    this.draw();
    clearTimeout(this.settleTimer);
    this.settleTimer = setTimeout(() => this.draw({ labels: true }), 140);
  }

  drag(index, spot) {
    this.dragged = { index, place: this.camera.toPlace(...spot) };
    this.draw();
  }

  drop(index) {
    const { place } = this.dragged;
    this.dragged = null;
    this.change({ moved: { ...this.state.moved, [this.data.nodes[index].id]: place } });
  }

  // ---- drawing

  /** Draw in the next frame; names are placed anew where that is asked for, else they move with their nodes. */
  draw({ labels = false } = {}) {
    this.wantsLabels ||= labels;
    if (!this.frame) this.frame = requestAnimationFrame(() => this.drawNow());
  }

  drawNow() {
    this.frame = 0;
    if (this.camera.width < 2 || !this.shown) return;
    const began = performance.now();
    const scene = (this.scene = this.makeScene(paletteFor(this.isDark())));
    const steady = this.highlight();
    this.drawBase(scene, Boolean(steady));
    this.drawOver(scene, steady);
    this.frameMs = performance.now() - began;
    this.firstDrawn ??= performance.now(); // since the page was asked for
  }

  isDark() {
    return !this.isPrinting && matchMedia("(prefers-color-scheme: dark)").matches;
  }

  makeScene(palette, { top = 0 } = {}) {
    const { data, camera, counts, shown, state } = this;
    const [xs, ys, radii] = [0, 1, 2].map(() => new Float32Array(data.nodes.length));
    const unit = camera.scale * Math.sqrt(camera.stretch) * this.spacing;
    const largest = Math.min(Math.max(0.42 * unit, 7), 26);
    const smallest = Math.min(Math.max(0.09 * unit, 2), 4.5);
    for (const node of data.nodes) {
      const [x, y] = camera.toScreen(this.placeOf(node));
      xs[node.index] = x;
      ys[node.index] = y + top;
      radii[node.index] = Math.max(smallest, largest * Math.sqrt(counts.nodes[node.index] / this.mostArticles));
    }
    return { data, shown, state, palette, xs, ys, radii, width: camera.width, height: camera.height };
  }

  drawBase(scene, isDimmed) {
    const pen = clearPen($("base"), scene);
    const nodes = this.data.nodes.filter((node) => this.shown.node[node.index]);
    drawTies(pen, { ...scene, quiet: this.shown.ties.length > 1200 }, this.shown.ties);
    drawNodes(pen, scene, nodes);
    if (this.wantsLabels) this.labels = this.labelsFor(scene, null);
    this.wantsLabels = false;
    $("base").classList.toggle("dimmed", isDimmed);
    if (!isDimmed) drawLabels(pen, scene, this.labels);
  }

  drawOver(scene, marked) {
    const pen = clearPen($("over"), scene);
    if (marked) {
      drawTies(pen, scene, marked.ties, { colour: scene.palette.strong });
      drawNodes(pen, scene, marked.nodeList);
      drawLabels(pen, scene, this.labelsFor(scene, marked));
    }
    drawRings(pen, scene, this.picked());
    if (this.looked !== null) drawRings(pen, scene, [this.data.nodes[this.looked]], { dashed: true });
  }

  /** Return the nodes that have a ring: pinned, selected, ends of the path. */
  picked() {
    const { selected, pins, path } = this.state;
    return [...(selected ?? []), ...pins, ...(path ?? [])].map((id) => this.data.nodes[this.data.place.get(id)]);
  }

  /** Return what stands out, {nodes (places), nodeList, ties, first (places in order of weight for labels)}, or null. */
  highlight() {
    const { data, state, shown } = this;
    const nodes = new Set();
    const ties = new Set();
    const addNode = (place) => {
      nodes.add(place);
      for (const tie of data.nodes[place].ties) {
        if (!shown.tie[tie]) continue;
        ties.add(tie);
        nodes.add(otherEnd(data.ties[tie], place));
      }
    };
    const addTie = (tie) => {
      ties.add(tie);
      nodes.add(data.ties[tie].a).add(data.ties[tie].b);
    };
    const places = (state.selected ?? []).map((id) => data.place.get(id));
    if (state.path) (shortestPath(data, shown, ...state.path.map((id) => data.place.get(id))) ?? []).forEach(addTie);
    if (places.length === 1 && !state.path) addNode(places[0]);
    if (places.length === 2) this.tieBetween(...places) === undefined ? places.forEach((place) => nodes.add(place)) : addTie(this.tieBetween(...places));
    state.pins.forEach((id) => addNode(data.place.get(id)));
    if (this.hovered?.node !== undefined) addNode(this.hovered.node);
    if (this.hovered?.tie !== undefined) addTie(this.hovered.tie);
    if (this.looked !== null) addNode(this.looked);
    if (!nodes.size) return null;
    return { nodes, nodeList: [...nodes].map((place) => data.nodes[place]), ties: [...ties].map((tie) => data.ties[tie]) };
  }

  labelsFor(scene, marked) {
    const pen = $("base").getContext("2d");
    pen.font = LABEL_FONT;
    const measure = (text) => {
      if (!this.widths.has(text)) this.widths.set(text, pen.measureText(text).width);
      return this.widths.get(text);
    };
    const ringed = new Set(this.picked().map((node) => node.index));
    const reach = (index) => (ringed.has(index) ? scene.radii[index] * 1.35 + 5 : scene.radii[index]);
    const discOf = ({ index }) => ({ index, x: scene.xs[index], y: scene.ys[index], r: reach(index) });
    const nodes = this.data.nodes.filter((node) => this.shown.node[node.index]);
    const first = new Set(ringed);
    if (this.hovered?.node !== undefined) first.add(this.hovered.node);
    if (this.looked !== null) first.add(this.looked);
    const rank = (node) => (first.has(node.index) ? 1e9 : this.counts.nodes[node.index]);
    const wanted = (marked ? marked.nodeList : [...nodes]).sort((a, b) => rank(b) - rank(a) || a.index - b.index);
    const most = Math.min(Math.max((scene.width * scene.height) / 10_000, 8), 90);
    return placeLabels(wanted, (marked ? marked.nodeList : nodes).map(discOf), { width: scene.width, height: scene.height, measure, most });
  }
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

function showTip(app, hit, spot) {
  const tip = $("tip");
  tip.hidden = !hit || !spot;
  if (tip.hidden) return;
  const { data, counts } = app;
  if (hit.node !== undefined) {
    const node = data.nodes[hit.node];
    tip.textContent = `${node.name} · ${kindWords(node.kind)} · ${plural(counts.nodes[hit.node], "article")}`;
  } else {
    const tie = data.ties[hit.tie];
    tip.textContent = `${data.nodes[tie.a].name} – ${data.nodes[tie.b].name} · ${plural(counts.n_reports[hit.tie], "independent report")}`;
  }
  const isRight = spot[0] > app.camera.width / 2;
  tip.style.left = isRight ? "auto" : `${spot[0] + 14}px`;
  tip.style.right = isRight ? `${app.camera.width - spot[0] + 14}px` : "auto";
  tip.style.top = `${Math.min(spot[1] + 14, app.camera.height - 40)}px`;
}

/** Return a label for every community of three or more: its number and its most frequent names. */
function communityLabels(data) {
  const members = new Map();
  for (const node of data.nodes) if (node.community !== null) members.set(node.community, [...(members.get(node.community) ?? []), node]);
  const large = [...members].filter(([, nodes]) => nodes.length > 2).sort(([a], [b]) => a - b);
  return large.map(([number, nodes]) => {
    const top = [...nodes].sort((a, b) => b.articles.length - a.articles.length || a.index - b.index).slice(0, 3);
    return { number, size: nodes.length, label: `${number + 1}: ${top.map(({ name }) => name).join(", ")}` };
  });
}

function showLegend(app) {
  const palette = paletteFor(app.isDark());
  const isGroups = app.state.colour === "community";
  const rows = kindsOf(app.data).map((kind) => el("span", { class: "key" }, swatch(kind, isGroups ? palette.quiet : (palette[kind] ?? palette.other)), kindWords(kind, 2)));
  const groups = app.communities.slice(0, palette.groups.length).map(({ number, label }) => {
    const choose = () => app.change({ community: app.state.community === number ? null : number });
    return button([swatch("person", palette.groups[number] ?? palette.other), el("span", { class: "said" }, label)], choose, { class: "key", "aria-pressed": String(app.state.community === number) });
  });
  const size = el("span", { class: "key quiet" }, `area: articles · line: ${app.state.measure === "n_reports" ? "reports" : `${columnWords(app.state.measure)}, whole corpus`}`);
  $("legend").replaceChildren(...rows, size, ...(isGroups ? [el("span", { class: "groups" }, groups)] : []));
}

function swatch(kind, colour) {
  const pen = new SvgPen(16, 16);
  traceShape(pen, kind, 8, kind === "weapon" ? 9.5 : kind === "weapon_class" ? 6.5 : 8, 5);
  pen.fillStyle = colour;
  pen.fill();
  pen.root.setAttribute("aria-hidden", "true");
  return pen.root;
}

/** Make the search field: a list of names below it, by arrow keys or pointer. */
function makeSearch(app) {
  const [input, list] = [$("search"), $("found")];
  let hits = [];
  let at = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (place) => {
    close();
    input.value = "";
    app.openNode(hits[place].node.index);
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `found-${at}`);
  };
  const show = () => {
    hits = findNames(app.index, input.value);
    const rows = hits.map(({ node, spelling, isName }, i) =>
      el("li", { role: "option", id: `found-${i}`, "aria-selected": "false", pointerdown: (event) => { event.preventDefault(); pick(i); } },
        el("span", { class: "said" }, node.name), el("span", { class: "quiet said" }, ` ${kindWords(node.kind)}${isName || spelling === node.id ? "" : ` · “${spelling}”`}${app.shown.node[node.index] ? "" : " · hidden by the filters"}`)));
    list.replaceChildren(...(rows.length ? rows : input.value.trim() ? [el("li", { role: "option", "aria-disabled": "true" }, "No such name")] : []));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(hits.length ? 0 : -1);
    if (!list.hidden) app.say(hits.length ? `${plural(hits.length, "name")} found` : "No such name");
  };
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && hits[at] && !list.hidden) pick(at);
    else if (event.key === "ArrowDown" && hits.length) mark((at + 1) % hits.length);
    else if (event.key === "ArrowUp" && hits.length) mark((at - 1 + hits.length) % hits.length);
    else return;
    event.preventDefault();
  });
}

/** Make a button open and close what it controls. */
function makeToggle(opener, panel, { onChange = () => {} } = {}) {
  const set = (isOpen) => {
    opener.setAttribute("aria-expanded", String(isOpen));
    onChange(isOpen);
  };
  opener.addEventListener("click", () => set(opener.getAttribute("aria-expanded") !== "true"));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    set(false);
    opener.focus();
  });
  return set;
}

function makePage(app) {
  app.updateControls = makeControls(app);
  app.updateTables = makeTables(app);
  makeSearch(app);
  makeExports(app);
  listen(app, $("over"));
  $("undo").addEventListener("click", () => app.undo(-1));
  $("redo").addEventListener("click", () => app.undo(1));
  $("reset").addEventListener("click", () => { app.pathFrom = null; app.change({ ...app.start }); app.fit(); });
  $("zoom-in").addEventListener("click", () => app.move(() => app.camera.zoom(1.4)));
  $("zoom-out").addEventListener("click", () => app.move(() => app.camera.zoom(1 / 1.4)));
  $("zoom-fit").addEventListener("click", () => app.fit());
  const setFilters = makeToggle($("open-filters"), $("filters"), { onChange: (isOpen) => document.body.classList.toggle("with-filters", isOpen) });
  setFilters(innerWidth >= 1200);
  const setExports = makeToggle($("open-exports"), $("exports"), { onChange: (isOpen) => ($("exports").hidden = !isOpen) });
  document.addEventListener("pointerdown", (event) => $("exports").contains(event.target) || event.target === $("open-exports") || setExports(false));
  $("exports").addEventListener("click", () => setExports(false));
  document.addEventListener("keydown", (event) => keys(app, event));
  window.addEventListener("hashchange", () => { app.change(fromLink(location.hash.slice(1), app.data)); });
  window.addEventListener("message", (event) => {
    // the notebook round the page asks to be told what is chosen
    if (event.source !== window.parent || window === window.top || event.data?.explorer !== "listen") return;
    app.isHeard = true;
    app.keepLink();
  });
  watchLook(app);
}

function keys(app, event) {
  const isTyping = event.target.matches?.('input:not([type="checkbox"]), select');
  if (isTyping) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z") app.undo(event.shiftKey ? 1 : -1);
  else if ((event.ctrlKey || event.metaKey) && event.key === "y") app.undo(1);
  else if (event.key === "/") $("search").focus();
  else return;
  event.preventDefault();
}

/** Put a drawing of lines in the place of the canvases while the page is printed: browsers lose canvases on the way to paper. */
function turnToPaper(app, isPrinting) {
  app.isPrinting = isPrinting;
  document.querySelector(".paper")?.remove();
  if (isPrinting) $("stage").append(paperPicture(app));
  showLegend(app);
}

/** Return the side of the square that each of the names shown has to itself, in units of the layout. */
function spacingOf({ data, shown }) {
  const nodes = data.nodes.filter(({ index }) => shown.node[index]);
  const span = (axis) => {
    const values = nodes.map((node) => node[axis]).sort((a, b) => a - b);
    // the middle nine tenths: one far name must not make all others large
    return Math.max((values[Math.floor(0.95 * (values.length - 1))] ?? 1) - (values[Math.ceil(0.05 * (values.length - 1))] ?? 0), 1);
  };
  return Math.sqrt((span("x") * span("y")) / Math.max(nodes.length, 4));
}

/** Follow the size of the stage, light and dark, and paper. */
function watchLook(app) {
  new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    if (width < 2 || height < 2) return;
    const wasUpright = app.camera.height > 1.15 * app.camera.width;
    app.camera.resize(Math.round(width), Math.round(height));
    if (!app.isFitted) app.spacing = spacingOf(app);
    if (!app.isFitted || wasUpright !== height > 1.15 * width) app.fit();
    app.isFitted = true;
    app.drawNow();
    app.draw({ labels: true });
  }).observe($("stage"));
  const redraw = () => { showLegend(app); app.drawNow(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  window.addEventListener("beforeprint", () => turnToPaper(app, true));
  window.addEventListener("afterprint", () => turnToPaper(app, false));
}

const app = new App(readData($("data").textContent));
makePage(app);
app.refresh();
globalThis.explorer = Object.assign(app, { harmless }); // for the console, and for tests
