"""What is published is taken away from one page: files that open, lists found by themselves, the API tried by name."""

import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from maillage.web.observe.donnees.files import lists
from tests.web.axe import faults
from tests.web.words import words

pytestmark = pytest.mark.django_db


def test_every_file_and_example_of_the_page_opens(site: Client) -> None:
    body = site.get("/donnees").content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    addresses = set(re.findall(r'href="(/(?:indicateurs|api)/?[^"#]*|/[a-z/-]+\.(?:csv|xlsx))"', main))
    assert len(addresses) > 30
    for address in sorted(addresses):
        answer = site.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address
        answer.close()


def test_public_lists_are_there_and_closed_ones_are_not(site: Client) -> None:
    text = words(site.get("/donnees"))
    assert "Zones blanches fixes" in text
    assert "Engagements des conventions" in text
    pages = [each.page for each in lists()]
    assert not any(page.startswith(("/piloter", "/deposer", "/planifie")) for page in pages)


def test_nothing_of_a_confidential_source_is_counted_or_named(site: Client) -> None:
    text = words(site.get("/donnees"))
    assert "onfidentiel" not in text
    assert "Licence Ouverte 2.0" in text


def test_the_address_of_a_figure_is_given_for_a_place_typed_by_its_name(site: Client) -> None:
    body = site.get("/donnees?lieu=sochaux&indicateur=taux_locaux_raccordables_ftth").content.decode()
    assert "/api/v1/indicators/taux_locaux_raccordables_ftth/commune/25547" in body
    assert site.get("/api/v1/indicators/taux_locaux_raccordables_ftth/commune/25547").status_code == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("lieu=zzzz", "Aucun territoire de ce nom ici"),
        ("lieu=sochaux&indicateur=rien", "Cet indicateur n’est pas publié"),
        (f"lieu={'a' * 101}", "100 signes au plus"),
    ],
)
def test_what_cannot_be_answered_is_said_beside_the_field(site: Client, asked: str, said: str) -> None:
    answer = site.get(f"/donnees?{asked}")
    assert answer.status_code == 200
    assert said in words(answer)
    assert 'aria-invalid="true"' in answer.content.decode()


def test_the_trial_is_filled_in_a_browser_and_the_page_is_accessible(browser: Browser, served: str) -> None:
    for width, scheme in ((1280, "light"), (320, "dark")):
        settings: Any = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
        with browser.new_context(base_url=served, java_script_enabled=True, **settings) as context:
            page = context.new_page()
            page.goto("/donnees")
            page.get_by_label("Un territoire, par son nom").fill("Sochaux")
            page.get_by_label("Un indicateur").select_option(label="Sites 4G par opérateur")
            page.get_by_role("button", name="Donner l’adresse").click()
            page.wait_for_url("**/donnees?lieu=Sochaux*")
            assert page.locator(".answered a").get_attribute("href") == (
                "/api/v1/indicators/sites_4g_par_operateur/commune/25547"
            )
            assert faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
