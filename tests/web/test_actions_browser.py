"""Actions in a real browser: read by anybody whatever the theme, 320 px wide, and updated in four gestures."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.serving import answers, free_port, start
from tests.web.axe import faults

pytestmark = pytest.mark.more

ROOT = Path(__file__).parents[2]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ENTERED = """
import os, sys
from pathlib import Path
from maillage.config.serve import open_home
open_home(Path(sys.argv[1]))
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from maillage.directory.joining import Described, describe, join
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Risk, Step
from maillage.steering.strategies.models import Edition, Node, Strategy
region, _ = describe("Région Essai", Described(territory="region:27"))
held = Strategy.objects.create(slug="essai", title="Essai", level="region", organisation=region, shown=True)
edition = Edition.objects.create(strategy=held, name="2026", state="en_vigueur", level_names=[["axe", "axes"]])
node = Node.objects.create(edition=edition, key="a1", number="1", title="Fibre")
usual = dict(status="en_cours", visibility="publique", starts_on="2026-01-01", ends_on="2026-02-01")
one = saving.save(
    Action(strategy=held, code="A01", title="Raccorder", lead=region, territories="commune:25056", **usual),
    None, many={"nodes": [node]},
)
Step.objects.create(action=one, title="Marché", due_on="2026-01-15")
Risk.objects.create(action=one, title="Retard")
person = join("equipe@exemple.fr", "Région Essai", "equipe").person
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
print(settings.SESSION_COOKIE_NAME, session.session_key)
"""
PAGES = (
    "/piloter/actions",
    "/piloter/actions/A01",
    "/piloter/actions/A01/modifier",
    "/piloter/actions/A01/mettre-a-jour",
    "/piloter/actions/A01/etapes",
    "/piloter/actions/A01/historique",
    "/piloter/actions/lot?a=A01",
    "/piloter/actions/echange",
    "/piloter/calendrier",
    "/piloter/carte",
    "/strategies/essai/suivi",
    "/strategies/essai/actions/A01",
)


@pytest.fixture(scope="module")
def office(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The address of a server with one action, and the cookie of somebody from its team."""
    home = Path(shutil.copytree(release_home, tmp_path_factory.mktemp("actions") / "home", symlinks=True))
    program = [sys.executable, "-c", ENTERED, str(home)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    name, key = done.stdout.split()[-2:]
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}", server, home)
        yield f"http://localhost:{port}", name, key
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def signed_in(browser: Browser, office: tuple[str, str, str], width: int, scheme: str = "light") -> BrowserContext:
    address, name, key = office
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    context.add_cookies([{"name": name, "value": key, "domain": "localhost", "path": "/piloter"}])
    return context


@pytest.mark.browser
def test_each_page_is_accessible_in_both_themes_and_fits_a_small_phone(
    browser: Browser, office: tuple[str, str, str]
) -> None:
    wrong: list[str] = []
    for scheme, width in (("light", 320), ("dark", 1280)):
        with signed_in(browser, office, width, scheme) as context:
            page: Page = context.new_page()
            for address in PAGES:
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                wrong += [f"{address} {scheme}: {one}" for one in faults(page, colours=scheme == "dark")]
                if page.evaluate(TOO_WIDE) > 0:
                    wrong.append(f"{address}: wider than {width} px")
    assert wrong == []


@pytest.mark.browser
def test_an_update_takes_four_gestures_on_a_phone(browser: Browser, office: tuple[str, str, str]) -> None:
    with signed_in(browser, office, 390) as context:
        page = context.new_page()
        page.goto("/piloter/actions/A01/mettre-a-jour")
        page.get_by_label("Difficultés mineures").check()
        page.get_by_label("Marché").check()
        page.get_by_label("Étape terminée le").fill("2999-01-01")
        page.get_by_role("button", name="Enregistrer").click()
        page.locator(".wrong").filter(has_text="pas encore venu").wait_for()
        assert page.get_by_label("Marché").is_checked()
        page.get_by_label("Étape terminée le").fill("2026-01-20")
        page.get_by_label("Ce qui a été fait").fill("Le marché est attribué.")
        page.get_by_role("button", name="Enregistrer").click()
        page.get_by_text("C’est enregistré.").wait_for()
        assert page.get_by_text("Le marché est attribué.").is_visible()
        assert page.get_by_text("Faite le 20 janvier 2026").is_visible()
        assert page.get_by_text("non renseigné").first.is_visible()


@pytest.mark.browser
def test_a_workbook_with_merged_cells_is_refused_then_written_once_right(
    browser: Browser, office: tuple[str, str, str], tmp_path: Path
) -> None:
    with signed_in(browser, office, 1280) as context:
        page = context.new_page()
        page.goto("/piloter/actions/echange")
        with page.expect_download() as taken:
            page.get_by_role("link", name="Le classeur (XLSX)").click()
        right, wrong = tmp_path / "juste.xlsx", tmp_path / "faux.xlsx"
        taken.value.save_as(right)
        book = openpyxl.load_workbook(right)
        book["Actions"]["L2"], book["Actions"]["K2"] = "Les écoles", None
        book.save(right)
        book["Actions"].merge_cells("L2:M2")
        book.save(wrong)
        page.get_by_label("Le classeur").set_input_files(wrong)
        page.get_by_role("button", name="Vérifier").click()
        assert page.get_by_role("cell", name="cellule fusionnée").is_visible()
        page.get_by_label("Le classeur").set_input_files(right)
        page.get_by_role("button", name="Vérifier").click()
        assert page.get_by_role("heading", name="Ce qui s’efface").is_visible()
        assert faults(page, colours=False) == []
        page.get_by_role("button", name="Tout écrire").click()
        page.get_by_text("C’est écrit").wait_for()
        page.goto("/piloter/actions/A01")
        assert page.get_by_text("Les écoles").is_visible()
