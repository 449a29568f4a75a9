"""« Le comité de demain »: the sheets of who meets an operator, read, printed, edited, and the list of what waits."""

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from django.test import Client

from maillage.kernel.territory import Level, Ref
from maillage.observatory import door
from maillage.observatory.due import Between, Due, MovedSector
from maillage.steering.conventions import published
from maillage.web.fibre.committee import story
from maillage.web.fibre.committee.story import Commune
from maillage.web.fibre.postponed import shift
from tests.web.words import visible, words

TODAY = date(2026, 11, 30)


def commune(name: str, copper: date | None = None, **counts: int) -> Commune:
    return Commune(name, name, Due(**counts), copper)


@pytest.fixture
def demo(reading: Any, demo_home: Path) -> Client:
    client: Client = reading(demo_home)
    return client


@pytest.fixture
def pressed(demo_home: Path) -> tuple[str, str, str]:
    """A département, the operator that has most due there, and its name."""
    source = door.current(demo_home)
    first, last = source.rollout.periods()[-2:]
    place = source.territories(Level.DEPARTEMENT)[0].ref
    inside = frozenset(each.ref.code for each in source.territories(Level.COMMUNE, place))
    codes = {operator for commune, operator, _ in source.nearby.fixed.counted if commune in inside}
    due = {
        code: sum(each.missed for each in source.due.by_commune(Between(first, last, inside, code)).values())
        for code in sorted(codes)
    }
    operator = max(due, key=lambda code: due[code])
    assert due[operator]
    return str(place), operator, source.nearby.operator(operator)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (Due(), "Rien n’était dû en 3 mois"),
        (Due(due=1, missed=1), "Le seul immeuble dû n’est pas arrivé"),
        (Due(due=1, arrived=1), "Le seul immeuble dû est arrivé"),
        (Due(due=9, missed=9), "Aucun des 9 immeubles dus n’est arrivé en 3 mois"),
        (Due(due=12, arrived=12), "Tout ce qui était dû est arrivé : 12 immeubles"),
        (Due(due=9643, arrived=1712, missed=7931), "18 % de ce qui était dû est arrivé en 3 mois"),
        (Due(due=1000, arrived=3, missed=997), "Moins de 1 % de ce qui était dû est arrivé en 3 mois"),
        (Due(due=1000, arrived=998, missed=2), "99 % de ce qui était dû est arrivé en 3 mois"),
    ],
)
def test_the_finding_says_how_much_of_what_was_due_came(due: Due, said: str) -> None:
    assert visible(story.headline(due, "3 mois")) == said


def test_communes_that_catch_up_and_those_that_do_not_are_named_or_counted() -> None:
    total = Due(due=100, arrived=20, missed=80)
    chamet, vernard = commune("Chamet", due=50, arrived=20, missed=30), commune("Vernard", due=50, missed=50)
    assert story.moving([chamet, vernard], total) == "Chamet rattrape, Vernard ne bouge pas"
    assert story.moving([vernard], Due(due=50, missed=50)) == "Vernard ne bouge pas"
    three = [commune(name, due=5, missed=5) for name in ("A", "B", "C")]
    assert visible(story.moving(three, Due(due=15, missed=15))) == "3 communes ne bougent pas"
    even = [commune("A", due=10, arrived=2, missed=8)]
    assert story.moving(even, Due(due=10, arrived=2, missed=8)) == "Commune par commune"


