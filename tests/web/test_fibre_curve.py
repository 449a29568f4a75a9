"""The curve of fibre of a place: its title is what is found, its labels are read, it is taken away as a file."""

import base64
import html
import re
from collections.abc import Callable
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from playwright.sync_api import Browser

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory import door
from maillage.observatory.forecasts import Expected, Forecast
from maillage.web.drawing.axes import Size
from maillage.web.drawing.curve import Aim, Curve, Cut, Deadline, Due, Series, Spread, draw, names
from maillage.web.drawing.labels import APART, width
from maillage.web.ui import sheet
from maillage.web.ui.look import Look
from maillage.web.words.curve_of_place import FibreCurve, fibre_curve
from maillage.web.words.fibre_curve import Story, due_names, part_words, said, share_words, span_words, title

TODAY = date(2026, 11, 30)
LAST = Period.parse("2026-T2")
WEB = Path(sheet.__file__).parents[1]
FONT = WEB / "ui/vendor/atkinson/atkinson-hyperlegible-next-latin-wght-normal.woff2"
COMMUNE = Ref(Level.COMMUNE, "96114")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def quarters(*shares: float) -> tuple[tuple[Period, float], ...]:
    """These shares, one a quarter, the last in the second quarter of 2026."""
    return tuple((LAST.quarters_later(rank + 1 - len(shares)), share) for rank, share in enumerate(shares))


def forecast(state: str = "prevue", first: str = "2028-T3", last: str = "2030-T2") -> Forecast:
    expected = (Expected(1, 16, 20, 24), Expected(2, 17, 25, 37), Expected(4, 17, 40, 59), Expected(8, 34, 74, 89.9))
    forecast = state == "prevue"
    dates = [Period.parse(code) if forecast else None for code in (first, "2029-T1", last)]
    return Forecast(COMMUNE, LAST, state, "", 15, *dates, expected if forecast else ())


TITLES: list[tuple[str, dict[str, Any]]] = [
    (
        "Quand le cuivre fermera, un local sur quatre environ aura la fibre",
        {"points": quarters(7, 10, 15, 15, 15), "forecast": forecast(), "copper": date(2027, 1, 31)},
    ),
    (
        "Le cuivre fermera avant que 90 % des locaux aient la fibre",
        {"points": quarters(7, 15), "forecast": forecast(first="2030-T1"), "copper": date(2029, 1, 31)},
    ),
    (
        "90 % des locaux auront sans doute la fibre avant la fin du cuivre",
        {"points": quarters(7, 15), "forecast": forecast(), "copper": date(2030, 7, 31)},
    ),
    (
        # In the middle of the interval, nobody can say which comes first.
        "8 points gagnés en 3 mois",
        {"points": quarters(7, 15), "forecast": forecast(), "copper": date(2029, 1, 31)},
    ),
    (
        "Aucun local n’a la fibre, et le cuivre ferme en janvier 2027",
        {"points": quarters(0, 0, 0, 0, 0, 0), "forecast": forecast("pas_commencee"), "copper": date(2027, 1, 31)},
    ),
    ("Le cuivre est fermé ; 84 % des locaux ont la fibre", {"points": quarters(80, 84), "copper": date(2025, 1, 31)}),
    ("Tous les locaux ont la fibre, depuis décembre 2025", {"points": quarters(90, 99.9, 100, 100, 100)}),
    ("Tous les locaux ont la fibre", {"points": quarters(100, 100), "copper": date(2025, 1, 31)}),
    ("Aucun local n’a encore la fibre", {"points": quarters(0, 0, 0, 0, 0)}),
    ("La fibre n’avance plus : 16 % des locaux, comme un an plus tôt", {"points": quarters(3, 16, 16, 16, 16, 16.2)}),
    ("37 points gagnés en moins de trois ans", {"points": quarters(39.2, *[60] * 10, 76.1)}),
    ("1 point gagné en un an", {"points": quarters(95, 95, 95, 95, 96)}),
    # What reads 90 % is not told as what lacks 90 %.
    ("1 point gagné en un an", {"points": quarters(89.4, 89.6, 89.6, 89.6, 89.6), "copper": date(2027, 1, 31)}),
    ("3 points perdus en 6 mois", {"points": quarters(98, 97, 95)}),
    ("96 % des locaux ont la fibre, comme au 1er trimestre 2026", {"points": quarters(95.7, 95.9)}),
    ("Moins de 1 % des locaux ont la fibre fin juin 2026", {"points": quarters(0.2)}),
]


