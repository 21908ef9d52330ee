// The filters: controls that show the state and change it.

import { ASSOCIATION, kindsOf, kindWords, topClass } from "./data.js";
import { Histogram } from "./histogram.js";
import { button, columnWords, dayOf, el, isoDay } from "./text.js";

const LEVELS_Q = [0.1, 0.05, 0.01, 0.001];
const LEVELS_ALPHA = [0.2, 0.1, 0.05, 0.01];

/** Build the filters once and return a function that brings them up to date. */
export function makeControls(app) {
  const parts = [kinds(app), dates(app), reports(app), measures(app), classes(app), outlets(app), communities(app), switches(app)].filter(Boolean);
  const note = "Counts are recounted from this page's evidence for the dates and outlets chosen. Everything marked “whole corpus” is not.";
  document.getElementById("filters").replaceChildren(el("h2", {}, "Filters"), ...parts.map(({ element }) => element), el("p", { class: "quiet" }, note));
  return () => parts.forEach(({ update }) => update());
}

function group(label, ...children) {
  return el("fieldset", {}, el("legend", {}, label), ...children);
}

/** Return checkboxes for the values of one key of the state; all of them checked is the same as no choice. */
function choices(app, key, values) {
  const boxes = values.map(({ value, label, count }) => {
    const box = el("input", { type: "checkbox", change: () => choose() });
    return { value, box, row: el("label", { class: "choice" }, box, el("span", { class: "said" }, label), el("span", { class: "quiet" }, ` ${count}`)) };
  });
  const choose = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ value }) => value);
    app.change({ [key]: chosen.length === boxes.length ? null : chosen });
  };
  const set = (chosen) => app.change({ [key]: chosen });
  const both = boxes.length > 4 ? el("div", { class: "actions" }, button("All", () => set(null)), button("None", () => set([]))) : null;
  const update = () => boxes.forEach(({ value, box }) => (box.checked = !app.state[key] || app.state[key].includes(value)));
  return { rows: [both, ...boxes.map(({ row }) => row)], update };
}

function kinds(app) {
  const { nodes } = app.data;
  const values = kindsOf(app.data).map((kind) => ({ value: kind, label: kindWords(kind, 2), count: nodes.filter((node) => node.kind === kind).length }));
  const { rows, update } = choices(app, "kinds", values);
  return { element: group("Kinds", rows), update };
}

function classes(app) {
  const weapons = app.data.nodes.filter((node) => node.kind.startsWith("weapon"));
  const names = [...new Set(weapons.map((node) => topClass(node) ?? "none"))].sort();
  if (names.length < 2) return null;
  const label = (name) => (name === "none" ? "no class known" : name.replaceAll("_", " "));
  const values = names.map((name) => ({ value: name, label: label(name), count: weapons.filter((node) => (topClass(node) ?? "none") === name).length }));
  const { rows, update } = choices(app, "classes", values);
  return { element: el("details", {}, el("summary", {}, "Classes of weapon"), group("Show", rows)), update };
}

function outlets(app) {
  const { articles, outlets: names } = app.data;
  const counts = new Map();
  for (const { outlet } of articles) counts.set(outlet, (counts.get(outlet) ?? 0) + 1);
  const places = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a ?? 1e9) - (b ?? 1e9));
  const values = places.map((place) => ({ value: place === null ? "" : names[place], label: place === null ? "outlet not stated" : names[place], count: counts.get(place) }));
  const { rows, update } = choices(app, "outlets", values);
  return { element: el("details", { open: values.length <= 12 }, el("summary", {}, "Outlets"), group("Count articles of", rows)), update };
}

function dates(app) {
  const days = app.data.articles.map(({ day }) => day).filter((day) => day !== null);
  if (!days.length) return null;
  const histogram = new Histogram(app.bins, (from, to) => app.change({ from, to }));
  const field = (key, label) => {
    const input = el("input", { type: "date", id: `date-${key}`, change: () => app.change({ [key]: dayOf(input.value) }) });
    return { key, input, row: el("label", { class: "field" }, label, input) };
  };
  const fields = [field("from", "from"), field("to", "to")];
  const all = button("All dates", () => app.change({ from: null, to: null }));
  const undated = app.data.articles.length - days.length;
  const note = undated ? el("p", { class: "quiet" }, `${undated} undated articles are in no span of dates.`) : null;
  const update = () => {
    fields.forEach(({ key, input }) => (input.value = isoDay(app.state[key])));
    all.disabled = app.state.from === null && app.state.to === null;
    histogram.update(app.outletDays(), app.state);
  };
  return { element: group("Dates", histogram.element, el("div", { class: "row" }, fields.map(({ row }) => row)), all, note), update };
}