def test_what_to_ask_is_of_three_communes_the_most_pressing_first() -> None:
    mirandeuil = commune("Mirandeuil", due=1200, arrived=112, missed=1088, not_begun=870)
    seigneux = commune("Seigneux", date(2027, 1, 31), due=1500, arrived=173, missed=1327, not_begun=20)
    vernard = commune("Vernard", due=230, missed=230, not_begun=229)
    far = commune("Loin", date(2029, 1, 31), due=300, arrived=1, missed=299)
    asked = story.asks([far, vernard, seigneux, mirandeuil], TODAY)
    assert [(each.name, visible(question)) for each, question, _ in asked] == [
        ("Mirandeuil", "1 088 immeubles attendent, dont 870 sans travaux commencés. Quand ?"),
        ("Seigneux", "le cuivre ferme le 31 janvier 2027, et 1 327 immeubles attendent."),
        ("Vernard", "230 immeubles dus, aucun arrivé. Pourquoi ?"),
    ]
    assert story.asks([commune("A", due=4, arrived=4)], TODAY) == []


def test_who_holds_more_than_half_is_said_and_no_more() -> None:
    three = [commune(name, due=n, missed=n) for name, n in (("A", 40), ("B", 30), ("C", 20), ("D", 10))]
    assert visible(story.most_of(three)) == "Deux communes en comptent plus de la moitié : A (40) et B (30)."
    flat = [commune(name, due=1, missed=1) for name in "ABCDEFGH"]
    assert visible(story.most_of(flat)) == "Les plus touchées : A (1), B (1) et C (1)."
    assert story.most_of([commune("A", due=3, missed=3)]) == ""


def test_dates_that_moved_say_which_way_and_how_far() -> None:
    later = MovedSector("01001", "PM1", date(2026, 5, 1), date(2026, 10, 1), 9, 9)
    sooner = MovedSector("01001", "PM2", date(2026, 5, 1), date(2026, 4, 25), 9, 0)
    assert visible(story.moved_title([later, later, sooner])) == "2 secteurs repoussés, 1 secteur avancé"
    assert (visible(shift(later.before, later.now)), visible(shift(sooner.before, sooner.now))) == (
        "+5 mois",
        "−6 jours",
    )
    assert story.moved_title([]) == "Aucune date n’a changé"


def test_the_page_says_what_was_due_what_came_and_each_number_of_late_buildings_opens_them(
    demo: Client, pressed: tuple[str, str, str]
) -> None:
    place, operator, name = pressed
    address = f"/comite-fibre?dans={place}&operateur={operator}"
    page = demo.get(address).content.decode()
    assert name in page
    assert "Projet de courrier" in page
    figures = dict(re.findall(r"<strong>(Dû|Tenu|Manqué|Glissé)</strong> <span class=\"number\">([^<]+)</span>", page))
    counts = {label: int(re.sub(r"\D", "", number)) for label, number in figures.items()}
    assert counts["Dû"] >= counts["Tenu"] + counts["Manqué"] + counts["Glissé"] > 0
    led = re.findall(r'<a href="(/immeubles\?[^"]*commune[^"]*)">([^<]+)</a>', page)
    assert led
    for to, number in led[:4]:
        answer = demo.get(to.replace("&amp;", "&")).content.decode()
        title = re.search(r"<h1>\s*([^<]+?)\s*</h1>", answer)
        assert title
        assert re.sub(r"\D", "", title[1].partition("immeuble")[0]) == re.sub(r"\D", "", number)


def test_the_sheets_are_printed_edited_and_their_list_taken(demo: Client, pressed: tuple[str, str, str]) -> None:
    place, operator, name = pressed
    query = f"dans={place}&operateur={operator}"
    page = demo.get(f"/comite-fibre?{query}").content.decode().replace("&amp;", "&")
    taken = re.findall(r'<a href="(/[^"]+\.(?:pdf|docx|xlsx)[^"]*)">', page)
    assert len(taken) >= 3
    pdf, edited, listed = (next(each for each in taken if f".{form}" in each) for form in ("pdf", "docx", "xlsx"))
    printed = pypdfium2.PdfDocument(io.BytesIO(demo.get(pdf).content))
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert "Madame, Monsieur" in text
    assert name in visible(text)
    printed.close()
    document = docx.Document(io.BytesIO(demo.get(edited).content))
    letter = next(each for each in document.paragraphs if each.text.startswith("Projet de courrier"))
    assert letter.paragraph_format.page_break_before
    assert any(each.text.startswith("Objet") for each in document.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(demo.get(listed))), read_only=True)
    assert len(list(book.worksheets[0].iter_rows())) > 1


