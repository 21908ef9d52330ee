"""The explorer in JupyterLab with a way back: what the reader selects and filters there comes back as tables."""

from __future__ import annotations

import importlib
from typing import Any

_MODULE = """
export default {
  render({ model, el }) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox");
    frame.title = "Network";
    Object.assign(frame.style, { width: "100%", height: `${model.get("height_px")}px`, border: "0" });
    frame.addEventListener("load", () => frame.contentWindow.postMessage({ explorer: "listen" }, "*"));
    const hear = (event) => {
      if (event.source !== frame.contentWindow || typeof event.data?.explorer !== "string") return;
      model.set("link", event.data.explorer);
      model.save_changes();
    };
    window.addEventListener("message", hear);
    frame.srcdoc = model.get("page");
    el.append(frame);
    return () => window.removeEventListener("message", hear);
  },
};
"""


def live_widget(explorer: Any, *, height_px: int) -> Any:
    """Return an anywidget that shows the page of `explorer`.

    Its `link` says what is chosen, as the page's own address would; its `tables()` are `explorer.tables(link)`.
    Raises ModuleNotFoundError where anywidget is not installed.
    """
    try:
        anywidget, traitlets = (importlib.import_module(name) for name in ("anywidget", "traitlets"))
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{error.name} is not installed and live() needs it: `pip install anywidget`; without it the explorer still shows, "
            "and explorer.tables(link) takes the link that a saved page shows in its address"
        ) from error
    traits = {
        "_esm": _MODULE,
        "page": traitlets.Unicode(explorer.html).tag(sync=True),
        "link": traitlets.Unicode("").tag(sync=True),
        "height_px": traitlets.Int(height_px).tag(sync=True),
        "tables": lambda self: explorer.tables(self.link),
        "_repr_mimebundle_": lambda self, **options: _with_page(anywidget.AnyWidget._repr_mimebundle_(self, **options), explorer),
    }
    return type("LiveExplorer", (anywidget.AnyWidget,), traits)()


def _with_page(shown: Any, explorer: Any) -> Any:
    """Add the page to what a notebook shows of a widget: where no kernel answers a widget is blank, the page is not."""
    data, *rest = shown if isinstance(shown, tuple) else (shown,)
    data = {**(data or {}), **explorer._repr_mimebundle_()}
    return (data, *rest) if rest else data
