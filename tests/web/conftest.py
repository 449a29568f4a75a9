"""A reader of the site, of a real release, and a real browser before a real server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from maillage.web.gate import pages
from tests import homes, serving

# Playwright's loop runs in this thread; Django would take it for ours and refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


class UnknownVariable(str):
    """What a template prints for a variable it does not know: a failed test."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: Any) -> str:
        raise AssertionError(f"unknown template variable: {name}")


@pytest.fixture(autouse=True)
def unknown_template_variables_fail() -> Iterator[None]:
    engine = engines["django"].engine
    usual, engine.string_if_invalid = engine.string_if_invalid, UnknownVariable("%s")
    yield
    engine.string_if_invalid = usual


@pytest.fixture(autouse=True)
def no_second_factor(request: pytest.FixtureRequest) -> None:
    """Nobody is asked a second factor, but where that is what is tested: test_second_factor.py."""
    if not request.node.get_closest_marker("second_factor"):
        request.getfixturevalue("settings").MAILLAGE_SECOND_FACTOR = frozenset()


@pytest.fixture
def reading(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Gives a reader of the site whose home is the folder given."""

    def open_site(home: Path) -> Client:
        settings.MAILLAGE_HOME = home
        # None that another test kept.
        pages.forget()
        settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
        settings.STORAGES = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
        return Client(headers={"host": "localhost"})

    return open_site


@pytest.fixture
def site(reading: Any, release_home: Path) -> Client:
    """A reader of the sample release."""
    client: Client = reading(release_home)
    return client


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server of the sample release, where no test writes what another counts on."""
    return serving.shared(tmp_path_factory, "samples", homes.samples)


def chromium_path(own: str) -> str:
    """Where the browser is: Debian's, or the one Playwright installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and Path(own).exists():
        found = own
    if found is None:
        pytest.fail("No browser: install Debian's package « chromium », or run « playwright install chromium ».")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; without one the tests that need it fail, they do not vanish."""
    with sync_playwright() as playwright:
        path = chromium_path(playwright.chromium.executable_path)
        opened = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def tried_out(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server of the demonstration, where tests write: none counts on what another left."""
    return serving.shared(tmp_path_factory, "demonstration", homes.demonstration)
