"""A fictional territory says what it is on every page and every file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

NOTICE = "Territoire fictif, données simulées"
PAGES = (
    "/",
    "/recherche?q=saint",
    "/territoires/region/99",
    "/territoires/departement/96",
    "/territoires/commune/96001",
    "/indicateurs",
    "/indicateurs/taux_locaux_raccordables_ftth",
    "/sources",
    "/sources/arcep_ftth_2018",
    "/nulle-part",
    "/api/v1/",
)
FILES = (
    "/territoires/region/99.csv",
    "/indicateurs/taux_locaux_raccordables_ftth.csv",
    "/sources/mednum_bfc/lignes.csv",
    "/graphiques/taux_locaux_raccordables_ftth/region/99.svg",
)


@pytest.fixture
def fictional(reading: Callable[[Path], Client], demo_home: Path) -> Client:
    return reading(demo_home)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_fictional_territory_says_so(fictional: Client, page: str) -> None:
    answer = fictional.get(page, follow=True)
    assert NOTICE in answer.content.decode()
    assert answer["Maillage-Notice"] == "donnees simulees"


@pytest.mark.parametrize("file", FILES)
def test_every_file_taken_away_from_a_fictional_territory_says_so(fictional: Client, file: str) -> None:
    answer = fictional.get(file)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode()
    assert NOTICE in text
    if file.endswith(".csv"):
        assert all(line.endswith(f'"{NOTICE}"') for line in text.splitlines()[1:])
        assert "donnees-simulees.csv" in answer["Content-Disposition"]


def test_a_real_territory_says_nothing_of_the_kind(site: Client) -> None:
    answer = site.get("/")
    assert NOTICE not in answer.content.decode()
    assert "Maillage-Notice" not in answer
