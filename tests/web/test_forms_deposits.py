"""A file of data given in a browser: wrong then right, refused or ready to publish, and given up; without a script."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import serving
from tests.homes import SAMPLES
from tests.web.axe import faults
from tests.web.filling import playing, refused, submits

pytestmark = pytest.mark.browser
SITES = "/deposer/sources/arcep_sites_mobiles"
HEADS = (SAMPLES / "arcep_sites_mobiles.csv").read_text("utf-8").splitlines()[0]


def give(page: Page, path: Path, quarter: str) -> None:
    page.goto(SITES)
    page.get_by_label("Le fichier", exact=True).set_input_files(path)
    page.get_by_label("Le trimestre qu’il décrit").select_option(quarter)
    page.get_by_role("button", name="Envoyer et vérifier").click()


def give_groupements(page: Page, path: Path) -> None:
    """Gives a file of two groupings, one of them wrong, and waits until it is checked."""
    commune = page.context.request.get("/territoires.csv?niveau=commune").text().splitlines()[1].split(",")[1]
    path.write_text(
        f"code;nom;nature;commune;valable_du;valable_au\nESSAI;Un essai;SCoT;{commune};2020-01-01;\n"
        f"ESSAI;Un essai;farfelue;{commune};2021-01-01;\n",
        "utf-8",
    )
    page.goto("/deposer/sources/groupements")
    page.get_by_label("Le fichier", exact=True).set_input_files(path)
    page.get_by_role("button", name="Envoyer et vérifier").click()
    expect(page.get_by_role("button", name="Oui, publier")).to_be_visible()


@submits("members/deposits/give.html", "members/deposits/found.html", "members/deposits/deposit.html")
def test_a_file_is_refused_with_its_reason_and_a_good_one_waits_for_a_yes(
    browser: Browser, tried_out: str, tmp_path: Path
) -> None:
    wrong, right = tmp_path / "wrong.csv", tmp_path / "right.csv"
    wrong.write_text("nom;prix\nAntenne;3\n", "utf-8")
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter")
        page.get_by_role("link", name="Données", exact=True).click()
        page.get_by_role("link", name="Donner un fichier : Sites mobiles").click()
        page.locator("form.form").evaluate("form => form.noValidate = true")
        page.get_by_role("button", name="Envoyer et vérifier").click()
        refused(page, "Choisissez un fichier.")
        give(page, wrong, "2026-T3")
        expect(page.get_by_text("Ce fichier est refusé")).to_be_visible()
        assert "code_op" in page.locator("main").inner_text()
        assert page.get_by_role("button", name="Oui, publier").count() == 0
        # What is published, a row less, as its publisher would give it again.
        given = page.context.request.get("/deposer/sources/arcep_sites_mobiles/modele.csv").text()
        assert given.split(";")[0] == "code_op"
        right.write_text(f"{HEADS}\n", "utf-8")
        give(page, right, "2026-T3")
        expect(page.get_by_text("Ce fichier est refusé")).to_be_visible()
        page.goto("/deposer/depots")
        assert page.locator("tbody tr").count() >= 2
        assert faults(page) == []


def test_groupements_are_previewed_on_the_map_and_given_up(browser: Browser, tried_out: str, tmp_path: Path) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        give_groupements(page, tmp_path / "groupements.csv")
        text = page.locator("main").inner_text()
        assert "nature inconnue" in text
        assert "Plus d’un dixième" in text
        assert page.locator(".deposit-map img").evaluate("image => image.naturalWidth") > 0
        assert faults(page) == []
        page.get_by_role("button", name="Oui, publier").click()
        refused(page, "cochez la case")
        page.get_by_role("button", name="Abandonner ce dépôt").click()
        expect(page.get_by_text("Ce dépôt est abandonné")).to_be_visible()
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.set_viewport_size({"width": 1280, "height": 900})


@submits("members/deposits/deposit.html")
def test_a_check_that_was_interrupted_is_begun_again_once(
    browser: Browser, tried_out: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        give_groupements(page, tmp_path / "interrompu.csv")
        # What is left of a check whose work was lost: the deposit waits, and nobody works at it.
        base = serving.home_of(tmp_path_factory, "demonstration") / "maillage.sqlite3"
        with closing(sqlite3.connect(base, timeout=30, isolation_level=None)) as lost:
            number = page.url.rpartition("/")[2]
            left = "update deposits_deposit set state = 'verification', job_id = null where id = ?"
            assert lost.execute(left, [number]).rowcount == 1
        page.reload()
        expect(page.get_by_text("Le travail a été interrompu.")).to_be_visible()
        assert faults(page) == []
        other = page.context.new_page()
        other.goto(page.url)
        page.get_by_role("button", name="Vérifier de nouveau").click()
        expect(page.get_by_role("button", name="Oui, publier")).to_be_visible()
        expect(page.get_by_text("nature inconnue")).to_be_visible()
        other.get_by_role("button", name="Vérifier de nouveau").click()
        refused(other, "Ce dépôt n’attend pas de réponse")
        other.close()
        page.get_by_role("button", name="Abandonner ce dépôt").click()
        expect(page.get_by_text("Ce dépôt est abandonné")).to_be_visible()
