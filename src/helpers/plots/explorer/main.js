// The page begins: its data is read and every part made.

import { App } from "./app.js";
import { highlight } from "./highlight.js";
import { listen } from "./pointer.js";
import { listenOutside, makeToolbar } from "./toolbar.js";
import { makeControls } from "./controls.js";
import { makeExports } from "./exporting.js";
import { makeSearch } from "./finder.js";
import { makeTables } from "./tables.js";
import { readData } from "./data.js";
import { byId } from "./text.js";
import { watchScreen } from "./screen.js";

const app = new App(readData(byId("data").textContent));
app.updateControls = makeControls(app);
app.updateTables = makeTables(app);
makeSearch(app);
makeExports(app);
makeToolbar(app);
listen(app, byId("over"));
listenOutside(app);
watchScreen(app);
app.refresh();
// for the console, and for tests
globalThis.explorer = Object.assign(app, { highlight: () => highlight(app) });
