// The size of the stage, light and dark, and paper.

import { paperPicture } from "./exporting.js";
import { showLegend } from "./legend.js";
import { spacingOf } from "./picture.js";
import { byId } from "./text.js";

/** Follow the size of the stage, light and dark, and paper. */
export function watchScreen(app) {
  new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    if (width < 2 || height < 2) return;
    const wasUpright = app.camera.height > 1.15 * app.camera.width;
    app.camera.resize(Math.round(width), Math.round(height));
    app.buttons = boxOf(byId("zoom"));
    if (!app.isFitted) app.spacing = spacingOf(app);
    if (!app.isFitted || wasUpright !== height > 1.15 * width) app.fit();
    app.isFitted = true;
    app.drawNow();
    app.draw({ labels: true });
  }).observe(byId("stage"));
  const redraw = () => { showLegend(app); app.drawNow(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  window.addEventListener("beforeprint", () => turnToPaper(app, true));
  window.addEventListener("afterprint", () => turnToPaper(app, false));
}

/** Return where an element stands in its parent, [left, top, right, bottom]. */
function boxOf({ offsetLeft, offsetTop, offsetWidth, offsetHeight }) {
  return [offsetLeft, offsetTop, offsetLeft + offsetWidth, offsetTop + offsetHeight];
}

/** Put a drawing of lines in the place of the canvases while the page is printed: browsers lose canvases on the way to paper. */
function turnToPaper(app, isPrinting) {
  app.isPrinting = isPrinting;
  document.querySelector(".paper")?.remove();
  if (isPrinting) byId("stage").append(paperPicture(app));
  showLegend(app);
}
