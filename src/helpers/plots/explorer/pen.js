// A pen that writes SVG.

import { LABEL_FONT } from "./drawing.js";
import { svgEl } from "./text.js";

const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // a file with one of these is no XML, and no program opens it

/** A pen that writes SVG: the part of a canvas's drawing that this page uses. */
export class SvgPen {
  constructor(width, height) {
    Object.assign(this, { globalAlpha: 1, lineWidth: 1, strokeStyle: "#000", fillStyle: "#000", textAlign: "start", dash: "", path: "", font: LABEL_FONT });
    this.root = svgEl("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height });
  }

  beginPath() {
    this.path = "";
  }

  moveTo(x, y) {
    this.path += `M${x.toFixed(1)} ${y.toFixed(1)}`;
  }

  lineTo(x, y) {
    this.path += `L${x.toFixed(1)} ${y.toFixed(1)}`;
  }

  /** Whole circles are all that is drawn here: two halves, whose ends must be as far apart as the rounded radius says. */
  arc(x, y, radius) {
    const r = radius.toFixed(1);
    const far = (2 * r).toFixed(1);
    this.path += `M${(x + Number(r)).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 1 -${far} 0a${r} ${r} 0 1 1 ${far} 0Z`;
  }

  closePath() {
    this.path += "Z";
  }

  setLineDash(dash) {
    this.dash = dash.join(" ");
  }

  stroke() {
    const line = { d: this.path, fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-opacity": this.globalAlpha };
    this.root.append(svgEl("path", this.dash ? { ...line, "stroke-dasharray": this.dash } : line));
  }

  fill() {
    const shape = { d: this.path, fill: this.fillStyle };
    this.root.append(svgEl("path", this.globalAlpha < 1 ? { ...shape, "fill-opacity": this.globalAlpha } : shape));
  }

  fillRect(x, y, width, height) {
    this.root.append(svgEl("rect", { x, y, width, height, fill: this.fillStyle }));
  }

  strokeText(text, x, y) {
    this.text(text, x, y, { fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-linejoin": "round" });
  }

  fillText(text, x, y) {
    this.text(text, x, y, { fill: this.fillStyle });
  }

  text(text, x, y, look) {
    const [weight, size, family] = /^(bold )?([\d.]+px) (.*)$/.exec(this.font).slice(1);
    const anchor = this.textAlign === "center" ? "middle" : "start";
    const font = { "font-family": family, "font-size": size, "font-weight": weight ? "bold" : "normal" };
    this.root.append(svgEl("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor, "dominant-baseline": "central", ...font, ...look }, text));
  }

  toString() {
    return new XMLSerializer().serializeToString(this.root).replace(NO_XML, "");
  }
}
