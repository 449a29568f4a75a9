"""A reader of the site, of a real release, and a real browser before a real server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said_by(home: Path) -> Path:
    """Where the server of this home writes what it says: a file, as a pipe that nobody reads would block it."""
    return home.parent / f"{home.name}.log"


def start(home: Path, port: int) -> subprocess.Popen[bytes]:
    """The server as `maillage serve` runs it, from another folder than ours."""
    program = (
        "import sys; from pathlib import Path; from maillage.config.serve import serve; "
        f"serve(Path({str(home)!r}), '127.0.0.1', {port})"
    )
    root = Path(__file__).parents[2]
    with said_by(home).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=home.parent,
            env={**os.environ, "PYTHONPATH": str(root), "HOME": str(home.parent)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def answers(address: str, server: subprocess.Popen[bytes], home: Path) -> None:
    """Waits until the server answers."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            break
        except OSError:
            time.sleep(0.1)
    server.kill()
    pytest.fail(f"the server does not answer: {said_by(home).read_text('utf-8')}")


@pytest.fixture(scope="session")
def served(release_home: Path) -> Iterator[str]:
    """The address of a server of the sample release."""
    port = free_port()
    address = f"http://localhost:{port}"
    with start(release_home, port) as server:
        answers(address, server, release_home)
        yield address
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def chromium_path(own: str) -> str:
    """Where the browser is: Debian's, or the one Playwright installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and Path(own).exists():
        found = own
    if found is None:
        pytest.fail(
            "No browser: install Debian's package « chromium », or run « playwright install chromium »."
        )
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
def tried_out(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the demonstration, where tests write: none counts on what another left."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("tried_out") / "home", symlinks=True))
    port = free_port()
    address = f"http://localhost:{port}"
    with start(home, port) as server:
        answers(address, server, home)
        yield address
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0
