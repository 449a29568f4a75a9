"""What everybody can open is said in plain words and seen: no key of ours, no drawing without words, on a phone too."""

import re
from collections import deque
from collections.abc import Iterator
from pathlib import PurePath
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser, Page

from maillage.kernel.themes import ENJEUX, slug
from maillage.steering.strategies.models import Strategy
from tests.web.addresses import EVERY, FRAMES, PAGES
from tests.web.plain import flaws, one_colour
from tests.web.test_every_page import Walk, demonstration, route_of

__all__ = ["demonstration"]
# Pages that say what a publisher gives, or what we give to software, and name it in `<code>`.
FOR_MACHINES = {"source", "source.lines", "figure", "figure.lines", "figure.communes", "donnees", "api", "embed"}
DRAWN = re.compile(r'(?:src|data-plate)="(/[^"]+\.svg[^"]*)"')
PHONE = {"width": 390, "height": 844}
# Cells of a row that is read, and that one does not see: hidden, or out of the window. Then what scrolls sideways.
UNSEEN = """() => {
  const told = [], tell = (why, one) => told.push(why + ": " + one.outerHTML.slice(0, 140));
  for (const cell of document.querySelectorAll("main :is(td, tbody th)")) {
    if (!cell.parentElement.checkVisibility() || !cell.textContent.trim()) continue;
    const box = cell.getBoundingClientRect();
    if (!cell.checkVisibility()) tell("hidden", cell);
    else if (box.right > innerWidth + 1 || box.left < -1) tell("cut off", cell);
  }
  for (const one of document.querySelectorAll("main *"))
    if (/auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)
      tell("scrolls sideways", one);
  if (document.documentElement.scrollWidth > innerWidth) told.push("the page scrolls sideways");
  return told;
}"""


def keys() -> frozenset[str]:
    """What our code calls strategies, themes and choices, when it is not a word."""
    named = {strategy.slug for strategy in Strategy.objects.all()}
    named |= {slug(theme) for enjeu in ENJEUX for theme in enjeu.themes}
    for model in apps.get_models():
        if model.__module__.startswith("maillage."):
            choices = [choice for field in model._meta.fields for choice in field.flatchoices]
            named |= {str(value) for value, label in choices if str(value).casefold() != str(label).casefold()}
    return frozenset(name for name in named if "-" in name)


def unclear(texts: dict[str, str]) -> list[str]:
    """What is wrong in these pages, each by its address."""
    ours, wrong = keys(), []
    for address, text in texts.items():
        machine = resolve(re.split(r"[?#]", address)[0]).url_name in FOR_MACHINES
        wrong += [f"{address}: {flaw}" for flaw in flaws(text, ours, machine)]
    return wrong


SHAPES = "<a href='/'><path d='M0 0'/></a>" * 12


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<p>Dans region:27</p>", "code of a territory"),
        ("<p>000 §8, enjeu n° 1</p>", "number of a seed"),
        ("<p>Ouvert Tu-Sa 10:00-12:30</p>", "raw opening hours"),
        ("<p>Budget : 12 345,67 €</p>", "cents"),
        ("<p>Voir <code>taux_ftth</code></p>", "a name of ours"),
        ("<img alt='etat en_cours'>", "a name of ours"),
        ("<p>La stratégie scoran-essai</p>", "a key"),
        ("<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>", "a drawing without words"),
        ("<figure><img alt='La courbe' src='/a.svg'></figure>", "a figure without a title"),
        (f"<svg class='choropleth' aria-hidden='true'><g class='ramp-2'>{SHAPES}</g></svg>", "a map of one colour"),
    ],
)
def test_each_fault_is_found(text: str, fault: str) -> None:
    assert [flaw.split(":")[0] for flaw in flaws(text, frozenset({"scoran-essai"}))] == [fault]


def test_what_is_plain_is_left_alone() -> None:
    two = f"<svg class='choropleth' aria-hidden='true'><g class='a'>{SHAPES}</g><g class='b'>{SHAPES}</g></svg>"
    hours = "<p>Du mardi au samedi, de 10 h à 12 h 30 : 12 345 €</p>"
    named = "<p><code>nom_commune</code></p>"
    assert list(flaws(two + hours + named, machine=True)) == []
    drawn = '<svg><g class="shapes">{}</g></svg>'
    assert one_colour(drawn.format(f'<path class="ramp-1" d="{"M0 0" * 12}"/>'))
    assert not one_colour(drawn.format(f'<path class="ramp-1" d="{"M0 0" * 12}"/><path class="ramp-2" d="M0 0"/>'))


