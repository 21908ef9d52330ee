"""The explorer in JupyterLab, driven in a browser: it shows, and what is chosen in it comes back to Python as tables."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from selenium.webdriver.common.by import By

from explorer_chromium import NO_NETWORK, WAIT_S, drawn, js, requested, settled, started, until

CELLS = (
    """from explorer_corpus import generated_corpus
from helpers.plots.explorer import explore
corpus = generated_corpus(60, 140, 420, 90)
page = explore(corpus.graph, **corpus.tables, min_reports=1)
page""",
    "live = page.live()\nlive",
    'shown = live.tables()\nprint("back:", live.link, len(shown["nodes"]), len(shown["ties"]), len(shown["evidence"]))',
)
COMMAND = ("-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--ServerApp.port_retries=0")
OPTIONS = (
    "--IdentityProvider.token=",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
KERNEL = {"name": "python3", "display_name": "Python 3"}
HOMES = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
START_S = 120


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """JupyterLab in an empty home, with one notebook."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [new_code_cell(cell) for cell in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), folder / "explore.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {name: str(folder / "home") for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    inside = {
        **os.environ,
        **home,
        "JUPYTER_RUNTIME_DIR": str(folder / "home" / "runtime"),
        "PYTHONPATH": str(Path(__file__).parent),
    }
    command = [sys.executable, *COMMAND, *OPTIONS, f"--port={port}", f"--ServerApp.root_dir={folder}"]
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(command, env=inside, cwd=folder, stdout=log, stderr=log)
    try:
        answered(f"http://127.0.0.1:{port}/api", server, folder / "log.txt")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(WAIT_S)


def answered(url: str, server: subprocess.Popen, log: Path) -> None:
    opener = build_opener(ProxyHandler({}))
    until_s = time.monotonic() + START_S
    while server.poll() is None and time.monotonic() < until_s:
        try:
            with opener.open(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="module")
def lab(address, tmp_path_factory):
    with started(*NO_NETWORK, downloads=tmp_path_factory.mktemp("downloads")) as browser:
        browser.get(f"{address}/lab/tree/explore.ipynb")
        until(browser, "document.querySelectorAll('.jp-Notebook .jp-CodeCell').length === 3")
        until(browser, "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'")
        yield browser


def run_next(lab) -> None:
    lab.execute_async_script("jupyterapp.commands.execute('notebook:run-cell-and-select-next').then(arguments[0], arguments[0])")


def test_selection_and_filters_come_back_as_tables(lab, address):
    for cell in (0, 1):
        run_next(lab)
        until(lab, f"document.querySelectorAll('.jp-CodeCell')[{cell}].querySelector('iframe') !== null")
    frames = lab.find_elements(By.CSS_SELECTOR, ".jp-CodeCell iframe")
    assert len(frames) == 2
    for frame in frames:
        lab.execute_script("arguments[0].scrollIntoView()", frame)
        lab.switch_to.frame(frame)
        drawn(lab)
        assert js(lab, "explorer.shown.ties.length") == 140
        lab.switch_to.default_content()
    lab.switch_to.frame(frames[1])
    until(lab, "explorer.isHeard")
    lab.find_element(By.CSS_SELECTOR, "#details button.tie").click()
    lab.find_element(By.ID, "open-filters").click()
    lab.find_element(By.CSS_SELECTOR, "[aria-label='One report more']").click()
    settled(lab)
    shown = js(lab, "[explorer.shown.node.reduce((a, b) => a + b, 0), explorer.shown.ties.length]")
    source, target = js(lab, "explorer.state.selected")
    ends = "...explorer.state.selected.map((id) => explorer.data.place.get(id))"
    shown.append(js(lab, f"explorer.counts.n_sentences[explorer.tieBetween({ends})]"))
    lab.switch_to.default_content()
    run_next(lab)
    until(lab, "document.querySelectorAll('.jp-CodeCell')[2].innerText.includes('back:')")
    said = js(lab, "document.querySelectorAll('.jp-CodeCell')[2].querySelector('.jp-OutputArea-output').innerText").strip()
    assert said == " ".join(["back:", f"select={source}&select={target}&min=2", *map(str, shown)])
    own = (address, address.replace("http", "ws"), "data:", "blob:", "about:")
    assert [url for url in requested(lab) if not url.startswith(own)] == []