def test_without_an_operator_one_is_offered_each_for_the_letter(demo: Client, pressed: tuple[str, str, str]) -> None:
    place, operator, _ = pressed
    page = demo.get(f"/comite-fibre?dans={place}").content.decode().replace("&amp;", "&")
    assert "Madame, Monsieur" not in page
    assert f"operateur={operator}" in page


def told(number: int, territories: str, operators: tuple[str, ...], *minutes: str) -> dict[str, Any]:
    convention = published.Convention(
        number=number,
        title=f"Convention n° {number}",
        kind="cpsd",
        signed_on=date(2022, 3, 14),
        ends_on=None,
        parties=(),
        operators=operators,
        territories=(Ref.parse(territories),),
        purpose="",
        commitments=(),
        meetings=tuple(
            published.Meeting(date(2026, rank, 21), words, "Calendrier à revoir.")
            for rank, words in enumerate(minutes, 3)
        ),
        documents=(),
    )
    return published.as_record(convention)


def test_beside_what_was_due_one_reads_what_the_operator_answered_here_and_when(
    demo: Client, pressed: tuple[str, str, str], demo_home: Path
) -> None:
    place, operator, _ = pressed
    other = next(each.ref for each in door.current(demo_home).territories(Level.DEPARTEMENT) if str(each.ref) != place)
    file = demo_home / published.FILE
    before = file.read_bytes() if file.exists() else None
    try:
        records = [
            told(1, place, (operator,), "Un retard est annoncé.", "Deux équipes arrivent."),
            told(2, place, ("AILLEURS",), "D’un autre opérateur."),
            told(3, str(other), (operator,), "D’un autre lieu."),
        ]
        file.write_text(json.dumps(records), "utf-8")
        page = words(demo.get(f"/comite-fibre?dans={place}&operateur={operator}"))
        answered = page.rpartition("Ce qui a été répondu")[2]
        assert answered.index("21 avril 2026") < answered.index("21 mars 2026")
        assert "« Deux équipes arrivent. »" in answered
        assert "Convention n° 1" in answered
        assert "D’un autre" not in answered
        document = docx.Document(io.BytesIO(demo.get(f"/comite-fibre.docx?dans={place}&operateur={operator}").content))
        assert any("Deux équipes arrivent." in each.text for each in document.paragraphs)
        file.write_text("[]", "utf-8")
        assert "Aucune réponse publique ici." in words(demo.get(f"/comite-fibre?dans={place}&operateur={operator}"))
    finally:
        if before is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(before)


def test_the_map_hatches_what_waits_for_the_second_time(demo: Client, pressed: tuple[str, str, str]) -> None:
    place, operator, _ = pressed
    page = demo.get(f"/comite-fibre?dans={place}&operateur={operator}").content.decode()
    assert 'fill="url(#hatch-circles)"' in page
    assert "dont depuis deux livraisons ou plus" in page


def test_what_does_not_exist_is_refused_in_words(demo: Client) -> None:
    for query in ("operateur=PERSONNE", "dans=commune:00000", "periode=1999-T1"):
        for ending in ("", ".pdf"):
            answer = demo.get(f"/comite-fibre{ending}?{query}")
            assert answer.status_code in (400, 404)
    assert "inconnu" in words(demo.get("/comite-fibre?operateur=PERSONNE"))


def test_the_oldest_delivery_has_nothing_to_compare_and_says_so(demo: Client, demo_home: Path) -> None:
    first = door.current(demo_home).rollout.periods()[0]
    page = words(demo.get(f"/comite-fibre?periode={first.code}"))
    assert "Rien à comparer encore" in page
