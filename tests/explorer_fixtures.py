"""The browser of the explorer's tests: one for each file of tests, and after each test a look at what it asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from explorer_chromium import NO_NETWORK, look, requested, started
from explorer_corpus import Corpus, generated_corpus, made


@pytest.fixture(scope="module")
def downloads(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def chromium(downloads) -> Iterator[webdriver.Chrome]:
    with started(*NO_NETWORK, downloads=downloads) as browser:
        yield browser


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return generated_corpus(60, 140, 420, 90)


@pytest.fixture(scope="module")
def page(corpus, tmp_path_factory) -> Path:
    return made(corpus).save(tmp_path_factory.mktemp("pages") / "page.html")


@pytest.fixture
def browser(chromium) -> Iterator[webdriver.Chrome]:
    """The browser; after each test there was no request, no error and nothing refused in it."""
    for log in ("performance", "browser"):
        chromium.get_log(log)
    look(chromium, width=1400, height=900)
    yield chromium
    urls = requested(chromium)
    assert [url for url in urls if not url.startswith(("file:///", "data:", "blob:", "about:"))] == []
    files = {url.partition("#")[0] for url in urls if url.startswith("file:")}
    assert all(url.endswith(".html") for url in files), files
    assert [entry["message"] for entry in chromium.get_log("browser")] == []
