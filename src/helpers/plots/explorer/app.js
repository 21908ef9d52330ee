// The page's one object: it holds the state, recounts and redraws what changes, and answers to every part.

import { Camera } from "./camera.js";
import { countFor, shownBy } from "./filters.js";
import { Past, fromLink, startState, toLink } from "./state.js";
import { communityLabels, showLegend } from "./legend.js";
import { drawBase, drawOver, makeScene } from "./picture.js";
import { highlight } from "./highlight.js";
import { makeBins } from "./timeline.js";
import { makeIndex } from "./search.js";
import { paletteFor } from "./marks.js";
import { showDetails } from "./details.js";
import { showTip } from "./tip.js";
import { statusLine } from "./status.js";
import { tieKey } from "./data.js";
import { byId } from "./text.js";

export class App {
  constructor(data) {
    this.data = data;
    this.start = startState(data);
    this.past = new Past(fromLink(location.hash.slice(1), data));
    this.camera = new Camera();
    this.index = makeIndex(data);
    this.days = data.articles.map(({ day }) => day).filter((day) => day !== null);
    this.bins = makeBins(this.days);
    this.communities = communityLabels(data);
    this.groups = new Map(this.communities.slice(0, paletteFor(false).groups.length).map(({ number }, place) => [number, place]));
    this.buttons = null; // the box on the picture that the zoom buttons take
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
    byId("status").textContent = statusLine(this);
    byId("empty").textContent = "Nothing passes these filters. Undo the last one, or reset.";
    byId("empty").hidden = this.shown.ties.length > 0 || this.shown.node.includes(1);
    byId("undo").disabled = !this.past.canUndo;
    byId("redo").disabled = !this.past.canRedo;
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
    this.say(byId("details-heading").textContent);
    if (innerWidth < 800) byId("details").scrollIntoView({ block: "nearest" });
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
    byId("spoken").textContent = text;
  }

  hover(hit, spot) {
    const isSame = hit?.node === this.hovered?.node && hit?.tie === this.hovered?.tie;
    this.hovered = hit;
    byId("over").classList.toggle("on-mark", Boolean(hit));
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
    this.camera.fit(this.data.nodes.filter(({ index }) => this.shown.node[index]).map((node) => this.placeOf(node)), { corner: this.buttons });
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
    const scene = (this.scene = makeScene(this, paletteFor(this.isDark())));
    const marked = highlight(this);
    drawBase(this, scene, Boolean(marked));
    drawOver(this, scene, marked);
    this.frameMs = performance.now() - began;
    this.firstDrawn ??= performance.now(); // since the page was asked for
  }

  isDark() {
    return !this.isPrinting && matchMedia("(prefers-color-scheme: dark)").matches;
  }
}