@pytest.mark.parametrize(("found", "known"), TITLES, ids=[found for found, _ in TITLES])
def test_the_title_is_what_is_found(found: str, known: dict[str, Any]) -> None:
    assert plain(title(Story(today=TODAY, **known))) == found


def test_what_is_expected_when_copper_closes_is_read_between_the_two_quarters_around_that_day() -> None:
    story = Story(quarters(7, 15), TODAY, forecast=forecast(), copper=date(2027, 1, 31))
    # 31 days of the 181 that go from 31 December 2026 (25 %) to 30 June 2027 (40 %).
    assert story.crossing is not None
    assert story.crossing.middle == pytest.approx(25 + 15 * 31 / 181)
    assert story.crossing.low == pytest.approx(17)
    assert story.crossing.high == pytest.approx(37 + 22 * 31 / 181)


@pytest.mark.parametrize("day", [date(2026, 6, 29), date(2028, 7, 1)])
def test_nothing_is_read_before_the_last_figures_nor_after_the_last_forecast(day: date) -> None:
    assert forecast().on(day) is None
    assert forecast().on(LAST.end) == (15, 15, 15)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (2, "presque aucun local n’aura"),
        (27.6, "un local sur quatre environ aura"),
        (31, "un local sur trois environ aura"),
        (66, "deux locaux sur trois environ auront"),
        (97, "presque tous les locaux auront"),
    ],
)
def test_a_share_is_said_as_the_nearest_simple_part(share: float, words: str) -> None:
    assert part_words(share) == words


def test_a_share_reads_nothing_or_everything_only_when_it_is() -> None:
    shares = (0, 0.2, 0.7, 99.7, 99.96)
    assert [plain(share_words(share)) for share in shares] == ["0 %", "moins de 1 %", "1 %", "99 %", "100 %"]


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("2023-T3", "en moins de trois ans"),
        ("2023-T2", "en trois ans"),
        ("2024-T4", "en 1 an et demi"),
        ("2025-T3", "en 9 mois"),
        ("2012-T1", "en 14 ans et 3 mois"),
    ],
)
def test_how_long_is_said_at_a_glance(first: str, words: str) -> None:
    assert plain(span_words(Period.parse(first), LAST)) == words


def test_years_without_figures_are_folded_into_words_and_the_lack_of_a_forecast_is_explained() -> None:
    story = Story(quarters(0, 0), TODAY, (Period.parse("2018-T1"), 0.0), True, forecast("pas_commencee"))
    assert plain(said(story)) == (
        "Part des locaux raccordables, jusqu’au 2e trimestre 2026. "
        "Pas de prévision : rien n’a commencé ici. 0 % en 2018, compté autrement."
    )


def test_dates_that_went_by_unchecked_say_so() -> None:
    story = Story(quarters(80, 88), TODAY, forecast=forecast(first="2026-T3", last="2026-T3"))
    assert plain(due_names(story)[0]) == "90 % : fin sept. 2026, pas encore vérifié"


def line(*shares: float, label: str = "Saint-Germain-le-Châtelet") -> Series:
    run = tuple((period.end, share) for period, share in quarters(*shares))
    return Series((run,), (f"{label} : {share_words(shares[-1])}", f"Ici : {share_words(shares[-1])}"))


def spread(share: float) -> tuple[Spread, ...]:
    """From a share to nearly 90 % in two years, or nothing when it is there."""
    ahead = ((1, 0.1), (2, 0.3), (4, 0.6), (8, 0.95))
    middles = [(LAST.quarters_later(count).end, share + (89 - share) * part) for count, part in ahead]
    return tuple(Spread(day, share + (middle - share) / 2, middle, (middle + 90) / 2) for day, middle in middles)


