"""The network in the files of other tools: Gephi, Cytoscape, Neo4j, VOSviewer, Excel, Obsidian (`docs/exports.md`)."""

from helpers.sharing.content import Content, Evidence, gather
from helpers.sharing.exporting import FORMATS, export

__all__ = ["FORMATS", "Content", "Evidence", "export", "gather"]
