// Time in bins: how many days one holds, where each begins, and a small chart of them.

import { DAY_MS, dayWords, plural, svgEl } from "./text.js";

const STEPS = [["day", 1], ["week", 7], ["month", 30.4], ["quarter", 91.3], ["year", 365.25]];

/** Return bins over the given days: {unit, starts (first day of each), end (day after the last)}, at most `most` of them. */
export function makeBins(days, most = 60) {
  if (!days.length) return { unit: "month", starts: [], end: 0 };
  const low = days.reduce((a, b) => Math.min(a, b));
  const high = days.reduce((a, b) => Math.max(a, b));
  const [unit] = STEPS.find(([, length]) => (high - low + 1) / length <= most) ?? STEPS.at(-1);
  const starts = [binStart(low, unit)];
  while (nextStart(starts.at(-1), unit) <= high) starts.push(nextStart(starts.at(-1), unit));
  return { unit, starts, end: nextStart(starts.at(-1), unit) };
}

function binStart(day, unit) {
  const date = new Date(day * DAY_MS);
  if (unit === "day") return day;
  if (unit === "week") return day - ((day + 3) % 7); // weeks begin on a Monday; 1 January 1970 was a Thursday
  const month = unit === "month" ? date.getUTCMonth() : unit === "quarter" ? 3 * Math.floor(date.getUTCMonth() / 3) : 0;
  return Date.UTC(date.getUTCFullYear(), month, 1) / DAY_MS;
}

function nextStart(start, unit) {
  if (unit === "day" || unit === "week") return start + (unit === "day" ? 1 : 7);
  const date = new Date(start * DAY_MS);
  const months = { month: 1, quarter: 3, year: 12 }[unit];
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY_MS;
}

/** Return how many days fall into each bin. */
export function fillBins(bins, days) {
  const counts = new Array(bins.starts.length).fill(0);
  for (const day of days) {
    const place = placeOf(bins.starts, day);
    if (place >= 0 && day < bins.end) counts[place] += 1;
  }
  return counts;
}

function placeOf(starts, day) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Return a small chart of articles over time, with a sentence that says the same. */
export function sparkline(bins, days, what = "article") {
  const counts = fillBins(bins, days);
  const top = counts.reduce((a, b) => Math.max(a, b), 0);
  if (!top) return null;
  const peak = counts.indexOf(top);
  const said = `${plural(days.length, what)} with a date, ${dayWords(days.reduce((a, b) => Math.min(a, b)))} to ${dayWords(days.reduce((a, b) => Math.max(a, b)))}; at most ${top} in a ${bins.unit} (from ${dayWords(bins.starts[peak])})`;
  const chart = svgEl("svg", { viewBox: `0 0 ${4 * counts.length} 32`, preserveAspectRatio: "none", class: "sparkline", role: "img", "aria-label": said });
  counts.forEach((count, i) => {
    const height = count ? Math.max((30 * count) / top, 2) : 0;
    chart.append(svgEl("rect", { x: 4 * i, y: 31 - height, width: 3, height }));
  });
  chart.append(svgEl("rect", { x: 0, y: 31, width: 4 * counts.length, height: 1, class: "axis" }));
  return { chart, said };
}
