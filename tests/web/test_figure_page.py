"""Whoever doubts a figure leaves with its operation, its rows, what is missing, set aside and corrected."""

import csv
import html
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.cli.terminal import own_copy, publish
from tests.web.axe import faults
from tests.web.words import visible, words

FTTH = "taux_locaux_raccordables_ftth"
DOUBS = f"/territoires/departement/25/{FTTH}"
BESANCON = f"/territoires/commune/25056/{FTTH}"


def section(site: Client, address: str, name: str) -> str:
    """The words of one section of the page, by the id of its title."""
    body = site.get(address).content.decode()
    start = body.index(f'<section class="wide theme" aria-labelledby="{name}"')
    return visible(body[start : body.index("</section>", start)])


def content(site: Client, address: str) -> list[dict[str, str]]:
    answer: Any = site.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_the_page_says_the_operation_with_its_numbers(site: Client) -> None:
    told = section(site, DOUBS, "calcul")
    assert "10 150 ÷ 10 680 × 100 = 95,0 %" in told
    assert "Locaux raccordables : 10 150" in told
    assert "Les deux nombres de ses 5 communes connues sont additionnés, puis divisés une seule fois" in told
    assert "Méthode relue par Pas encore relue" in told
    assert "À partir du 2e trimestre 2018" in told
    assert "FROM locaux_ftth GROUP BY commune, periode" in told


def test_a_count_says_the_part_of_each_operator(site: Client) -> None:
    told = section(site, "/territoires/region/27/sites_4g_par_operateur?periode=2018-T1", "calcul")
    assert "Bouygues Telecom 2 + Free Mobile 2 + Orange 4 + SFR 3 = 11 sites" in told


def test_another_period_is_one_link_away_and_has_its_own_operation(site: Client) -> None:
    page = site.get(DOUBS).content.decode()
    assert f'href="{DOUBS}?periode=2017-T3"' in page
    assert "3 500 ÷ 10 450 × 100 = 33,5 %" in words(site.get(f"{DOUBS}?periode=2017-T3"))
    assert "Rupture de série : la suite ne se compare pas" in section(site, DOUBS, "periodes")


def test_each_commune_is_listed_with_its_numbers_the_heaviest_first(site: Client) -> None:
    told = section(site, f"{DOUBS}?periode=2018-T1", "communes")
    # 5 500 premises of 10 450 are in Besançon: 3 000 connectable.
    assert "Besançon 3 000 5 500 54,5 % 52,6 %" in told
    order = [told.index(name) for name in ("Besançon", "Montbéliard", "Les Auxons", "Pont-de-Roide", "Sochaux")]
    assert order == sorted(order)
    assert content(site, f"{DOUBS}/communes.csv?periode=2018-T1")[0] == {
        "code": "25056", "commune": "Besançon", "numerateur": "3000", "denominateur": "5500",
        "poids": "0.5263157894736842", "mention": "",
    }  # fmt: skip


def test_a_commune_does_not_list_itself(site: Client) -> None:
    assert "Ce que chaque commune apporte" not in words(site.get(BESANCON))


def test_the_rows_say_their_file_and_line(site: Client) -> None:
    told = section(site, f"{BESANCON}?periode=2018-T1", "lignes")
    assert "Besançon 2018-T1 3 000 25056 arcep_ftth_2018.csv 10" in told
    other = section(site, f"{BESANCON}?periode=2018-T1&table=arcep_logements_2018", "lignes")
    assert "5 200 300" in other
    assert "arcep_logements_2018.csv 8" in other


def test_a_merged_commune_shows_the_two_rows_it_is_made_of(site: Client) -> None:
    rows = content(site, f"/territoires/commune/25035/{FTTH}/lignes.csv?periode=2018-T1&table=arcep_ftth_2018")
    assert [(row["commune_publiee"], row["raccordables"], row["ligne"]) for row in rows] == [
        ("25034", "100", "6"),
        ("25035", "200", "8"),
    ]


def test_a_computed_table_shows_its_rows_and_says_what_it_comes_from(site: Client) -> None:
    told = section(site, f"{BESANCON}?periode=2018-T1&table=locaux_ftth", "lignes")
    assert "Table calculée à partir de : Déploiement de la fibre (FttH) par commune ; Logements" in told
    assert "Besançon 25056 2018-T1 3 000 5 500" in told


