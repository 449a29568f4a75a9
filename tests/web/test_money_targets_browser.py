"""Money and targets in a real browser: read by anybody whatever the theme, on a phone 320 px wide, written by keys."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.serving import answers, free_port, start
from tests.web.axe import faults
from tests.web.test_actions_browser import ENTERED, ROOT, TOO_WIDE, signed_in

pytestmark = pytest.mark.more

MORE = """
from decimal import Decimal
from maillage.steering.money import saving as money
from maillage.steering.money.models import Envelope
from maillage.steering.targets import entering
from maillage.steering.targets.models import Sheet, Target
years = dict(first_year=2021, last_year=2027)
envelope = Envelope.objects.create(name="FEDER", programme="feder", strategy=held, amount=1000, **years)
lines = {(2026, "investissement"): (Decimal(100), Decimal(120)), (2026, "fonctionnement"): (Decimal(7), None)}
given = (money.Given(None, None, "Union européenne", envelope.pk, Decimal(60), "notifie"),)
money.save(one, None, money.Budget(lines, given))
usual = dict(territories="region:27", frequency="annuelle")
typed = Sheet.objects.create(code="pass", title="Pass numériques", unit="pass", person=person, **usual)
ftth = Sheet.objects.create(code="ftth", title="Fibre", indicator="taux_locaux_raccordables_ftth", **usual)
for sheet in (typed, ftth):
    sheet.strategies.add(held)
    Target.objects.create(sheet=sheet, territory="region:27", on="2030-12-31", value=Decimal(100))
for year, value in (("2023", 10), ("2024", 30)):
    entering.enter(typed, entering.Given("region:27", year, Decimal(value), comment="Relu"), person)
entering.propose(typed, entering.Given("region:27", "2024", Decimal(35)), person)
"""
PAGES = (
    "/piloter/actions/A01/budget",
    "/piloter/budget",
    "/piloter/enveloppes",
    "/piloter/enveloppes/1",
    "/piloter/enveloppes/nouvelle",
    "/piloter/indicateurs",
    "/piloter/indicateurs?niveau=departement",
    "/piloter/indicateurs/nouveau",
    "/piloter/indicateurs/pass",
    "/piloter/indicateurs/ftth",
    "/piloter/indicateurs/pass/modifier",
    "/piloter/indicateurs/pass/cibles",
    "/piloter/indicateurs/pass/saisie",
    "/strategies/essai/budget",
    "/strategies/essai/indicateurs",
    "/strategies/essai/indicateurs?niveau=departement",
)


@pytest.fixture(scope="module")
def office(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The address of a server with a budget and two indicators, and the cookie of somebody from the team."""
    home = Path(shutil.copytree(release_home, tmp_path_factory.mktemp("money") / "home", symlinks=True))
    written, told = ENTERED.rsplit("session = SessionStore()", 1)
    program = [sys.executable, "-c", f"{written}{MORE}\nsession = SessionStore(){told}", str(home)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    name, key = done.stdout.split()[-2:]
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}", server, home)
        yield f"http://localhost:{port}", name, key
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


@pytest.mark.browser
def test_each_page_is_accessible_in_both_themes_and_fits_a_small_phone(
    browser: Browser, office: tuple[str, str, str]
) -> None:
    wrong: list[str] = []
    for scheme, width in (("light", 320), ("dark", 1280)):
        context: BrowserContext
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
def test_a_budget_is_filled_in_by_keys_alone(browser: Browser, office: tuple[str, str, str]) -> None:
    with signed_in(browser, office, 1280) as context:
        page = context.new_page()
        page.goto("/piloter/actions/A01/budget")
        page.get_by_label("Fonctionnement réel 2026").focus()
        page.keyboard.type("6,50")
        page.keyboard.press("Enter")
        page.get_by_text("Enregistré.").wait_for()
        assert page.get_by_label("Fonctionnement réel 2026").input_value() == "6,50"