@pytest.mark.django_db
def test_no_page_of_the_samples_shows_a_key_a_code_a_seed_raw_hours_cents_or_a_drawing_without_words(
    site: Client,
) -> None:
    pages = [address for address in EVERY if address != "/nulle/part"]
    assert not (wrong := unclear({address: site.get(address).content.decode() for address in pages})), "\n".join(wrong)


def test_no_public_page_of_the_demonstration_does_either_and_no_map_is_of_one_colour(demonstration: Client) -> None:
    walk = Walk(demonstration, "/")
    walk.go("/")
    budgets = {f"/strategies/{strategy.slug}/budget" for strategy in Strategy.objects.all()}
    answers = {address: demonstration.get(address) for address in budgets}
    walk.texts |= {address: answer.content.decode() for address, answer in answers.items() if answer.status_code == 200}
    assert budgets & walk.texts.keys()
    wrong = unclear(walk.texts)
    drawn = {picture.replace("&amp;", "&") for text in walk.texts.values() for picture in DRAWN.findall(text)}
    maps = {picture: demonstration.get(picture) for picture in drawn if picture.startswith("/carte")}
    assert maps
    wrong += [f"{picture}: of one colour" for picture, answer in maps.items() if one_colour(answer.getvalue().decode())]
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="module")
def phone(browser: Browser, tried_out: str) -> Iterator[Page]:
    """A phone before the demonstration."""
    with browser.new_context(base_url=tried_out, viewport=PHONE) as context:  # type: ignore[arg-type]
        yield context.new_page()


@pytest.fixture(scope="module")
def templates(browser: Browser, served: str) -> Iterator[Page]:
    """A phone before the samples."""
    with browser.new_context(base_url=served, viewport=PHONE) as context:  # type: ignore[arg-type]
        yield context.new_page()


def unseen(page: Page, address: str) -> list[str]:
    page.goto(address, wait_until="domcontentloaded")
    return [f"{address}: {flaw}" for flaw in page.evaluate(UNSEEN)]


@pytest.mark.browser
def test_on_a_phone_no_page_hides_a_column_or_scrolls_sideways(templates: Page) -> None:
    pages = [address for name, shown in PAGES.items() if name not in FRAMES for address in {shown[0], shown[-1]}]
    assert not (wrong := [flaw for address in pages for flaw in unseen(templates, address)]), "\n".join(wrong)


@pytest.mark.browser
def test_on_a_phone_no_public_page_of_the_demonstration_does_either(phone: Page) -> None:
    waiting, seen, wrong = deque(["/"]), set[tuple[str | None, ...]](), list[str]()
    links = "[...document.querySelectorAll('a[href^=\"/\"]')].map(link => link.getAttribute('href'))"
    while waiting:
        path = urlsplit(address := waiting.popleft()).path
        # One page of each kind, for each strategy and each level of territory.
        kind = (route := route_of(address), *path.split("/")[1:3])
        if PurePath(path).suffix or route is None or kind in seen:
            continue
        seen.add(kind)
        wrong += unseen(phone, address)
        waiting += phone.evaluate(links)
    assert len(seen) > 60
    assert not wrong, "\n".join(wrong)


# A list of each kind, and how many screens its first rows take at most.
LISTS = (
    "/previsions",
    "/deploiement?par=commune",
    "/engagements?par=commune",
    "/zones-blanches",
    "/indicateurs/taux_locaux_raccordables_ftth?niveau=commune",
    "/immeubles",
    "/conventions",
    "/territoires?niveau=commune",
)
MOST_SCREENS = 3
HIGHEST = "Math.max(0, ...[...document.querySelectorAll('main .cards')].map(one => one.offsetHeight)) / innerHeight"


@pytest.mark.browser
@pytest.mark.parametrize("address", LISTS)
def test_on_a_phone_a_list_is_cards_headed_by_their_answer_in_a_few_screens(phone: Page, address: str) -> None:
    assert unseen(phone, address) == []
    assert 0 < phone.evaluate(HIGHEST) <= MOST_SCREENS
    assert phone.locator("main .cards .card-answer").first.is_visible()


@pytest.mark.browser
def test_on_a_phone_the_other_rows_of_a_list_are_one_touch_away_without_script_too(
    browser: Browser, tried_out: str
) -> None:
    with browser.new_context(base_url=tried_out, viewport=PHONE, java_script_enabled=False) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto("/territoires?niveau=commune")
        rows = page.locator(".list-rows tbody tr")
        assert not rows.last.is_visible()
        page.get_by_text("Toutes les lignes de cette page").click()
        assert rows.last.is_visible()