def places() -> list[Curve]:
    """Places of all kinds: nothing or everything done, with and without what is beside and ahead."""
    due = Due(
        90,
        date(2028, 9, 30),
        date(2029, 3, 31),
        date(2030, 6, 30),
        due_names(Story(quarters(1), TODAY, forecast=forecast())),
    )
    copper = ("Fin du cuivre, 31 janvier 2027", "Fin du cuivre, janv. 2027", "Fin du cuivre")
    deadlines = (None, date(2025, 1, 31), date(2027, 1, 31), date(2030, 11, 30))
    aim = Aim(date(2025, 12, 31), 100, ("Cible : 100 % en 2025", "Cible"))
    curves = []
    shares = (0.0, 0.4, 50.0, 88.0, 99.7, 100.0)
    for share, above, ahead, closing in product(shares, (None, 0.0, 51.0, 100.0), (False, True), deadlines):
        if ahead and share >= 90:
            continue
        meets = closing is not None and ahead and closing > TODAY
        deadline = Deadline(closing, copper, share + 9 if meets else None, "≈ 27 %") if closing else None
        curves.append(
            Curve(
                here=line(*[share / 2] * 6, *[share] * 6),
                above=line(*[above * 0.8] * 6, *[above] * 6, label="Intercommunalité") if above is not None else None,
                fan=spread(share) if ahead else (),
                due=due if ahead else None,
                deadline=deadline,
                aim=aim if share < 99.7 else None,
                cuts=(Cut(date(2024, 11, 15), "compté autrement"),) if share == 50 else (),
            )
        )
    return curves


PLACES = places()
SIZES: dict[str, Callable[[Curve], Size]] = {"wide": lambda curve: curve.wide, "narrow": lambda curve: curve.narrow}


@pytest.mark.parametrize("size", SIZES)
def test_no_label_covers_another_nor_leaves_the_drawing(size: str) -> None:
    for curve in PLACES:
        asked = SIZES[size](curve)
        written = names(curve, asked)
        assert written[0].kind == "here-name"
        assert not [(a.text, b.text) for a, b in combinations(written, 2) if a.box.meets(b.box, APART)]
        assert all(one.box.left >= 0 and one.box.right <= asked.width and one.box.top >= 0 for one in written)
        kinds = {one.kind for one in written}
        assert "deadline-name" in kinds or not curve.deadline
        assert "above-name" in kinds or not curve.above


def page_of(svgs: list[str]) -> str:
    face = f"@font-face{{font-family:Letters;font-weight:200 800;src:url(data:font/woff2;base64,{letters()})}}"
    style = sheet.text(Look()) + (WEB / "drawing/curve.css").read_text("utf-8")
    own = ":root{--text:Letters!important} svg{width:auto!important}"
    return f'<!doctype html><html lang="fr"><style>{style}{face}{own}</style>{"".join(svgs)}'


def letters() -> str:
    return base64.b64encode(FONT.read_bytes()).decode()


@pytest.mark.browser
def test_labels_are_no_wider_in_a_browser_than_where_they_were_given_room(browser: Browser) -> None:
    curves = PLACES[::7]
    page = browser.new_page()
    page.set_content(page_of([draw(curve, curve.wide, "x", "") for curve in curves]))
    page.evaluate("document.fonts.ready")
    measured = page.evaluate(
        "[...document.querySelectorAll('text')].map(t => [t.textContent, t.getComputedTextLength()])"
    )
    page.close()
    strong = {
        one.text for curve in curves for one in names(curve, curve.wide) if one.kind in ("here-name", "deadline-name")
    }
    wider = [
        (text, real, width(text, text in strong))
        for text, real in measured
        if real > width(text, text in strong) + APART / 2
    ]
    assert measured
    assert not wider


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_drawing_follows_the_night(browser: Browser, scheme: Any) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.set_content(page_of([draw(PLACES[0], PLACES[0].wide, "x", "")]))
        colour = page.evaluate("getComputedStyle(document.querySelector('.here')).stroke")
    assert colour == {"light": "rgb(11, 110, 105)", "dark": "rgb(92, 194, 179)"}[scheme]


def test_the_drawing_of_a_page_has_no_colour_of_its_own_and_stays_light() -> None:
    assert "#" not in re.sub(r"/\*.*?\*/", "", (WEB / "drawing/curve.css").read_text("utf-8"))
    for curve in PLACES:
        for size in (curve.wide, curve.narrow):
            svg = draw(curve, size, "Une phrase.", "curve-wide")
            assert len(svg.encode()) < 8_000
            assert "#" not in svg


