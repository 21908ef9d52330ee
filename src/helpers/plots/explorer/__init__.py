"""The network as one page to explore: search, filter, follow every tie down to its sentences; offline, in a single file."""

from helpers.plots.explorer.explorer import Explorer, explore
from helpers.plots.explorer.page import page_scripts, script_source, shows_explorer, style_source

__all__ = ["Explorer", "explore", "page_scripts", "script_source", "shows_explorer", "style_source"]
