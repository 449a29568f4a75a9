"""« Quand la fibre sera-t-elle là ? »: a date and its interval, or an avowal, on portraits, pages and files."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html import unescape

import openpyxl
import pytest
from django.utils import timezone

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory import door
from maillage.observatory.forecasts import Expected, Forecast
from maillage.web.words.forecast import between, faster, forecast_words, sentence
from tests.web.words import markup

TODAY, KNOWN = date(2026, 11, 29), date(2026, 6, 30)
SIMULATED = "Territoire fictif, données simulées"


def words(response, status=200):
    assert response.status_code == status
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(text))


@pytest.fixture
def demo(reading, public_demo_home):
    return reading(public_demo_home)


@pytest.fixture
def source(public_demo_home):
    return door.current(public_demo_home)


def of_state(source, state):
    return next((commune, one) for commune, one in source.forecasts.table() if one.state == state)


def test_the_page_of_fixed_networks_of_a_commune_says_when_90_percent_would_be_connectable(demo, source):
    commune, one = next(pair for pair in source.forecasts.table() if pair[1].last)
    said = words(demo.get(f"/territoires/commune/{commune.ref.code}/reseaux-fixes"))
    assert "À ce rythme, 90 % des locaux" in said
    assert "(8 chances sur 10)" in said
    assert one.first.label in said
    assert "Part attendue : " in said
    assert "Comment nous prévoyons, et de combien nous nous trompons" in said


def test_the_page_of_fixed_networks_of_a_commune_where_nothing_began_says_that_we_do_not_know(demo, source):
    commune, _ = of_state(source, "pas_commencee")
    said = words(demo.get(f"/territoires/commune/{commune.ref.code}/reseaux-fixes"))
    assert "Rien n’a commencé ici : nous ne savons pas dire quand la fibre viendra." in said
    assert "À ce rythme" not in said


def test_the_page_of_fixed_networks_of_a_commune_over_90_percent_says_so_and_that_it_is_not_complete(demo, source):
    commune, _ = next(pair for pair in source.forecasts.table() if pair[1].state == "achevee" and pair[1].share < 99.9)
    said = words(demo.get(f"/territoires/commune/{commune.ref.code}/reseaux-fixes"))
    assert "Plus de 90 % des locaux sont raccordables : au-delà, nous ne prévoyons plus." in said
    assert "achevé" not in said


def test_a_commune_whose_end_the_history_does_not_tell_is_told_the_soonest_and_no_last_quarter():
    first, middle = Period.parse("2027-T1"), Period.parse("2028-T2")
    one = Forecast(Ref(Level.COMMUNE, "25056"), first, "prevue", "essai", 12.0, first, middle, None, ())
    assert sentence(one, 90.0, TODAY) == (
        "À ce rythme, 90\u202f% des locaux seraient raccordables au plus tôt à la fin du 1er trimestre 2027, "
        "une chance sur deux d’ici à la fin du 2e trimestre 2028\u202f; nous ne savons pas dire quand au plus tard."
    )


def test_the_portrait_of_a_larger_territory_forecasts_nothing(source):
    assert forecast_words(source, source.release.region) is None


def test_the_page_states_its_method_its_past_errors_and_what_it_cannot_tell(demo):
    said = words(demo.get("/previsions"))
    assert "les communes qui étaient un jour au même point" in said
    assert "La part dans trois mois" in said
    assert re.search(r"Le trimestre où 90 % sont passés \d", said)
    assert "La part dans deux ans Pas encore éprouvée" in said
    assert "Nous n’avons pas assez d’histoire pour éprouver la part dans deux ans" in said
    assert "Pas commencée Rien n’a commencé ici" in said


def test_the_page_can_be_kept_to_a_departement_and_to_the_communes_forecast(demo, source):
    departement = source.territories(Level.DEPARTEMENT)[0]
    kept = [one.name for one, told in source.forecasts.table(departement.ref) if told.state == "prevue"]
    said = markup(demo.get(f"/previsions?dans={departement.ref}&etat=prevue"))
    assert len(re.findall(r'<th scope="row" role="rowheader"><a href="/territoires/commune/', said)) == min(
        len(kept), 50
    )


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
    assert between(Expected(1, 94.6, 95.0, 95.4), 90.0) == "95\u202f%"
    assert between(Expected(1, 91.2, 95.0, 98.4), 90.0) == "95\u202f% (de 91 à 98\u202f%)"


def test_a_share_under_the_threshold_never_reads_as_the_threshold():
    assert between(Expected(8, 72.0, 85.0, 89.9), 90.0) == "85\u202f% (de 72 à 89\u202f%)"
    assert between(Expected(8, 72.0, 90.0, 96.0), 90.0) == "90\u202f% (de 72 à 96\u202f%)"


def expecting(**more):
    """A commune at 15,5 % in mid-2026, whose 90 % are due from the first quarter to the last."""
    shares = (Expected(4, 16.8, 39.9, 59.1),)
    given = {"share": 15.5, "first": None, "middle": None, "last": None, "before": None, **more}
    known = Period.parse("2026-T2")
    dates = [given[name] and Period.parse(given[name]) for name in ("first", "middle", "last")]
    return Forecast(
        Ref(Level.COMMUNE, "25056"), known, "prevue", "essai", given["share"], *dates, shares, given["before"]
    )


def test_a_quarter_gone_by_is_told_as_expected_and_not_yet_checked():
    one = expecting(first="2026-T3", middle="2026-T3", last="2026-T3")
    assert sentence(one, 90.0, TODAY) == (
        "90\u202f% des locaux raccordables étaient attendus fin septembre 2026, pas encore vérifié\u202f: nos chiffres "
        "s’arrêtent au 2e trimestre 2026."
    )
    assert one.gone_by(TODAY)
    assert "seraient raccordables à la fin du 3e trimestre 2026 (8 chances" in sentence(one, 90.0, KNOWN)
    assert not one.gone_by(KNOWN)


def test_an_interval_whose_first_quarter_is_gone_by_says_that_nobody_checked():
    one = expecting(first="2026-T3", middle="2026-T4", last="2027-T2")
    assert "entre la fin du 3e trimestre 2026 (pas encore vérifié) et la fin du 2e trimestre 2027" in sentence(
        one, 90.0, TODAY
    )
    last = expecting(first="2026-T3", middle="2027-T1")
    assert "au plus tôt à la fin du 3e trimestre 2026 (pas encore vérifié), une chance" in sentence(last, 90.0, TODAY)


def test_complete_is_said_of_every_premises_only():
    def told_of(share):
        one = expecting(share=share)
        return sentence(replace(one, state="achevee"), 90.0, TODAY)

    assert "achevé" not in told_of(94.7)
    assert told_of(100.0).startswith("Le déploiement est achevé")


def test_a_commune_that_hardly_moved_is_told_why_much_more_is_expected():
    said = faster(expecting(before=14.8)).replace("\xa0", " ")
    assert said.startswith("Elle a gagné 0,7 point en un an, nous en attendons 24 l’année suivante")
    assert "à l’arrêt ou au début, ont ensuite avancé plus vite" in said
    assert faster(expecting(before=15.5)).startswith("Elle n’a pas avancé en un an")
    assert faster(expecting(before=5.0)) == ""
    assert faster(expecting(before=None)) == ""


def test_no_forecast_of_the_demonstration_tells_a_past_quarter_as_to_come(demo, source):
    today = timezone.localdate()
    for commune, one in source.forecasts.table():
        text = sentence(one, source.forecasts.threshold, today)
        for period in filter(None, (one.first, one.middle, one.last)):
            if period.end < today and f"fin du {period.label}" in text:
                assert f"fin du {period.label} (pas encore vérifié)" in text, commune.name


def test_shares_and_dates_of_the_demonstration_never_contradict_each_other(source):
    threshold, found = source.forecasts.threshold, 0
    for commune, one in source.forecasts.table():
        for each in one.expected:
            end = one.period.quarters_later(each.quarters).end
            for share, when in ((each.high, one.first), (each.middle, one.middle), (each.low, one.last)):
                found += 1
                assert (share >= threshold) == (when is not None and when.end <= end), (commune.name, each)
    assert found > 500