def test_only_the_rows_that_count_are_listed(site: Client) -> None:
    # Two rows of Bouygues at one place in Besançon: only one is 4G.
    rows = content(site, "/territoires/commune/25056/sites_4g_par_operateur/lignes.csv?periode=2018-T1")
    assert {row["g4"] for row in rows} == {"oui"}
    value = words(site.get("/territoires/commune/25056/sites_4g_par_operateur?periode=2018-T1"))
    assert f"= {len(rows)} sites" in value


def test_what_is_missing_is_named_with_its_reason(site: Client) -> None:
    told = section(site, f"/territoires/departement/90/{FTTH}?periode=2018-T1", "manque")
    assert "1 commune que ce chiffre concerne et que nous ne connaissons pas" in told
    assert "Trévenans" in told
    assert "arcep_logements_2018.csv, ligne 18 refusée : nombre absent : inconnu n’est pas zéro" in told


def test_an_unknown_commune_reads_so_and_never_zero(site: Client) -> None:
    page = words(site.get(f"/territoires/commune/90097/{FTTH}?periode=2018-T1"))
    assert "inconnu 1er trimestre 2018" in page
    assert "Ce n’est pas un zéro : nous ne savons pas." in page
    assert "ligne 18 refusée" in page
    assert "÷" not in page


def test_what_was_set_aside_is_that_of_these_communes_only(site: Client) -> None:
    told = section(site, f"/territoires/commune/25547/{FTTH}?periode=2018-T1", "ecarte")
    assert "arcep_ftth_2018.csv 32 commune_publiee 25547 · 2018-T1 doublon de la ligne 16" in told
    assert "700 locaux raccordables pour 650 logements et établissements" in told
    # Lines 20, 33, 34 of one sheet and 13 of the other: nobody knows which commune they are about.
    assert "4 lignes des mêmes livraisons ont été refusées sans que leur commune soit connue" in told
    assert "n’a été refusée ni signalée" in section(site, f"{BESANCON}?periode=2018-T1", "ecarte")


@pytest.mark.more
def test_what_was_corrected_is_said_on_the_figure_the_source_and_the_api(
    reading: Callable[[Path], Client], release_home: Path, tmp_path: Path
) -> None:
    home = own_copy(release_home, tmp_path)
    (home / "corrections").mkdir()
    (home / "corrections" / "arcep_ftth_2018.csv").write_text(
        "commune_publiee,periode,colonne,action,ancienne,nouvelle,motif,par,le,statut\n"
        "25547,2018-T1,raccordables,corriger,700,650,Compté deux fois,Le SIG,2026-11-25,appliquée\n",
        "utf-8",
    )
    publish(home)
    site = reading(home)
    address = f"/territoires/commune/25547/{FTTH}?periode=2018-T1"
    assert "650 ÷ 650 × 100 = 100,0 %" in words(site.get(address))
    told = section(site, address, "corrige")
    assert "« 700 » remplacé par « 650 » : Compté deux fois (Le SIG, 25 novembre 2026)" in told
    assert "les lignes sont celles que le producteur a publiées" in section(site, BESANCON, "corrige")
    page = words(site.get("/sources/arcep_ftth_2018?effet=corrigees"))
    assert "2 corrigées par l’opérateur de ce site" in page
    api = site.get("/api/v1/sources/arcep_ftth_2018/problems").json()
    assert {one["effect"] for one in api["problems"]} == {"refusée", "corrigée"}


def test_the_deliveries_say_when_they_came_and_their_checksum(site: Client) -> None:
    told = section(site, f"{BESANCON}?periode=2018-T1", "quand")
    assert told.count("Obtenu le 5 juin 2018") == 2
    assert len(re.findall(r"SHA-256 [0-9a-f]{64}", told)) == 2


