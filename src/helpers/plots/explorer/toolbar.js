// Buttons and keys of the page as a whole, and what it hears from outside.

import { fromLink } from "./state.js";
import { byId } from "./text.js";

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

/** Make the buttons at the top and on the picture work. */
export function makeToolbar(app) {
  byId("undo").addEventListener("click", () => app.undo(-1));
  byId("redo").addEventListener("click", () => app.undo(1));
  byId("reset").addEventListener("click", () => {
    app.pathFrom = null;
    app.change({ ...app.start });
    app.fit();
  });
  byId("zoom-in").addEventListener("click", () => app.move(() => app.camera.zoom(1.4)));
  byId("zoom-out").addEventListener("click", () => app.move(() => app.camera.zoom(1 / 1.4)));
  byId("zoom-fit").addEventListener("click", () => app.fit());
  makeToggle(byId("open-filters"), byId("filters"), { onChange: (isOpen) => document.body.classList.toggle("with-filters", isOpen) })(innerWidth >= 1200);
  const setExports = makeToggle(byId("open-exports"), byId("exports"), { onChange: (isOpen) => (byId("exports").hidden = !isOpen) });
  document.addEventListener("pointerdown", (event) => byId("exports").contains(event.target) || event.target === byId("open-exports") || setExports(false));
  byId("exports").addEventListener("click", () => setExports(false));
}

/** Listen to the keys of the whole page, to its address and to the notebook round it. */
export function listenOutside(app) {
  document.addEventListener("keydown", (event) => keys(app, event));
  window.addEventListener("hashchange", () => app.change(fromLink(location.hash.slice(1), app.data)));
  window.addEventListener("message", (event) => {
    // the notebook round the page asks to be told what is chosen
    if (event.source !== window.parent || window === window.top || event.data?.explorer !== "listen") return;
    app.isHeard = true;
    app.keepLink();
  });
}

function keys(app, event) {
  const isTyping = event.target.matches?.('input:not([type="checkbox"]), select');
  if (isTyping) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z") app.undo(event.shiftKey ? 1 : -1);
  else if ((event.ctrlKey || event.metaKey) && event.key === "y") app.undo(1);
  else if (event.key === "/") byId("search").focus();
  else return;
  event.preventDefault();
}
