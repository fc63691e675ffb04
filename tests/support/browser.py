"""A headless Chromium that opens reports; `make browser` installs it."""

from __future__ import annotations

import base64
import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any, Self

MISSING = "there is no Chromium, chromedriver, Selenium or axe: run `make test-browser`"

_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # it does not run for root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-lcd-text",  # colored edges of letters double the size of pictures
    "--hide-scrollbars",
    # A mouse: headless Chromium has no pointer that could hover.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,"
    "availablePointerTypes=4",
)


def is_installed() -> bool:
    """Return True if all that a `Browser` needs is there."""
    has_programs = all(map(shutil.which, ("chromium", "chromedriver")))
    return has_programs and _axe() is not None and importlib.util.find_spec("selenium") is not None


class Browser:
    """Chromium with a window of some size and color scheme.

    Attributes:
        driver: Selenium's driver.
    """

    def __init__(self, scheme: str = "light", width: int = 1280, height: int = 900) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for argument in _ARGUMENTS:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver: Any = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
        self.resize(width, height)
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        self._call("Emulation.setEmulatedMedia", features=media)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.driver.quit()

    def resize(self, width: int, height: int) -> None:
        """Change the size of the window, in CSS pixels."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def allow_clipboard(self) -> None:
        """Let the page read and write the clipboard."""
        self._call(
            "Browser.grantPermissions",
            permissions=["clipboardReadWrite", "clipboardSanitizedWrite"],
        )

    def open(self, path: Path) -> None:
        """Open a file."""
        self.driver.get(path.as_uri())

    def evaluate(self, script: str, *arguments: object) -> Any:
        """Return the result of a script."""
        return self.driver.execute_script(script, *arguments)

    def hover(self, selector: str) -> None:
        """Move the pointer over an element."""
        from selenium.webdriver import ActionChains

        element = self.driver.find_element("css selector", selector)
        ActionChains(self.driver).move_to_element(element).perform()

    def console(self) -> list[str]:
        """Return the messages on the console since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the URLs that were requested since the last call, blocked ones included."""
        messages = [json.loads(entry["message"])["message"] for entry in self._performance()]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]

    def finish_transitions(self) -> None:
        """Show the page as it is after all transitions."""
        self.evaluate("for (const transition of document.getAnimations()) transition.finish()")

    def violations(self) -> list[str]:
        """Return the serious and critical findings of axe on the page, each with its elements."""
        axe = _axe()
        assert axe is not None
        self.finish_transitions()
        self.driver.execute_script(axe.read_text("utf-8"))
        found = self.driver.execute_async_script(
            "axe.run().then(arguments[arguments.length - 1], arguments[arguments.length - 1])"
        )
        return [
            f"{rule['id']}: {node['html']} {node['failureSummary']}"
            for rule in found["violations"]
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window as PNG."""
        picture = self._call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(picture["data"]))

    def _performance(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.driver.get_log("performance")
        return entries

    def _call(self, command: str, **parameters: object) -> Any:
        return self.driver.execute_cdp_cmd(command, parameters)


def _axe() -> Path | None:
    """Return the path of axe, which the package for Playwright contains, None if it is missing."""
    spec = importlib.util.find_spec("axe_playwright_python")
    for folder in (spec and spec.submodule_search_locations) or ():
        return Path(folder) / "axe.min.js"
    return None
