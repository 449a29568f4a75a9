"""Every page answers, in French, without a cookie, and says what to do when something is missing."""

import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.words import words

# The search finds what people write, too.
pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/recherche",
    "/recherche?q=mont",
    "/recherche?q=fibre",
    "/recherche?q=zzzz",
    "/territoires/commune/25056",
    "/territoires/commune/25547",
    "/territoires/commune/90097",
    "/territoires/epci/200069052",
    "/territoires/departement/90",
    "/territoires/region/27",
    "/indicateurs",
    "/indicateurs/taux_locaux_raccordables_ftth",
    "/indicateurs/taux_locaux_raccordables_ftth?niveau=commune&periode=2018-T1&dans=departement:90",
    "/indicateurs/taux_communes_3500_open_data?niveau=departement",
    "/indicateurs/sites_4g_par_operateur",
    "/indicateurs/lieux_mediation_pour_10000_habitants?niveau=commune",
    "/sources",
    "/sources/arcep_ftth_2018",
    "/sources/mednum_bfc?effet=signalees",
    "/api/v1/",
)


@pytest.mark.parametrize("address", PAGES)
def test_the_page_answers_without_cookie_and_with_strict_headers(site: Client, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    body = answer.content.decode()
    assert '<html lang="fr">' in body
    assert " style=" not in body
    assert "<script>" not in body


@pytest.mark.parametrize("address", PAGES)
def test_the_page_is_set_in_french_typography(site: Client, address: str) -> None:
    body = re.sub(r"(?s)<code.*?</code>|<td><code>.*?</td>", " ", site.get(address).content.decode())
    text = html.unescape(re.sub(r"<[^>]+>", "\n", body))
    assert re.findall(r"\w'\w", text) == []
    assert [line for line in text.splitlines() if re.search(r"\S [;!?»%](\s|$)", line)] == []


def test_a_page_already_read_is_not_sent_again(site: Client) -> None:
    first = site.get("/territoires/region/27")
    again = site.get("/territoires/region/27", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/territoires/commune/99999", "Territoire « commune 99999 » inconnu"),
        ("/indicateurs/bonheur", "Indicateur « bonheur » inconnu"),
        ("/sources/rumeur", "Source « rumeur » inconnue"),
        ("/indicateurs/taux_locaux_raccordables_ftth?periode=1999", "Aucune donnée pour la période « 1999 »"),
        ("/indicateurs/taux_locaux_raccordables_ftth?niveau=canton", "Niveau « canton » inconnu"),
        ("/indicateurs/taux_locaux_raccordables_ftth?dans=partout", "Territoire « partout » illisible"),
        ("/indicateurs/taux_locaux_raccordables_ftth?page=-1", "Page « -1 » inconnue"),
        ("/sources/mednum_bfc?effet=perdues", "Effet « perdues » : inconnu"),
        ("/nulle/part", "Rien ne se trouve à l’adresse « /nulle/part »"),
    ],
)
def test_a_wrong_address_says_what_is_wrong(site: Client, address: str, says: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert says in words(answer)


def test_a_slash_too_many_is_forgiven(site: Client) -> None:
    answer = site.get("/indicateurs/?a=1")
    assert answer.status_code == 301
    assert answer["Location"] == "/indicateurs?a=1"


def test_without_release_every_page_says_what_to_do(reading: Any, tmp_path: Path) -> None:
    empty = reading(tmp_path)
    for address in ("/", "/territoires/region/27", "/sources", "/indicateurs/x.csv"):
        answer = empty.get(address)
        assert answer.status_code == 503
        assert "lancez « maillage up »" in words(answer)
    assert empty.get("/api/v1/indicators").status_code == 503


def test_what_breaks_on_our_side_is_said_in_french(reading: Any, release_home: Path, tmp_path: Path) -> None:
    # A release whose values vanish from the disk while it is read: nobody foresees it.
    home = Path(shutil.copytree(release_home, tmp_path / "damaged", symlinks=True))
    client = reading(home)
    client.raise_request_exception = False
    assert client.get("/").status_code == 200
    for values in (home / "releases" / "current").resolve().glob("*.parquet"):
        values.write_bytes(b"")
    answer = client.get("/territoires/region/27")
    assert answer.status_code == 500
    assert "Quelque chose s’est cassé de notre côté" in words(answer)


def test_a_single_answer_opens_at_once_and_a_subject_leads_to_its_indicators(site: Client) -> None:
    assert site.get("/recherche?q=montbeliard").status_code == 200
    assert site.get("/recherche?q=sochaux")["Location"] == "/territoires/commune/25547"
    assert "Locaux raccordables à la fibre" in words(site.get("/recherche?q=FIBRE"))
    assert "Rien ne répond à ces mots" in words(site.get("/recherche?q=zzzz"))
