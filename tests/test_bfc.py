"""Bourgogne-Franche-Comté from the real official files: what comes out is what the publishers published.

The expected figures are computed here from the files themselves, with nothing of Maillage.
"""

import csv
import json
import re
from collections import Counter, defaultdict
from functools import cache

import numpy as np
import pyproj
import pytest
import shapely

from maillage.cli.main import main
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Flag
from maillage.observatory.door import current
from tests.conftest import maillage

pytestmark = pytest.mark.more

FTTH = "taux_locaux_raccordables_ftth"
QUARTERS = {"2017-T3": "T3 2017", "2017-T4": "T4 2017", "2018-T1": "T1 2018"}
DEPARTEMENTS = ("21", "25", "39", "58", "70", "71", "89", "90")
REGION = Ref(Level.REGION, "27")


@pytest.fixture(scope="module")
def observatory(bfc_home):
    return current(bfc_home)


def sheet(path):
    with open(path, encoding="utf-8-sig", newline="") as handle:
        for _ in range(4):
            next(handle)
        yield from csv.DictReader(handle)


def amount(text):
    bare = text.replace("\u00a0", "").replace(" ", "")
    return 0 if bare == "-" else int(bare)


@cache
def published(folder):
    """Connectable premises and premises of each commune of the region, as the two sheets say them."""
    places = {row["Code commune"]: row for row in sheet(folder / "communes.csv") if row["Code région"] == "27"}
    premises = {code: amount(row["Logements"]) + amount(row["Établissements"]) for code, row in places.items()}
    served = {
        row["Code commune"]: {period: amount(row[column]) for period, column in QUARTERS.items()}
        for row in sheet(folder / "ftthCommunes.csv")
        if row["Champ"] == "Locaux Raccordables" and row["Code commune"] in places
    }
    return {code: row["Code département"] for code, row in places.items()}, premises, served


@pytest.fixture
def arcep(shared_data):
    return published(shared_data / "arcep-fixe" / "observatoire-2018T1")


def totals(arcep, departements):
    place, premises, served = arcep
    inside = [code for code in served if place[code] in departements]
    return [(q, sum(served[code][q] for code in inside), sum(premises[code] for code in inside)) for q in QUARTERS]


