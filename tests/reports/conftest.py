import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from hygiene import texts

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins, and leaves the others, in English."""
    texts.use_language("en")
    yield
    texts.use_language("en")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A headless Chromium with an empty profile. Without one the test is skipped, or fails where one is required."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (program and driver):
        missing = "chromium and chromedriver are not installed (on Debian: apt install chromium-driver)"
        if os.environ.get("HYGIENE_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    chromium = _started(program, driver, tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.quit()


def _started(program: str, driver: str, profile: Path) -> Chrome:
    options = ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return Chrome(options=options, service=ChromeService(driver))
