// Mouse, fingers and keys on the picture.

import { plural } from "./text.js";
import { kindWords } from "./data.js";

const FINGER_PX = 14;
const MOUSE_PX = 6;
const STILL_PX = 4;

/** Return what is at a place on the screen: {node}, {tie} or null; a node before a tie, the nearest before others. */
export function whatIsAt(app, x, y, reach) {
  const { xs, ys, radii } = app.scene;
  let best = null;
  let nearest = reach;
  app.data.nodes.forEach(({ index }) => {
    if (!app.shown.node[index]) return;
    const distance = Math.hypot(xs[index] - x, ys[index] - y) - radii[index];
    if (distance < nearest) [best, nearest] = [{ node: index }, distance];
  });
  return best ?? tieAt(app, x, y, Math.min(reach, 8));
}

function tieAt({ scene: { xs, ys }, shown }, x, y, reach) {
  let best = null;
  let nearest = reach;
  for (const { index, a, b } of shown.ties) {
    const distance = fromLine(x, y, xs[a], ys[a], xs[b], ys[b]);
    if (distance < nearest) [best, nearest] = [{ tie: index }, distance];
  }
  return best;
}

function fromLine(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1), 0), 1);
  return Math.hypot(ax + along * dx - x, ay + along * dy - y);
}

/** Listen on the picture. */
export function listen(app, canvas) {
  const fingers = new Map();
  let grip = null; // what the first finger went down on, and where
  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const reachOf = (event) => (event.pointerType === "touch" ? FINGER_PX : MOUSE_PX);

  canvas.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, spot(event));
    canvas.setPointerCapture(event.pointerId);
    if (fingers.size === 1) grip = { hit: whatIsAt(app, ...spot(event), reachOf(event)), start: spot(event), moved: false };
  });
  canvas.addEventListener("pointermove", (event) => {
    const here = spot(event);
    if (!fingers.has(event.pointerId)) return app.hover(whatIsAt(app, ...here, reachOf(event)), here);
    const before = fingers.get(event.pointerId);
    if (fingers.size === 2) pinch(app, fingers, event.pointerId, here);
    else if (grip && (grip.moved || Math.hypot(here[0] - grip.start[0], here[1] - grip.start[1]) > STILL_PX)) {
      grip.moved = true;
      if (grip.hit?.node !== undefined) app.drag(grip.hit.node, here);
      else app.move(() => app.camera.pan(here[0] - before[0], here[1] - before[1]));
    }
    fingers.set(event.pointerId, here);
    return undefined;
  });
  const up = (event) => {
    fingers.delete(event.pointerId);
    if (event.type === "pointerup" && grip && !grip.moved && fingers.size === 0) click(app, grip.hit);
    if (grip?.moved && grip.hit?.node !== undefined && fingers.size === 0) app.drop(grip.hit.node);
    if (fingers.size === 0) grip = null;
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => app.hover(null));
  canvas.addEventListener("dblclick", (event) => app.move(() => app.camera.zoom(1.6, ...spot(event))));
  canvas.addEventListener("wheel", (event) => wheel(app, event, spot(event)), { passive: false });
  canvas.addEventListener("keydown", (event) => key(app, event));
  canvas.addEventListener("blur", () => app.look(null));
}

function click(app, hit) {
  if (hit?.node !== undefined) app.openNode(hit.node);
  else if (hit) app.openTie(hit.tie);
  else if (app.state.selected) app.change({ selected: null });
}

function pinch(app, fingers, moving, here) {
  const [, still] = [...fingers].find(([id]) => id !== moving);
  const before = fingers.get(moving);
  const factor = Math.hypot(here[0] - still[0], here[1] - still[1]) / (Math.hypot(before[0] - still[0], before[1] - still[1]) || 1);
  app.move(() => {
    app.camera.pan((here[0] - before[0]) / 2, (here[1] - before[1]) / 2);
    app.camera.zoom(factor, (here[0] + still[0]) / 2, (here[1] + still[1]) / 2);
  });
}

function wheel(app, event, spot) {
  // in a frame the wheel belongs to the page round it until the reader has clicked in here
  if (window !== window.top && !event.ctrlKey && document.activeElement !== event.target) return;
  event.preventDefault();
  app.move(() => app.camera.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), ...spot));
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function key(app, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = {
    Enter: () => app.looked !== null && app.openNode(app.looked),
    p: () => app.looked !== null && app.pin(app.looked),
    "+": () => app.move(() => app.camera.zoom(1.3)),
    "=": () => app.move(() => app.camera.zoom(1.3)),
    "-": () => app.move(() => app.camera.zoom(1 / 1.3)),
    0: () => app.fit(),
    Escape: () => app.close(),
  };
  if (ARROWS[event.key]) walk(app, ARROWS[event.key]);
  else if (actions[event.key]) actions[event.key]();
  else return;
  event.preventDefault();
}

/** Go to the nearest name in a direction, and say which it is. */
function walk(app, [dx, dy]) {
  const { xs, ys, width, height } = app.scene;
  const [x, y] = app.looked === null ? [width / 2 - dx * 5, height / 2 - dy * 5] : [xs[app.looked], ys[app.looked]];
  let best = null;
  let least = Infinity;
  for (const { index } of app.data.nodes) {
    if (!app.shown.node[index] || index === app.looked) continue;
    const ahead = (xs[index] - x) * dx + (ys[index] - y) * dy;
    const aside = Math.abs((xs[index] - x) * dy) + Math.abs((ys[index] - y) * dx);
    if (ahead > 0.5 && ahead + 2 * aside < least) [best, least] = [index, ahead + 2 * aside];
  }
  if (best === null) return;
  app.look(best);
  const node = app.data.nodes[best];
  app.say(`${node.name}, ${kindWords(node.kind)}, ${plural(app.counts.nodes[best], "article")}, ${plural(node.ties.filter((tie) => app.shown.tie[tie]).length, "tie")} shown`);
}