def test_a_break_of_series_cuts_the_curve_and_is_named() -> None:
    first, second = quarters(40, 45, 60, 65)[:2], quarters(40, 45, 60, 65)[2:]
    runs = tuple(tuple((period.end, share) for period, share in run) for run in (first, second))
    svg = draw(
        Curve(Series(runs, ("Ici : 65 %",)), cuts=(Cut(date(2026, 1, 1), "compté autrement"),)),
        SIZES["wide"](PLACES[0]),
        "x",
        "",
    )
    path = re.search(r'class="here" d="([^"]+)"', svg)
    assert path
    assert path[1].count("M") == 2
    assert ">compté autrement</text>" in svg
    assert 'class="cut"' in svg


def test_the_axis_holds_all_that_is_published() -> None:
    over = Curve(line(90, 104))
    svg = draw(over, over.wide, "x", "")
    dot = re.search(r'class="here-dot" cx="[\d.]+" cy="([\d.]+)"', svg)
    top = re.search(r'<path class="grid" d="M46,([\d.]+)H[\d.]+"/><text class="tick"[^>]*>100', svg)
    assert dot
    assert top
    assert 0 < float(dot[1]) < float(top[1])


@pytest.fixture
def barveux(public_demo_home: Path) -> FibreCurve:
    found = fibre_curve(door.current(public_demo_home), COMMUNE, TODAY)
    assert found
    return found


def test_the_curve_of_a_commune_says_the_meeting_of_fibre_and_copper(barveux: FibreCurve) -> None:
    assert barveux.title == "Quand le cuivre fermera, un local sur quatre environ aura la fibre"
    assert plain(barveux.said).endswith("0 % en 2018, compté autrement.")
    assert "Arcep, obtenu le" in barveux.sources
    assert barveux.drawn.here.runs[0][0][0].year == 2023
    assert f'aria-label="{barveux.alternative}"' in barveux.wide
    assert "27 % attendus ce jour-là" in plain(barveux.alternative)


def test_each_figure_of_the_curve_says_itself_then_what_is_forecast(barveux: FibreCurve) -> None:
    said = [plain(html.unescape(words)) for words in re.findall(r'class="told"[^>]*><title>([^<]*)<', barveux.wide)]
    assert len(said) == len(barveux.drawn.here.runs[0]) + len(barveux.drawn.fan)
    assert re.fullmatch(
        r"2e trimestre 2026 : \d+ % ; intercommunalité : \d+ %", said[len(barveux.drawn.here.runs[0]) - 1]
    )
    assert re.fullmatch(r"fin .*, prévu : \d+ % \(de \d+ à \d+ %\)", said[-1])


def test_every_place_of_the_demonstration_has_a_curve_whose_labels_are_apart(public_demo_home: Path) -> None:
    source = door.current(public_demo_home)
    for level in source.levels:
        for territory in source.territories(level)[:60]:
            curve = fibre_curve(source, territory.ref, TODAY)
            if curve is None:
                continue
            for size in (curve.drawn.wide, curve.drawn.narrow):
                written = names(curve.drawn, size)
                assert not [pair for pair in combinations(written, 2) if pair[0].box.meets(pair[1].box, APART)]
            assert max(len(curve.wide.encode()), len(curve.narrow.encode())) < 8_000
            assert (curve.drawn.above is None) == (level is Level.REGION)


def test_the_part_of_a_page_leads_to_the_figures_and_to_the_picture(release_home: Path) -> None:
    curve = fibre_curve(door.current(release_home), Ref(Level.DEPARTEMENT, "25"), TODAY)
    part = render_to_string("parts/fibre_curve.html", {"curve": curve})
    assert 'href="/territoires/departement/25/taux_locaux_raccordables_ftth"' in part
    assert 'href="/territoires/departement/25/courbe.png"' in part
    assert part.count('role="img"') == 2


@pytest.mark.parametrize(("form", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_the_curve_is_taken_away_with_all_it_must_carry(site: Client, form: str, begins: bytes) -> None:
    given = site.get(f"/territoires/departement/25/courbe.{form}")
    assert given.status_code == 200
    assert given.content.startswith(begins)
    assert f'maillage-fibre-departement-25.{form}"' in given["Content-Disposition"]
    if form == "svg":
        assert "Arcep" in given.content.decode()
        assert "/territoires/departement/25" in given.content.decode()
        assert "var(" not in given.content.decode()


def test_no_file_is_given_of_a_place_that_does_not_exist(site: Client) -> None:
    assert site.get("/territoires/commune/00000/courbe.svg").status_code == 404
