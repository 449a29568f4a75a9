"""A large file asked in a real browser: one leaves, comes back, it is there; a failure is begun again by a button."""

import io
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from tests import homes
from tests.serving import answers, free_port, start
from tests.web.axe import faults
from tests.web.filling import playing, refused, submits

pytestmark = [pytest.mark.more, pytest.mark.browser]
# Files are large from their first row, and take seconds; they fail while a file says so.
SLOW = """
import os, time
os.environ.update(MAILLAGE_HOME={home!r}, MAILLAGE_ADDRESS={address!r}, MAILLAGE_DEMO="1")
os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.config.settings"
import django; django.setup()
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
import maillage.config.urls
from maillage.config import hand
from maillage.directory.jobs import telling
from maillage.directory.jobs.registry import WORKS
from maillage.kernel.errors import UsageError
from maillage.web.lists import routes
from maillage.web.steer.actions import exchange, sent
hand.TICK, telling.MEANWHILE = 0.5, timedelta(seconds=1)
routes.AT_ONCE = exchange.AT_ONCE = sent.SMALL = 0
def slowed(make):
    def slow(progress, arguments, out):
        for tenth in range(40):
            progress(tenth / 40, "Les lignes s’écrivent")
            time.sleep(0.1)
        if Path({home!r}, "fails").exists():
            raise UsageError("La source n’est plus là. Revenez demain.")
        return make(progress, arguments, out)
    return slow
for name in ("lists.workbook", "actions.workbook"):
    WORKS[name] = replace(WORKS[name], make=slowed(WORKS[name].make))
"""


class Server:
    """A server of the demonstration, and its home."""

    def __init__(self, home: Path, address: str) -> None:
        self.home, self.address = home, address


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home, port = tmp_path_factory.mktemp("jobs") / "home", free_port()
    shutil.copytree(homes.demonstration(), home, symlinks=True)
    address = f"http://localhost:{port}"
    with start(home, port, SLOW.format(home=str(home), address=address)) as process:
        answers(f"{address}/", process, home)
        yield Server(home, address)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


def sheets(download: Download) -> list[str]:
    """The sheets of the workbook that was taken."""
    return openpyxl.load_workbook(io.BytesIO(download.path().read_bytes())).sheetnames


def ask(page: Page, source: str) -> str:
    """Ask for the rows of a source as a workbook; the address it leads to."""
    page.goto(f"/sources/{source}")
    page.get_by_role("link", name="XLSX").click()
    page.wait_for_url("**/travaux/*")
    return page.url


def test_a_visitor_without_javascript_leaves_and_comes_back_to_the_file(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    job = ask(page, "arcep_ftth_2018")
    expect(page.locator("main")).to_contain_text("Vous pouvez quitter cette page")
    page.goto("/")
    page.goto(job)
    # The page asks again by itself.
    link = page.get_by_role("link", name="Télécharger le fichier")
    link.wait_for()
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "maillage-arcep_ftth_2018-lignes-donnees-simulees.xlsx"
    assert sheets(download.value)[1:] == ["Sources", "À propos"]
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_visitor_sees_progress_then_the_file_without_loading_the_page_again(
    browser: Browser, server: Server, width: int
) -> None:
    with playing(browser, server.address, "", width) as page:
        ask(page, "odf_observatoire" if width == 390 else "arcep_cartefibre_communes")
        page.evaluate("window.same = true")
        expect(page.get_by_role("progressbar", name="Avancement")).to_be_visible()
        assert faults(page) == []
        expect(page.locator("main")).to_contain_text("Les lignes s’écrivent")
        page.get_by_role("link", name="Télécharger le fichier").wait_for()
        assert page.evaluate("window.same")
        assert faults(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0


@submits("site/jobs/state.html")
def test_what_failed_says_why_and_begins_again(browser: Browser, server: Server) -> None:
    (server.home / "fails").touch()
    with playing(browser, server.address, "") as page:
        ask(page, "insee_bpe")
        again = page.get_by_role("button", name="Recommencer")
        again.wait_for()
        refused(page, "La source n’est plus là. Revenez demain.")
        # It fails again while nothing changed.
        again.click()
        page.get_by_role("progressbar").wait_for()
        again.wait_for()
        (server.home / "fails").unlink()
        again.click()
        page.get_by_role("link", name="Télécharger le fichier").wait_for()


def test_a_member_leaves_and_is_told_by_mail_where_the_workbook_is(browser: Browser, server: Server) -> None:
    with playing(browser, server.address, "animatrice") as page:
        page.goto("/piloter/actions/echange")
        page.get_by_role("link", name="Le classeur (XLSX)").click()
        page.wait_for_url("**/piloter/travaux/*")
        job = page.url
        page.goto("/piloter")
        mailbox = page.locator(".mailbox li", has_text="votre fichier est prêt")
        for _ in range(60):
            page.goto("/piloter/demonstration/courriels")
            if mailbox.count():
                break
            page.wait_for_timeout(500)
        mailbox.first.get_by_role("link").click()
        assert job in page.locator(".letter").inner_text()
        page.goto("/piloter")
        page.get_by_role("link", name="Vos travaux").click()
        page.get_by_role("link", name="Classeur des actions").click()
        with page.expect_download() as download:
            page.get_by_role("link", name="Télécharger le fichier").click()
        assert sheets(download.value) == ["Actions", "Étapes", "À lire"]


@submits("steer/actions/checked.html")
def test_a_large_workbook_that_is_sent_is_refused_corrected_and_written_behind(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    with playing(browser, server.address, "animatrice") as page:
        page.goto("/piloter/actions/echange")
        page.get_by_role("link", name="Le classeur (XLSX)").click()
        link = page.get_by_role("link", name="Télécharger le fichier")
        link.wait_for()
        with page.expect_download() as download:
            link.click()
        book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
        heads = {cell.value: cell.column for cell in book["Actions"][1]}
        for state, audience in (("En panne", "Les maires"), ("", "Les maires")):
            here = book["Actions"].cell(2, heads["État"])
            kept, here.value = here.value, state or here.value
            book["Actions"].cell(2, heads["Public visé"]).value = audience
            book.save(tmp_path / "actions.xlsx")
            here.value = kept
            page.goto("/piloter/actions/echange")
            page.get_by_label("Le classeur").set_input_files(tmp_path / "actions.xlsx")
            page.get_by_role("button", name="Vérifier").click()
            page.wait_for_url("**/piloter/actions/echange/*")
            if state:
                page.get_by_text("Corrigez ces cellules").wait_for()
                refused(page, "En panne")
        page.get_by_role("button", name="Tout écrire").wait_for()
        assert faults(page) == []
        page.get_by_role("button", name="Tout écrire").click()
        page.get_by_text("0 action créée, 1 modifiée").wait_for()
        assert faults(page) == []
