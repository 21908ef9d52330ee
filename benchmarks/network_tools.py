"""Other tools that count who is named with whom, each in an environment of its own, called as a separate process.

Environments lie in a folder under the system's one for temporary files and are kept from run to run. A tool that cannot be
installed or run is a reason in words, not a failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

PACKAGES = {"textnets": "textnets", "renard": "renard-pipeline"}
INSTALL_SECONDS, RUN_SECONDS = 300, 600


class Measured(NamedTuple):
    """What another tool took, the reading of its input left out."""

    wall: float
    processor: float
    n_edges: int


_TIMED = """
import json, sys, time
rows = json.load(open(sys.argv[1]))
{prepare}
wall, processor = time.perf_counter(), time.process_time()
{work}
print(json.dumps([time.perf_counter() - wall, time.process_time() - processor, n_edges]))
"""

#: What each tool runs: `rows` are pairs of article and name.
_SCRIPTS = {
    "textnets": {
        "prepare": """
import collections
import pandas as pd, textnets as tn
counts = collections.Counter(map(tuple, rows))
""",
        "work": """
listed = [{"label": a, "term": e, "n": n, "term_weight": float(n)} for (a, e), n in counts.items()]
table = pd.DataFrame(listed).set_index("label")
n_edges = tn.Textnet(table, min_docs=1, connected=False).project(node_type="term").ecount()
""",
    },
    "renard": {
        "prepare": """
from renard.pipeline.character_unification import Character
from renard.pipeline.ner import NEREntity
from renard.pipeline.graph_extraction import CoOccurrencesGraphExtractor
sentences, mentions, last = [], {}, None
for place, (article, name) in enumerate(rows):
    if article != last:
        sentences.append([])
    last = article
    sentences[-1].append(name)
    mentions.setdefault(name, []).append(NEREntity([name], place, place + 1, "PER"))
people = {Character(frozenset([name]), found) for name, found in mentions.items()}
step = CoOccurrencesGraphExtractor(co_occurrences_dist=(0, "sentences"))
""",
        "work": """
n_edges = step(people, sentences)["character_network"].number_of_edges()
""",
    },
}


def run_tool(tool: str, rows: list[list[str]]) -> Measured | str:
    """Return what the tool took for rows of article and name, or why it could not be run."""
    try:
        python = _build_environment(tool)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.json"
            path.write_text(json.dumps(rows), encoding="utf-8")
            done = _call(python, "-c", _TIMED.format(**_SCRIPTS[tool]), path, timeout=RUN_SECONDS)
        return Measured(*json.loads(done.strip().splitlines()[-1]))
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        return _why(error)


def _call(*command: str | Path, timeout: float) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=timeout).stdout


def _build_environment(tool: str) -> Path:
    """Install a tool outside the project; return its Python."""
    folder = Path(tempfile.gettempdir()) / "helpers-bench" / tool
    python, uv = folder / "bin" / "python", Path(sys.executable).parent / "uv"
    if not (folder / "ready").exists():
        _call(uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder, timeout=INSTALL_SECONDS)
        _call(uv, "pip", "install", "--quiet", "--python", python, PACKAGES[tool], timeout=INSTALL_SECONDS)
        (folder / "ready").touch()
    return python


def _why(error: Exception) -> str:
    """Return the reason in a few words."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not done after {error.timeout:.0f} s"
    lines = [line for line in (getattr(error, "stderr", None) or str(error)).splitlines() if line and "WARNING" not in line]
    return lines[-1][:120].replace("|", "/") if lines else type(error).__name__
