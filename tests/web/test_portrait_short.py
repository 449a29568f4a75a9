"""On a phone a portrait answers on its first screen and is short; what waits leads to what can be had meanwhile."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from maillage.kernel.fixed import TECHNOLOGIES
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory, current
from maillage.web.drawing.curve import Spread
from maillage.web.fibre.meanwhile.ways import sentence, ways
from maillage.web.observe.territory.answer import answer
from maillage.web.words.pieces import plain
from maillage.web.words.together import on
from tests.web.words import words

pytestmark = pytest.mark.django_db
PHONE = {"width": 390, "height": 844}
SCREENS = 5


@pytest.fixture
def source(demo_home: Path) -> Observatory:
    return current(demo_home)


@pytest.fixture
def demo(reading: Any, demo_home: Path) -> Client:
    client: Client = reading(demo_home)
    return client


@pytest.fixture
def phone(browser: Browser, tried_out: str) -> Iterator[Page]:
    context = browser.new_context(base_url=tried_out, viewport=PHONE)
    yield context.new_page()
    context.close()


def waiting(source: Observatory) -> Ref:
    """A commune whose copper closes while premises have no fibre, with buildings and a forecast."""
    return next(
        commune.ref
        for commune in source.territories(Level.COMMUNE)
        if (said := answer(source, commune, date.today())).copper and said.copper.alarm
        if source.nearby.fixed.sold_in(commune.ref)
    )


def places(source: Observatory) -> list[Ref]:
    """A place of each level: the EPCI and the département that hold most communes."""
    levels = (Level.EPCI, Level.DEPARTEMENT)
    widest = [max(source.territories(level), key=lambda place: place.communes).ref for level in levels]
    return [waiting(source), *widest, source.release.region]


def test_the_forecasts_are_six_screens_of_a_phone_at_most_and_what_is_folded_opens_by_touch(
    phone: Page, source: Observatory
) -> None:
    for place in ("", f"?dans={waiting(source)}"):
        phone.goto(f"/previsions{place}")
        phone.wait_for_load_state("networkidle")
        assert phone.evaluate("document.documentElement.scrollHeight") <= 6 * PHONE["height"]
    method = phone.get_by_text("La prévision suppose que les opérateurs continuent comme avant.")
    expect(method).to_be_hidden()
    phone.get_by_text("La méthode", exact=True).click()
    expect(method).to_be_visible()


def test_a_portrait_is_five_screens_of_a_phone_at_most(phone: Page, source: Observatory) -> None:
    tall = {}
    for ref in places(source):
        phone.goto(f"/territoires/{ref.level}/{ref.code}")
        phone.wait_for_load_state("networkidle")
        tall[str(ref)] = phone.evaluate("document.documentElement.scrollHeight")
    assert {place: height for place, height in tall.items() if height > SCREENS * PHONE["height"]} == {}


def test_a_phone_shows_the_answer_what_one_can_do_and_the_picture_on_its_first_screen(
    phone: Page, source: Observatory
) -> None:
    for ref in places(source):
        phone.goto(f"/territoires/{ref.level}/{ref.code}")
        for part in (".answer", ".portrait-words .doors"):
            box = phone.locator(part).bounding_box()
            assert box, part
            assert box["y"] + box["height"] < PHONE["height"], (ref, part)
        drawn = phone.locator(".picture-sheet").bounding_box()
        assert drawn
        assert drawn["y"] < PHONE["height"] - 100, ref


def test_what_a_phone_folds_is_open_on_a_desk(browser: Browser, tried_out: str, source: Observatory) -> None:
    ref = waiting(source)
    for width, folded in ((1280, False), (390, True)):
        context = browser.new_context(base_url=tried_out, viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(f"/territoires/{ref.level}/{ref.code}")
        strips = page.locator("#comparaison ~ .strips-more .strips")
        summary = page.locator(".strips-more > summary")
        if folded:
            expect(strips).to_be_hidden()
            summary.click()
        else:
            expect(summary).to_be_hidden()
        expect(strips).to_be_visible()
        context.close()


def test_a_commune_that_waits_leads_to_what_is_declared_there(demo: Client, source: Observatory) -> None:
    ref = waiting(source)
    body = demo.get(f"/territoires/commune/{ref.code}").content.decode()
    assert f'href="/en-attendant/{ref.code}"' in body
    text = words(demo.get(f"/en-attendant/{ref.code}"))
    sold = source.nearby.fixed.sold_in(ref)
    assert "".join(plain(sentence(sold)).split()) in "".join(text.split())
    assert [way.name for way in ways(sold, None)]
    for way in ways(sold, None):
        assert way.name in text
    assert "obtenu le" in text
    assert "Demandez un essai" in text


def test_premises_are_counted_once_for_each_technology_and_never_twice(source: Observatory) -> None:
    ref = waiting(source)
    sold = source.nearby.fixed.sold_in(ref)
    total = sum(count for count, _ in sold)
    assert total > 0
    for way in ways(sold, None):
        technology = next(code for code, name in TECHNOLOGIES.items() if name == way.name)
        served = sum(count for count, offers in sold if any(offer.technology == technology for offer in offers))
        assert 0 < served <= total
        assert way.share == round(100 * served / total, 1)


def test_a_commune_where_all_have_fibre_is_not_told_to_wait(demo: Client, source: Observatory) -> None:
    shares = source.layer("taux_locaux_raccordables_ftth", Level.COMMUNE, source.forecasts.table()[0][1].period)
    done = next(code for code, share in shares.items() if share is not None and share >= 99.95)
    assert "/en-attendant/" not in demo.get(f"/territoires/commune/{done}").content.decode()
    assert "rien à attendre" in words(demo.get(f"/en-attendant/{done}"))


def test_a_wider_place_says_between_what_and_what_is_expected_and_draws_it(
    reading: Any, public_demo_home: Path
) -> None:
    site, source = reading(public_demo_home), current(public_demo_home)
    expected = re.compile(r"La fibre dessert .*? sont attendus fin (\d{4})\.")
    pages = (site.get(f"/territoires/epci/{epci.ref.code}") for epci in source.territories(Level.EPCI))
    body = next(page for page in pages if expected.search(words(page)))
    assert 'class="fan"' in body.content.decode()
    assert "comptées sans progrès" in words(body)


def test_what_is_expected_on_a_day_is_between_the_quarters_around_it() -> None:
    fan = (Spread(date(2027, 6, 30), 50.0, 60.0, 70.0), Spread(date(2028, 6, 30), 60.0, 80.0, 100.0))
    start = (date(2026, 6, 30), 40.0)
    half = on(start, fan, date(2027, 12, 30))
    assert half
    assert (half.low, half.middle, half.high) == pytest.approx((55, 70, 85), abs=0.2)
    assert on(start, fan, date(2026, 6, 1)) is None
    assert on(start, fan, date(2029, 1, 1)) is None


def test_the_end_of_copper_in_a_wider_place_leads_to_each_of_its_communes(source: Observatory, demo: Client) -> None:
    closing = (
        place
        for place in source.territories(Level.EPCI)
        if (said := answer(source, place, date.today())).copper and said.copper.alarm
    )
    place = next(closing)
    page = demo.get(f"/territoires/epci/{place.ref.code}").content.decode()
    alarm = re.search(r'<p class="alarm">.*?<a href="(/previsions\?dans=epci:\d+)">', page, re.DOTALL)
    assert alarm
    there = words(demo.get(alarm[1]))
    assert "uivre" in there
    assert any(commune.name in there for commune in source.territories(Level.COMMUNE, place.ref))