def shown(capsys, monkeypatch, home, *arguments):
    monkeypatch.setenv("MAILLAGE_HOME", str(home))
    main(["show", *arguments, "--format", "json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("code", DEPARTEMENTS)
def test_the_premises_published_by_arcep_come_out_exactly_for_each_departement(
    capsys, monkeypatch, bfc_home, arcep, code
):
    found = shown(capsys, monkeypatch, bfc_home, FTTH, f"departement:{code}")["values"]
    assert [(one["period"], one["numerator"], one["denominator"]) for one in found] == totals(arcep, {code})
    for one in found:
        assert one["value"] == pytest.approx(100 * one["numerator"] / one["denominator"], rel=1e-12)
        assert one["completeness"]["known"] == one["completeness"]["total"]


def test_the_premises_of_the_region_come_out_exactly(capsys, monkeypatch, bfc_home, arcep):
    found = shown(capsys, monkeypatch, bfc_home, FTTH, "region:27")["values"]
    assert [(one["period"], one["numerator"], one["denominator"]) for one in found] == totals(arcep, set(DEPARTEMENTS))
    assert [one["completeness"] for one in found] == [{"known": 3685, "total": 3685}] * 3


@pytest.mark.parametrize(
    ("territory", "numerators", "denominator"),
    [
        ("departement:25", [67848, 77885, 87163], 286895),
        ("departement:21", [67635, 75561, 81879], 295968),
        ("region:27", [194326, 219873, 244643], 1613986),
    ],
)
def test_the_totals_of_the_official_sheets_are_frozen_here(observatory, territory, numerators, denominator):
    found = observatory.series(FTTH, Ref.parse(territory))
    assert [one.period.code for one in found] == list(QUARTERS)
    assert [one.numerator for one in found] == numerators
    assert {one.denominator for one in found} == {denominator}


def test_a_stranger_reads_the_same_figures_from_the_command_with_their_source_and_unit(bfc_home):
    done = maillage(bfc_home, "show", FTTH, "departement:25", "--period", "2018-T1", "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    # 543 974 inhabitants in the Doubs, about 70 % of premises not connectable.
    assert 350_000 < told["values"][0].pop("lacking") < 400_000
    assert re.fullmatch(r"\d(er|e) sur 8\sdépartements", told["values"][0].pop("rank_words"))
    assert told == {
        "indicator": FTTH,
        "territory": "departement:25",
        "values": [
            {
                "period": "2018-T1",
                "value": 100 * 87163 / 286895,
                "numerator": 87163,
                "denominator": 286895,
                "unit": "%",
                "completeness": {"known": 563, "total": 563},
                "flags": ["communes_signalees"],
                "source": "arcep_ftth_2018, arcep_logements_2018",
                "obtained_on": "2026-11-21",
            }
        ],
    }


def test_the_communes_of_today_add_up_to_the_region_mergers_included(observatory):
    for period in QUARTERS:
        communes = observatory.values(FTTH, Level.COMMUNE, Period.parse(period))
        [region] = observatory.series(FTTH, REGION, Period.parse(period))
        assert sum(one.numerator for one in communes) == region.numerator
        assert sum(one.denominator for one in communes) == region.denominator
        assert sum(one.completeness.known for one in communes) == 3685


def test_every_line_with_more_connectable_premises_than_premises_is_told_none_is_capped(observatory, arcep):
    _, premises, served = arcep
    above = {(code, q) for code, counts in served.items() for q in QUARTERS if counts[q] > premises[code]}
    problems, total = observatory.problems("arcep_ftth_2018", Effect.FLAGGED, limit=1000)
    assert total == len(problems) == len(above) == 138
    assert all(line.problem.line > 5 and line.problem.file == "ftthCommunes.csv" for line in problems)
    assert observatory.problems("arcep_ftth_2018", Effect.REFUSED) == ([], 0)
    assert observatory.source("arcep_ftth_2018").last.flagged == len({code for code, _ in above})
    flagged = [one for one in observatory.values(FTTH, Level.COMMUNE) if Flag.NUMERATOR_ABOVE in one.flags]
    assert flagged
    assert all(one.value > 100 and one.numerator > one.denominator for one in flagged)


def test_eight_communes_of_a_hundred_and_seven_have_open_data(observatory, shared_data):
    [path] = (shared_data / "opendata").glob("ODF-Observatoire*simplified.csv")
    with open(path, encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    sirens = {
        "".join(c for c in row["siren"] if c.isdigit())
        for row in rows
        if any(float(row[name] or 0) > 0 for name in ("nb_ptf", "nb_datagouv"))
    }
    communes = json.loads((shared_data / "territoires" / "communes.json").read_text("utf-8"))
    concerned = [
        one
        for one in communes
        if one["type"] == "commune-actuelle" and one.get("region") == "27" and one["population"] > 3500
    ]
    found = sum(one["siren"] in sirens for one in concerned)
    [value] = observatory.series("taux_communes_3500_open_data", REGION)
    assert (value.numerator, value.denominator) == (found, len(concerned)) == (8, 107)
    assert (value.completeness.known, value.completeness.total) == (107, 107)
    profile = observatory.profile(Ref(Level.COMMUNE, "25001"))
    assert [line.concerned for line in profile if line.sheet.indicator.concerns != "true"] == [False]


def test_every_france_services_of_the_region_is_counted(observatory, shared_data):
    with open(shared_data / "france-services" / "liste-fs-20240801.csv", encoding="utf-8-sig", newline="") as handle:
        found = Counter(row["insee_dep"] for row in csv.DictReader(handle))
    name = "france_services_pour_10000_habitants"
    [region] = observatory.series(name, REGION)
    assert (region.numerator, region.denominator) == (230, 2802670)
    assert sum(found[code] for code in DEPARTEMENTS) == 230
    for code in DEPARTEMENTS:
        [value] = observatory.series(name, Ref(Level.DEPARTEMENT, code))
        assert value.numerator == found[code]


def test_the_697_places_of_the_mediation_feed_are_all_placed(observatory):
    last = observatory.source("mednum_bfc").last
    assert (last.read, last.kept, last.refused, last.outside, last.ignored) == (697, 697, 0, 0, 0)
    problems, total = observatory.problems("mednum_bfc", limit=1000)
    assert total == len(problems) >= last.flagged > 0
    assert len({line.problem.line for line in problems}) == last.flagged
    assert all(line.problem.reason and line.problem.line > 1 for line in problems)


def test_a_place_whose_address_agrees_with_itself_is_counted_there_and_the_distance_of_its_point_is_told(
    observatory, shared_data
):
    """A geocoder put 30 of the 194 places of type M out of the commune they say; 29 without « Goux-les-Usiers », which
    is Val-d'Usiers since 2022. The farthest says Mâcon and stands in Dijon."""
    [path] = (shared_data / "mediation").glob("bfc-ternum-dataset_2023-03.csv")
    with open(path, encoding="utf-8-sig", newline="") as handle:
        public = {
            line for line, row in enumerate(csv.DictReader(handle), 2) if "M" in row["code_typo"].upper().split("-")
        }
    problems, _ = observatory.problems("mednum_bfc", limit=1000)
    moved = {one.problem.line: one.problem.reason for one in problems if "dont le centre est à" in one.problem.reason}
    assert len(moved.keys() & public) == 30
    assert moved[693] == (
        "le point tombe dans Dijon (21231) : ligne comptée dans Mâcon (71270), dont le centre est à 115 km ; "
        "point non repris"
    )


def test_a_place_at_a_town_that_is_now_part_of_another_is_counted_there_and_flagged(observatory):
    problems, _ = observatory.problems("mednum_bfc", limit=1000)
    [clerval] = [one.problem for one in problems if one.problem.value == "CLERVAL"]
    assert clerval.reason == (
        "ancienne commune, ou nom qui n’est plus porté : ligne comptée dans Pays-de-Clerval (25156)"
    )


def test_every_refused_line_is_told_with_its_reason(observatory):
    for source in observatory.sources():
        if source.last is None:
            continue
        problems, total = observatory.problems(source.name, Effect.REFUSED, limit=10_000)
        assert len(problems) == total
        assert len({(one.problem.file, one.problem.line) for one in problems}) == source.last.refused
        assert all(one.problem.reason for one in problems)
    assert observatory.source("arcep_sites_2018").last.refused == 3


def test_mediation_counts_france_services_once_even_when_both_lists_have_them(observatory, shared_data):
    """Of 336 places of types M and F and 230 France Services, 526 are left: 20 entries of the feed say a place again
    (one address), and 20 France Services are in it, 11 of them under the label of a MSAP or a MFS."""
    [path] = (shared_data / "mediation").glob("bfc-ternum-dataset_2023-03.csv")
    with open(path, encoding="utf-8-sig", newline="") as handle:
        listed = sum(not {"M", "F"}.isdisjoint(row["code_typo"].upper().split("-")) for row in csv.DictReader(handle))
    before, value = observatory.series("lieux_mediation_pour_10000_habitants", REGION)
    assert (before.period.code, before.numerator) == ("2023-T1", 316)
    assert listed - 316 == 20
    assert (value.period.code, value.numerator) == ("2024-08-01", 526)
    assert 316 + 230 - 526 == 20
    assert before.source == "cog_communes, mednum_bfc"
    assert value.source == "cog_communes, france_services, mednum_bfc"
    assert before.segment != value.segment, "France Services appear: a declared break"


def test_tiers_lieux_that_are_fabriques_too_are_counted_once(observatory):
    """125 of the feed, three pairs at one address, and 24 Fabriques, three of which it names: La Coursive Boutaric,
    FabLab des 3 lapins, Lab'Aux."""
    before, value = observatory.series("tiers_lieux_pour_10000_habitants", REGION)
    assert (before.numerator, value.numerator) == (125 - 3, 125 - 3 + 24 - 3)
    assert before.segment != value.segment


def test_4g_sites_are_those_whose_point_falls_in_the_outlines_of_2018(observatory, shared_data):
    shapes, codes = [], []
    for path in sorted((shared_data / "geo" / "communes-2018-bfc").glob("*.geojson")):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            shapes.append(shapely.geometry.shape(feature["geometry"]))
            codes.append(feature["properties"]["code"][:2])
    [path] = (shared_data / "arcep-mobile").glob("2018_01_Sites_mobiles*.csv")
    with open(path, encoding="utf-8-sig", newline="") as handle:
        rows = sorted({tuple(row) for row in csv.reader(handle, delimiter=";") if row[1][:1].isdigit()})
    points = [(float(x), float(y)) for _, x, y, *_ in rows]
    degrees = pyproj.Transformer.from_crs(2154, 4326, always_xy=True).transform(*np.transpose(points))
    where = shapely.STRtree(shapes).query(shapely.points(np.transpose(degrees)), predicate="intersects")
    inside = {int(row): codes[shape] for row, shape in where.T}
    names = {"20801": "Orange", "20810": "SFR", "20815": "Free Mobile", "20820": "Bouygues Telecom"}
    expected = defaultdict(Counter)
    for row, departement in inside.items():
        operator, *_, g4 = rows[row]
        expected[departement][names[operator]] += g4 == "1"
    assert len(inside) == observatory.source("arcep_sites_2018").last.kept
    for departement in DEPARTEMENTS:
        [value] = observatory.series("sites_4g_par_operateur", Ref(Level.DEPARTEMENT, departement))
        assert value.breakdown == expected[departement]
        assert value.value == sum(value.breakdown.values())
    [region] = observatory.series("sites_4g_par_operateur", REGION)
    assert region.breakdown == sum(expected.values(), Counter())


@pytest.mark.parametrize("speed", ["8mbits", "30mbits", "100mbits", "1gbits"])
def test_an_indicator_whose_data_are_not_loaded_reads_so_and_never_zero(
    capsys, monkeypatch, bfc_home, observatory, speed
):
    name = f"taux_locaux_eligibles_{speed}"
    sheet = observatory.indicator(name)
    assert not sheet.loaded
    assert sheet.sources == ("arcep_mci_debits",)
    assert shown(capsys, monkeypatch, bfc_home, name, "region:27")["values"] == []
    [line] = [line for line in observatory.profile(REGION) if line.sheet.indicator.name == name]
    assert (line.last, line.above, line.change, line.concerned) == (None, None, None, True)
    monkeypatch.setenv("MAILLAGE_HOME", str(bfc_home))
    main(["show", name, "region:27"])
    assert "Données non chargées. Chargez-les avec « maillage load arcep_mci_debits »." in capsys.readouterr().out


def test_the_six_epci_across_the_border_are_flagged_in_every_figure(observatory):
    names = {one.ref for one in observatory.territories(Level.EPCI) if one.communes < one.communes_whole}
    assert len(names) == 6
    for sheet in observatory.indicators():
        values = observatory.values(sheet.indicator.name, Level.EPCI)
        flagged = {one.territory for one in values if Flag.REGIONAL_PART in one.flags}
        assert flagged == names & {one.territory for one in values}


def test_figures_of_every_level_cover_the_region_once(observatory):
    for sheet in observatory.indicators():
        for period in sheet.periods:
            [region] = observatory.series(sheet.indicator.name, REGION, period)
            for level in (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT):
                values = observatory.values(sheet.indicator.name, level, period)
                assert sum(one.numerator for one in values) == region.numerator
                assert sum(one.completeness.total for one in values) == region.completeness.total