function reports(app) {
  const input = el("input", { type: "number", id: "min-reports", min: 1, max: 9999, step: 1, change: () => app.change({ minReports: Math.max(1, Math.round(Number(input.value)) || 1) }) });
  const less = button("−", () => app.change({ minReports: Math.max(1, app.state.minReports - 1) }), { "aria-label": "One report fewer" });
  const more = button("+", () => app.change({ minReports: app.state.minReports + 1 }), { "aria-label": "One report more" });
  const row = el("div", { class: "row stepper" }, less, input, more);
  const label = el("label", { for: "min-reports" }, "Show ties in at least this many independent reports");
  return { element: group("Reports", label, row), update: () => (input.value = app.state.minReports) };
}

function picker(app, key, id, label, options) {
  const input = el("select", { id, change: () => app.change({ [key]: options[input.selectedIndex].value }) }, options.map((option) => el("option", {}, option.label)));
  const update = () => (input.selectedIndex = Math.max(0, options.findIndex((option) => option.value === app.state[key])));
  return { element: el("label", { class: "field" }, label, input), update };
}

const BACKBONE = 0.05;

/** Return a switch between three ways to see the ties: how often, how much more than chance, which stand out for those who have them. */
function views(app, hasBackbone) {
  const association = ASSOCIATION.find((name) => app.data.measures.includes(name));
  const all = { count: { measure: "n_reports", maxAlpha: null } };
  if (association) all.association = { measure: association, maxAlpha: null };
  if (hasBackbone) all.backbone = { measure: "n_reports", maxAlpha: BACKBONE };
  if (Object.keys(all).length < 2) return null;
  const buttons = Object.entries(all).map(([name, view]) => ({ view, made: button(name, () => app.change(view), { id: `view-${name}` }) }));
  const isShown = (view) => Object.entries(view).every(([key, value]) => app.state[key] === value);
  const update = () => buttons.forEach(({ view, made }) => made.setAttribute("aria-pressed", String(isShown(view))));
  return { element: el("div", { class: "switch", role: "group", "aria-label": "Ties by" }, buttons.map(({ made }) => made)), update };
}

/** Return the switch between counts and measures, and thresholds on what was computed over the whole corpus, where it was. */
function measures(app) {
  const { data } = app;
  const has = (name) => data.ties.some((tie) => typeof tie[name] === "number");
  const widths = [{ value: "n_reports", label: "count: independent reports" }, ...data.measures.map((name) => ({ value: name, label: `${columnWords(name)} (whole corpus)` }))];
  const hasBackbone = has("p_disparity");
  const levels = (all, values, sign) => [{ value: null, label: all }, ...values.map((value) => ({ value, label: `${sign} ≤ ${value}` }))];
  const parts = [
    views(app, hasBackbone),
    data.measures.length ? picker(app, "measure", "width", "Width of a tie", widths) : null,
    hasBackbone ? picker(app, "maxAlpha", "alpha", "Backbone (whole corpus)", levels("all ties", LEVELS_ALPHA, "p")) : null,
    has("q") ? picker(app, "maxQ", "q", "Beyond chance (whole corpus)", levels("all ties", LEVELS_Q, "q")) : null,
  ].filter(Boolean);
  if (!parts.length) return null;
  return { element: group("Ties by", parts.map(({ element }) => element)), update: () => parts.forEach(({ update }) => update()) };
}

function communities(app) {
  if (!app.communities.length) return null;
  const options = [{ value: null, label: "all" }, ...app.communities.map(({ number, label }) => ({ value: number, label }))];
  const parts = [
    picker(app, "colour", "colour", "Colour", [{ value: "kind", label: "by kind" }, { value: "community", label: "by community (whole corpus)" }]),
    picker(app, "community", "community", "Show community", options),
  ];
  return { element: group("Communities", parts.map(({ element }) => element)), update: () => parts.forEach(({ update }) => update()) };
}

function switches(app) {
  const make = (key, label) => {
    const box = el("input", { type: "checkbox", change: () => app.change({ [key]: box.checked }) });
    return { element: el("label", { class: "choice" }, box, el("span", {}, label)), update: () => (box.checked = app.state[key]) };
  };
  const hasHome = app.data.ties.some((tie) => tie.is_home);
  const parts = [hasHome ? make("home", "Ties with the home country") : null, make("alone", "Names without a tie")].filter(Boolean);
  return { element: group("Also show", parts.map(({ element }) => element)), update: () => parts.forEach(({ update }) => update()) };
}
