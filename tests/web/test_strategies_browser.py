"""Strategies in a real browser: accessible at any width, and changed with the keyboard alone."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT
from tests.serving import answers, free_port, start
from tests.web.axe import faults

pytestmark = pytest.mark.more

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SEED = """
import sys
from datetime import date
from pathlib import Path
from maillage.config.serve import open_home
open_home(Path(sys.argv[1]))
from django.conf import settings
from django.test import Client
from maillage.directory.joining import join
from maillage.directory.models import User
from maillage.observatory.door import current
from maillage.steering.strategies import demonstration
demonstration.enter(current(Path(sys.argv[1])), date(2026, 6, 30))
join("ada@exemple.fr", demonstration.TEAM, "equipe")
visitor = Client()
visitor.force_login(User.objects.get(email="ada@exemple.fr"))
print(settings.SESSION_COOKIE_NAME, visitor.cookies[settings.SESSION_COOKIE_NAME].value)
"""


@pytest.fixture(scope="module")
def workshop(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """A server with the demonstration's strategies: its address, and the session of somebody of the team."""
    home = Path(shutil.copytree(release_home, tmp_path_factory.mktemp("workshop") / "home", symlinks=True))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MAILLAGE_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", SEED, str(home)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=home,
        timeout=120,
    )
    name, value = done.stdout.split()
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}/strategies", server, home)
        yield f"http://localhost:{port}", name, value
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_accessible_at_any_width_in_the_light_and_in_the_dark(
    workshop: tuple[str, str, str], browser: Browser, width: int
) -> None:
    site, name, value = workshop
    mine = "/piloter/strategies"
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/piloter"}])
    page = context.new_page()
    page.goto(f"{site}{mine}/scoran-vb")
    draft = page.get_by_role("link", name="projet").get_attribute("href")
    page.goto(f"{site}{draft}")
    node = page.get_by_role(
        "link", name="Développer les infrastructures numériques fixes et mobiles", exact=True
    ).get_attribute("href")
    past = page.locator("#avec option").last.get_attribute("value")
    page.goto(f"{site}/strategies/scoran-vb")
    edition = page.get_by_role("link", name="Édition 2021").get_attribute("href")
    for address in (
        *("/strategies", "/strategies/scoran-vb", edition, mine, f"{mine}/nouvelle", f"{mine}/scoran-vb"),
        *(f"{mine}/scoran-vb/liens", f"{mine}/scoran-vb/modifier", f"{mine}/scoran-vb/historique"),
        *(draft, f"{draft}?avec={past}", f"{draft}/en-vigueur", node, f"{node}/retirer"),
    ):
        page.emulate_media(color_scheme="light")
        answer = page.goto(f"{site}{address}")
        assert answer is not None
        assert (answer.status, page.url) == (200, f"{site}{address}")
        assert page.evaluate(TOO_WIDE) <= 0, address
        assert faults(page) == [], address
        page.emulate_media(color_scheme="dark")
        assert faults(page, colours=True) == [], address
    context.close()


def test_a_line_of_the_tree_is_moved_with_the_keyboard_alone_and_without_a_script(
    workshop: tuple[str, str, str], browser: Browser
) -> None:
    site, name, value = workshop
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/piloter"}])
    page = context.new_page()
    page.goto(f"{site}/piloter/strategies/scoran-vb")
    page.get_by_role("link", name="projet").click()
    page.get_by_role("button", name="Descendre 13 Sensibiliser").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("L’élément est déplacé.")
    order = page.locator("#d5 > .tree > li").evaluate_all("lines => lines.map(one => one.id)")
    assert order == ["o14", "o13", "o15"]
    context.close()
