// What the reader has chosen: one plain object that can be undone, written to the address and read from it.

import { dayOf, isoDay } from "./text.js";

/** Return the state in which the page opens. Names are ids, so that a link means the same in a later page. */
export function startState(data) {
  return {
    kinds: null, // kinds to show; null: all
    classes: null, // classes of weapon
    outlets: null, // "" stands for articles without one
    from: null, // days since 1970
    to: null,
    minReports: data.min_reports,
    maxQ: null,
    maxAlpha: null,
    measure: "n_reports",
    home: true, // whether ties with a home country are shown
    alone: false, // whether names without a tie are shown
    colour: "kind",
    community: null,
    focus: [], // only these and their neighbours
    pins: [],
    selected: null, // [node] or [source, target]
    path: null, // [from, to]
    moved: {}, // places to which names were dragged
  };
}

const LISTS = { kinds: "kind", classes: "class", outlets: "outlet", focus: "only", pins: "pin", selected: "select", path: "path" };
const NUMBERS = { minReports: "min", maxQ: "q", maxAlpha: "alpha", community: "community" };
const MOST_MOVED = 30;
const NONE = "-"; // an empty choice, which is not the same as no choice

/** Return what goes behind the # of the address: what differs from the start, and nothing else. */
export function toLink(state, start) {
  const link = new URLSearchParams();
  for (const [key, name] of Object.entries(LISTS)) {
    if (state[key] === null || (start[key] !== null && !state[key].length)) continue;
    for (const value of state[key].length ? state[key] : [NONE]) link.append(name, value);
  }
  for (const [key, name] of Object.entries(NUMBERS)) if (state[key] !== start[key]) link.set(name, state[key]);
  if (state.from !== null) link.set("from", isoDay(state.from));
  if (state.to !== null) link.set("to", isoDay(state.to));
  if (state.measure !== start.measure) link.set("width", state.measure);
  if (!state.home) link.set("home", "0");
  if (state.alone) link.set("alone", "1");
  if (state.colour !== start.colour) link.set("colour", state.colour);
  const moved = Object.entries(state.moved).slice(0, MOST_MOVED);
  for (const [id, [x, y]] of moved) link.append("at", `${x.toFixed(2)} ${y.toFixed(2)} ${id}`);
  return link.toString();
}

/** Return the state that a link describes; what it names and the page does not know is left out. */
export function fromLink(text, data) {
  const link = new URLSearchParams(text);
  const state = startState(data);
  for (const [key, name] of Object.entries(LISTS)) if (link.has(name)) state[key] = link.getAll(name);
  for (const [key, name] of Object.entries(NUMBERS)) {
    if (link.has(name) && Number.isFinite(Number(link.get(name)))) state[key] = Number(link.get(name));
  }
  state.from = dayOf(link.get("from"));
  state.to = dayOf(link.get("to"));
  state.home = link.get("home") !== "0";
  state.alone = link.get("alone") === "1";
  if (data.measures.includes(link.get("width"))) state.measure = link.get("width");
  if (link.get("colour") === "community") state.colour = "community";
  for (const item of link.getAll("at")) readMoved(item, data, state.moved);
  return known(state, data);
}

function readMoved(item, data, moved) {
  const [x, y, ...id] = item.split(" ");
  if (data.place.has(id.join(" ")) && Number.isFinite(+x) && Number.isFinite(+y)) moved[id.join(" ")] = [+x, +y];
}

function known(state, data) {
  const here = (id) => data.place.has(id);
  const whole = (list) => (list && list.length && list.every(here) ? list : null);
  for (const key of ["kinds", "classes", "outlets"]) state[key] = state[key]?.filter((value) => value !== NONE) ?? null;
  state.focus = state.focus.filter(here);
  state.pins = state.pins.filter(here);
  state.selected = whole(state.selected);
  state.path = state.path?.length === 2 ? whole(state.path) : null;
  return state;
}

/** States that were, and those that were undone. */
export class Past {
  constructor(state) {
    this.states = [state];
    this.at = 0;
  }

  get state() {
    return this.states[this.at];
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.states.length - 1;
  }

  /** Keep a new state; of changes that belong together (a slider in motion) only the last is kept. */
  push(state, { replace = false } = {}) {
    this.states = [...this.states.slice(0, this.at + (replace && this.at > 0 ? 0 : 1)), state].slice(-200);
    this.at = this.states.length - 1;
  }

  step(by) {
    this.at = Math.min(Math.max(this.at + by, 0), this.states.length - 1);
    return this.state;
  }
}
