"""A Chromium without a network for the explorer's tests, and how they look into its pages."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--window-size=1400,900",
    # on a busy machine Chromium takes its window for hidden and draws no more frames
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
)
NO_NETWORK = ("--proxy-server=127.0.0.1:9",)  # nothing listens there
WAIT_S = 30


AXE = files("axe_core_python") / "axe.min.js"
GRAVE = ("serious", "critical")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@contextmanager
def started(*flags: str, downloads: Path) -> Iterator[webdriver.Chrome]:
    """Start Chromium, or skip the test where there is none: with CI set that is a failure. Nothing asked of it waits for ever."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (program and driver):
        reason = "no chromium and chromedriver on this machine: install them to test the explorer in a browser"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    os.environ["SE_AVOID_STATS"] = "true"
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, *flags):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    browser.set_script_timeout(WAIT_S)
    browser.set_page_load_timeout(2 * WAIT_S)
    try:
        yield browser
    finally:
        browser.quit()


def requested(browser) -> list[str]:
    """Return the addresses that were asked for since the log was last read."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def look(browser, *, width: int, height: int, dark: bool = False, phone: bool = False) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})


def opened(browser, page: Path, link: str = "") -> None:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}{'#' + link if link else ''}")
    drawn(browser)


def drawn(browser) -> None:
    """Wait until an explorer, here or in the frame that was switched to, has drawn its picture."""
    until(browser, "Boolean(globalThis.explorer?.scene)")
    settled(browser)


def settled(browser) -> None:
    """Wait until what was changed is drawn and written in the tables; where no frame comes, go on and let the test say so."""
    browser.execute_async_script(
        """const done = arguments[0];
        setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 200);
        setTimeout(done, 10000);"""
    )


def until(browser, expression: str) -> None:
    """Wait until an expression is true in the page."""
    WebDriverWait(browser, WAIT_S).until(lambda b: js(b, expression), f"never came true: {expression}")


def js(browser, expression: str, *values):
    return browser.execute_script(f"return {expression}", *values)


def exported(browser, downloads: Path, label: str, name: str) -> Path:
    """Choose an entry of the export menu and return the file that it gives."""
    for old in downloads.iterdir():
        old.unlink()
    browser.find_element(By.ID, "open-exports").click()
    browser.find_element(By.XPATH, f"//div[@id='exports']/button[.='{label}']").click()
    WebDriverWait(browser, 10).until(lambda _: (downloads / name).is_file() and (downloads / name).stat().st_size > 0)
    return downloads / name


def grave_findings(browser) -> list[tuple[str, str, list[str]]]:
    """Return the grave findings of axe-core on the page as it is: rule, what it says, where."""
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    result = browser.execute_async_script(
        """const [tags, done] = arguments;
        const asked = { iframes: false, runOnly: { type: "tag", values: tags } };
        axe.run(document, asked).then(done, (error) => done({ failed: String(error) }));""",
        STANDARD,
    )
    assert "failed" not in result, result
    assert len(result["passes"]) > 15
    grave = [rule for rule in result["violations"] if rule["impact"] in GRAVE]
    return [(rule["id"], rule["help"], [node["html"] + node["failureSummary"] for node in rule["nodes"][:4]]) for rule in grave]
