"""A fictional territory says what it is on every page and every file."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from django.test import Client

from maillage.observatory import door
from maillage.steering.strategies import demonstration, editions
from maillage.steering.strategies.models import Node, Strategy
from tests.web.words import words

NOTICE = "Territoire fictif, données simulées"
PAGES = (
    "/",
    "/recherche?q=saint",
    "/territoires/region/99",
    "/territoires/departement/96",
    "/territoires/commune/96001",
    "/indicateurs",
    "/indicateurs/taux_locaux_raccordables_ftth",
    "/territoires/departement/96/taux_locaux_raccordables_ftth",
    "/carte",
    "/comparer?t=departement:96&t=departement:99&i=taux_locaux_raccordables_ftth",
    "/integrer",
    "/integrer/carte/taux_locaux_raccordables_ftth",
    "/integrer/graphique/taux_locaux_raccordables_ftth/region/99",
    "/integrer/territoire/departement/96",
    "/a-propos",
    "/engagements",
    "/conventions",
    "/conventions/1",
    "/offres",
    "/sources",
    "/sources/arcep_ftth_2018",
    "/nulle-part",
    "/api/v1/",
)
FILES = (
    "/territoires/region/99.csv",
    "/indicateurs/taux_locaux_raccordables_ftth.csv",
    "/sources/mednum_bfc/lignes.csv",
    "/engagements.csv",
    "/conventions.csv",
    "/conventions/sans.csv",
    "/offres.csv",
    "/comparer.csv?t=departement:96&t=departement:99&i=taux_locaux_raccordables_ftth",
    "/indicateurs/taux_locaux_raccordables_ftth.geojson?niveau=departement",
    "/graphiques/taux_locaux_raccordables_ftth/region/99.svg",
    "/carte.svg?niveau=epci",
)
WORKBOOKS = (
    "/territoires/region/99.xlsx",
    "/indicateurs/taux_locaux_raccordables_ftth/classement.xlsx?niveau=epci",
    "/graphiques/taux_locaux_raccordables_ftth/region/99.xlsx",
)


@pytest.fixture
def fictional(reading: Callable[[Path], Client], demo_home: Path) -> Client:
    return reading(demo_home)


@pytest.fixture
def public(reading: Callable[[Path], Client], public_demo_home: Path) -> Client:
    return reading(public_demo_home)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.django_db
def test_every_page_of_a_fictional_territory_says_so(fictional: Client, page: str) -> None:
    answer = fictional.get(page, follow=True)
    assert NOTICE in answer.content.decode()
    assert answer["Maillage-Notice"] == "donnees simulees"


@pytest.mark.parametrize("file", FILES)
def test_every_file_taken_away_from_a_fictional_territory_says_so(public: Client, file: str) -> None:
    answer = public.get(file)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode()
    assert NOTICE in text
    if file.endswith(".csv"):
        assert all(line.endswith(f'"{NOTICE}"') for line in text.splitlines()[1:])
        assert "donnees-simulees.csv" in answer["Content-Disposition"]


@pytest.mark.parametrize("file", WORKBOOKS)
def test_every_workbook_of_a_fictional_territory_says_so_on_its_sheets(fictional: Client, file: str) -> None:
    answer = fictional.get(file)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    for sheet in book:
        assert any(NOTICE in str(cell.value) for row in sheet.iter_rows() for cell in row), sheet.title
    assert "donnees-simulees" in answer["Content-Disposition"]


def test_the_portrait_to_print_of_a_fictional_territory_says_so_on_every_page(fictional: Client) -> None:
    answer = fictional.get("/territoires/region/99.pdf")
    paper = pypdfium2.PdfDocument(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    assert all(NOTICE in page.get_textpage().get_text_bounded() for page in paper)
    assert "donnees-simulees" in answer["Content-Disposition"]


def test_a_real_territory_says_nothing_of_the_kind(site: Client) -> None:
    answer = site.get("/")
    assert NOTICE not in answer.content.decode()
    assert "Maillage-Notice" not in answer


@pytest.mark.django_db
def test_the_strategies_of_the_demonstration_are_entered_once_and_said_to_be_fictional(
    site: Client, demo_home: Path
) -> None:
    demonstration.enter(door.current(demo_home), date(2026, 6, 30))
    changed = Node.history.count()
    assert demonstration.enter(door.current(demo_home), date(2026, 6, 30)) == 0
    assert Node.history.count() == changed
    main = Strategy.objects.get(slug=demonstration.MAIN)
    current = editions.in_force(main)
    assert current is not None
    assert [current.nodes.filter(tag=False, depth=depth).count() for depth in range(4)] == [3, 5, 15, 53]
    assert current.nodes.filter(key__in=[f"o{one}" for one in range(1, 16)]).count() == 15
    assert [one.state for one in main.editions.order_by("name")] == ["remplacee", "en_vigueur", "projet"]
    assert Strategy.objects.filter(simulated=False).count() == 0
    told = words(site.get("/strategies/scoran-vb"))
    assert "Fictive." in told
    assert "(fictive)" in told
    assert "SCORAN BFC" not in told
    assert json.loads(site.get("/strategies/scoran-vb.json").content)["donnees_simulees"] is True
