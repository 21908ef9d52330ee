// What the pointer is over, in a line beside it.

import { kindWords } from "./data.js";
import { byId, plural } from "./text.js";

/** Show the line for a hit at a spot, or hide it. */
export function showTip(app, hit, spot) {
  const tip = byId("tip");
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
