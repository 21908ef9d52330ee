// Articles over time, and a brush over them that chooses a span of dates.

import { fillBins } from "./timeline.js";
import { dayWords, svgEl, plural } from "./text.js";

const CHART_WIDTH = 240;
const CHART_HEIGHT = 56;

export class Histogram {
  /** choose is called with the first and last day of the span; null and null mean all. */
  constructor(bins, choose) {
    this.bins = bins;
    this.choose = choose;
    this.bars = bins.starts.map(() => svgEl("rect", { y: 0, height: 0 }));
    this.band = svgEl("rect", { class: "brush", y: 0, height: CHART_HEIGHT });
    this.element = svgEl("svg", { viewBox: `0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`, preserveAspectRatio: "none", class: "histogram", role: "img" }, this.band, ...this.bars);
    this.listen();
  }

  update(days, { from, to }) {
    const counts = fillBins(this.bins, days);
    const top = counts.reduce((a, b) => Math.max(a, b), 1);
    const step = CHART_WIDTH / counts.length;
    counts.forEach((count, i) => {
      const height = count ? Math.max((count / top) * (CHART_HEIGHT - 4), 2) : 0;
      const isIn = (from === null || this.endOf(i) >= from) && (to === null || this.bins.starts[i] <= to);
      const shape = { x: i * step + 0.15 * step, width: 0.7 * step, y: CHART_HEIGHT - height, height, class: isIn ? "in" : "out" };
      for (const [name, value] of Object.entries(shape)) this.bars[i].setAttribute(name, value);
    });
    const { starts, end } = this.bins;
    this.element.setAttribute("aria-label", `${plural(days.length, "article")} a ${this.bins.unit}, ${dayWords(starts[0])} to ${dayWords(end - 1)}, at most ${top}. Drag to choose a span, or use the dates below.`);
    this.showBand(from === null && to === null ? null : [this.binOf(from ?? starts[0]), this.binOf(to ?? end - 1)]);
  }

  endOf(bin) {
    return (this.bins.starts[bin + 1] ?? this.bins.end) - 1;
  }

  binOf(day) {
    const after = this.bins.starts.findIndex((start) => start > day);
    return Math.max(0, (after < 0 ? this.bins.starts.length : after) - 1);
  }

  showBand(ends) {
    const step = CHART_WIDTH / this.bins.starts.length;
    this.band.setAttribute("x", ends ? ends[0] * step : 0);
    this.band.setAttribute("width", ends ? (ends[1] - ends[0] + 1) * step : 0);
  }

  listen() {
    let start = null;
    const binAt = (event) => {
      const box = this.element.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      return Math.min(Math.max(Math.floor(share * this.bins.starts.length), 0), this.bins.starts.length - 1);
    };
    const span = (event) => [start, binAt(event)].sort((a, b) => a - b);
    this.element.addEventListener("pointerdown", (event) => {
      start = binAt(event);
      this.element.setPointerCapture(event.pointerId);
      this.showBand(span(event));
      event.preventDefault();
    });
    this.element.addEventListener("pointermove", (event) => start !== null && this.showBand(span(event)));
    this.element.addEventListener("pointerup", (event) => {
      if (start === null) return;
      const [low, high] = span(event);
      start = null;
      this.choose(this.bins.starts[low], this.endOf(high));
    });
    this.element.addEventListener("pointercancel", () => (start = null));
    this.element.addEventListener("dblclick", () => this.choose(null, null));
  }
}
