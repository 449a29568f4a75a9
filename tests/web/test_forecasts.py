"""« Quand la fibre sera-t-elle là ? »: a date and its interval, or an avowal, on portraits, pages and files."""

import csv
import io
import re
from html import unescape

import openpyxl
import pytest

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory import door
from maillage.observatory.forecasts import Expected, Forecast
from maillage.web.forecast import between, sentence, told

SIMULATED = "Territoire fictif, données simulées"


def words(response, status=200):
    assert response.status_code == status
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(text))


@pytest.fixture
def demo(reading, demo_home):
    return reading(demo_home)


@pytest.fixture
def source(demo_home):
    return door.current(demo_home)


def of_state(source, state):
    return next((commune, one) for commune, one in source.forecasts.table() if one.state == state)


def test_the_portrait_of_a_commune_says_when_90_percent_of_its_premises_would_be_connectable(demo, source):
    commune, one = next(pair for pair in source.forecasts.table() if pair[1].last)
    said = words(demo.get(f"/territoires/commune/{commune.ref.code}"))
    assert "À ce rythme, 90 % des locaux" in said
    assert "(8 chances sur 10)" in said
    assert one.first.label in said
    assert "Part attendue : " in said
    assert "Comment nous prévoyons, et de combien nous nous trompons" in said


def test_the_portrait_of_a_commune_where_nothing_began_says_that_we_do_not_know(demo, source):
    commune, _ = of_state(source, "pas_commencee")
    said = words(demo.get(f"/territoires/commune/{commune.ref.code}"))
    assert "Rien n’a commencé ici : nous ne savons pas dire quand la fibre viendra." in said
    assert "À ce rythme" not in said


def test_the_portrait_of_a_commune_that_is_done_says_so(demo, source):
    commune, _ = of_state(source, "achevee")
    said = words(demo.get(f"/territoires/commune/{commune.ref.code}"))
    assert "Le déploiement est achevé : au moins 90 % des locaux sont raccordables." in said


def test_a_commune_whose_end_the_history_does_not_tell_is_told_the_soonest_and_no_last_quarter():
    first, middle = Period.parse("2027-T1"), Period.parse("2028-T2")
    one = Forecast(Ref(Level.COMMUNE, "25056"), first, "prevue", "essai", 12.0, first, middle, None, ())
    assert sentence(one, 90.0) == (
        "À ce rythme, 90\u202f% des locaux seraient raccordables au plus tôt à la fin du 1er trimestre 2027, "
        "une chance sur deux d’ici à la fin du 2e trimestre 2028\u202f; nous ne savons pas dire quand au plus tard."
    )


def test_the_portrait_of_a_larger_territory_forecasts_nothing(source):
    assert told(source, source.release.region) is None


def test_the_page_states_its_method_its_past_errors_and_what_it_cannot_tell(demo):
    said = words(demo.get("/previsions"))
    assert "les communes qui étaient un jour au même point" in said
    assert "La part dans trois mois" in said
    assert re.search(r"Le trimestre d’achèvement \d", said)
    assert "La part dans deux ans Pas encore éprouvée" in said
    assert "Nous n’avons pas assez d’histoire pour éprouver la part dans deux ans" in said
    assert "Pas commencée Rien n’a commencé ici" in said


def test_the_page_can_be_kept_to_a_departement_and_to_the_communes_forecast(demo, source):
    departement = source.territories(Level.DEPARTEMENT)[0]
    kept = [one.name for one, told in source.forecasts.table(departement.ref) if told.state == "prevue"]
    said = demo.get(f"/previsions?dans={departement.ref}&etat=prevue").content.decode()
    assert len(re.findall(r'<th scope="row"><a href="/territoires/commune/', said)) == min(len(kept), 100)


def test_a_state_that_does_not_exist_is_refused_in_words(demo):
    assert "État « demain » inconnu" in words(demo.get("/previsions?etat=demain"), 404)


@pytest.mark.parametrize("where", ["commune:00000", "nulle-part"])
def test_a_territory_that_does_not_exist_is_refused_in_words(demo, where):
    assert demo.get(f"/previsions?dans={where}").status_code == 404


def test_the_csv_holds_every_commune_with_an_empty_cell_where_we_do_not_know(demo, source):
    response = demo.get("/previsions.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    every = source.forecasts.table()
    assert {row["commune"] for row in rows} == {one.ref.code for one, _ in every}
    assert {row["mention"] for row in rows} == {SIMULATED}
    commune, one = of_state(source, "prevue")
    [row] = [row for row in rows if row["commune"] == commune.ref.code]
    assert (row["premier"], row["seuil"]) == (one.first.code, "90.0")
    assert float(row["part_4_mediane"]) == one.expected[2].middle
    commune, _ = of_state(source, "pas_commencee")
    [row] = [row for row in rows if row["commune"] == commune.ref.code]
    assert {row[name] for name in row if name.startswith("part_") or name in ("premier", "dernier")} == {""}


def test_the_workbook_says_what_it_is_and_where_it_comes_from(demo):
    response = demo.get("/previsions.xlsx?etat=prevue")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))
    text = " ".join(str(cell.value) for sheet in book for line in sheet for cell in line if cell.value)
    assert "Prévisions de la fibre par commune" in text
    assert "arcep_cartefibre_communes" in text
    assert SIMULATED in text


def test_a_territory_with_one_quarter_says_that_its_history_is_too_short(site):
    assert "Il faut cinq trimestres de suite pour prévoir" in words(site.get("/previsions"))


def test_a_commune_of_another_region_has_no_forecast(source):
    assert source.forecasts.of(Ref(Level.COMMUNE, "25056")) is None


def test_an_interval_narrower_than_a_point_is_told_as_one_share():
    assert between(Expected(1, 94.6, 95.0, 95.4)) == "95\u202f%"
    assert between(Expected(1, 91.2, 95.0, 98.4)) == "95\u202f% (de 91 à 98\u202f%)"