def test_who_to_write_to_is_said_with_the_address_of_the_figure(site: Client, settings: Any) -> None:
    settings.MAILLAGE_CONTACT = ""
    assert "n’a pas encore dit où lui écrire" in section(site, BESANCON, "faux")
    settings.MAILLAGE_CONTACT = "donnees@exemple.fr"
    body = html.unescape(site.get(BESANCON).content.decode())
    assert 'href="mailto:donnees@exemple.fr?subject=Un%20chiffre' in body
    assert f"{BESANCON}?periode=2026-T2" in section(site, BESANCON, "faux")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (f"/territoires/commune/99999/{FTTH}", "Territoire « commune 99999 » inconnu"),
        ("/territoires/commune/25056/bonheur", "Indicateur « bonheur » inconnu"),
        (f"{BESANCON}?periode=1999", "Aucune donnée pour la période « 1999 »"),
        (f"{BESANCON}?table=rumeurs", "Table « rumeurs » inconnue pour ce chiffre"),
        (f"{BESANCON}?page=0", "Page « 0 » inconnue"),
        (f"{DOUBS}?communes=0", "Page « 0 » inconnue"),
        (f"{BESANCON}/lignes.csv?periode=1999", "Aucune donnée pour la période « 1999 »"),
    ],
)
def test_what_is_unknown_is_said_in_words(site: Client, address: str, says: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert says in words(answer)


def test_a_figure_that_does_not_concern_the_territory_says_why(site: Client) -> None:
    page = words(site.get("/territoires/commune/90097/taux_communes_3500_open_data"))
    assert "sans objet" in page
    assert (
        "Ce chiffre ne concerne pas ce territoire : ce chiffre ne porte que sur les communes de plus de 3 500 habitants"
        in page
    )


@pytest.mark.more
@pytest.mark.parametrize("level", ["region/27", "departement/25", "epci/200065647", "commune/25056"])
def test_every_figure_of_every_level_can_be_taken_to_pieces(site: Client, level: str) -> None:
    names = [one["name"] for one in site.get("/api/v1/indicators").json()]
    answers = {name: site.get(f"/territoires/{level}/{name}").status_code for name in names}
    assert set(answers.values()) == {200}, answers


def test_a_real_figure_is_found_in_the_official_file_read_by_hand(
    reading: Callable[[Path], Client], bfc_home: Path, shared_data: Path
) -> None:
    path = shared_data / "arcep-fixe/observatoire-2018T1/ftthCommunes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        every = list(enumerate(csv.reader(file), 1))
    head = next(row for _, row in every if "Code commune" in row)
    [(line, row)] = [(number, row) for number, row in every if row[:1] == ["25056"] and "Locaux Raccordables" in row]
    official = row[head.index("T1 2018")].strip().replace("\u00a0", "").replace(" ", "")
    site = reading(bfc_home)
    [found] = content(site, f"{BESANCON}/lignes.csv?periode=2018-T1&table=arcep_ftth_2018")
    assert (found["fichier"], found["ligne"], found["raccordables"]) == ("ftthCommunes.csv", str(line), official)
    parts = content(site, f"/territoires/region/27/{FTTH}/communes.csv?periode=2018-T1")
    assert len(parts) == 3685
    page = words(site.get(f"/territoires/region/27/{FTTH}?periode=2018-T1&communes=2"))
    assert "26 à 50 sur 3 685" in page


def test_a_fictional_figure_says_so_on_the_page_and_in_its_files(
    reading: Callable[[Path], Client], demo_home: Path
) -> None:
    site = reading(demo_home)
    notice = "Territoire fictif, données simulées"
    assert notice in words(site.get(f"/territoires/region/99/{FTTH}"))
    for name in ("lignes", "communes"):
        assert {row["mention"] for row in content(site, f"/territoires/region/99/{FTTH}/{name}.csv")} == {notice}


@pytest.mark.more
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_it_on_a_narrow_screen_without_javascript(browser: Browser, served: str, scheme: Any) -> None:
    address = f"/territoires/departement/90/{FTTH}?periode=2018-T1"
    with browser.new_context(
        base_url=served, viewport={"width": 320, "height": 700}, java_script_enabled=False, color_scheme=scheme
    ) as bare:
        page = bare.new_page()
        page.goto(address)
        assert page.locator("h1").count() == 1
        page.get_by_role("link", name="4e trimestre 2017").click()
        assert "periode=2017-T4" in page.url
    with browser.new_context(base_url=served, viewport={"width": 320, "height": 700}, color_scheme=scheme) as narrow:
        page = narrow.new_page()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert faults(page) == []
