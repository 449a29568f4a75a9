"""A groupement of the samples, through the door: its figures are the sums of those of two EPCI, known by hand."""

import gzip

import pytest

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Flag
from maillage.observatory.door import current

FTTH = "taux_locaux_raccordables_ftth"
POLE = Ref(Level.GROUPEMENT, "PMNFC")
MONTBELIARD, BELFORT = Ref(Level.EPCI, "200065647"), Ref(Level.EPCI, "200069052")
MEMBERS = ["90010", "90068", "25388", "25463", "25547", "90097"]


@pytest.fixture(scope="module")
def observatory(release_home):
    return current(release_home)


def test_a_groupement_is_a_territory_like_the_others(observatory):
    pole = observatory.territory(POLE)
    assert (pole.name, pole.kind) == ("Pôle métropolitain des Exemples", "Pôle métropolitain")
    assert (pole.population, pole.communes, pole.communes_whole) == (13_900, 6, 7)
    assert (pole.valid_from.isoformat(), pole.valid_until.isoformat()) == ("2021-07-01", "2030-12-31")
    assert pole.parents == (observatory.release.region,)
    assert pole.bbox == (6.74, 47.36, 6.95, 47.67)
    assert observatory.levels == tuple(Level)


def test_its_numerators_and_denominators_are_exactly_those_of_its_epci(observatory):
    found = observatory.series(FTTH, POLE)
    assert [(one.period.code, one.numerator, one.denominator) for one in found] == [
        ("2017-T3", 2900, 7910),
        ("2017-T4", 3400, 7910),
        ("2018-T1", 4240, 7910),
        ("2026-T2", 7620, 8430),
    ]
    for sheet in observatory.indicators():
        for one in observatory.series(sheet.indicator.name, POLE):
            parts = [
                part
                for ref in (MONTBELIARD, BELFORT)
                for part in observatory.series(sheet.indicator.name, ref, one.period)
            ]
            assert one.numerator == sum(part.numerator for part in parts)
            assert (one.denominator or 0) == sum(part.denominator or 0 for part in parts)
            assert one.completeness.known == sum(part.completeness.known for part in parts)
            assert one.completeness.total == sum(part.completeness.total for part in parts)


def test_it_says_what_is_missing_and_that_only_the_part_in_the_region_is_counted(observatory):
    [one] = observatory.series(FTTH, POLE, Period.parse("2018-T1"))
    assert (one.completeness.known, one.completeness.total) == (5, 6)
    assert one.flags == (Flag.COMMUNES_FLAGGED, Flag.INCOMPLETE, Flag.REGIONAL_PART, Flag.TODAYS_PERIMETER)
    assert Flag.REGIONAL_PART.label.startswith("Territoire à cheval sur la région")


def test_its_communes_epci_and_departements_are_listed_and_the_other_way_round(observatory):
    def codes(level, within):
        return [one.ref.code for one in observatory.territories(level, within)]

    assert codes(Level.COMMUNE, POLE) == MEMBERS
    assert codes(Level.EPCI, POLE) == ["200069052", "200065647"]
    assert codes(Level.DEPARTEMENT, POLE) == ["25", "90"]
    # Programmes of the State cross it, and each other.
    assert codes(Level.GROUPEMENT, POLE) == ["ACV", "PVD"]
    assert codes(Level.GROUPEMENT, Ref(Level.COMMUNE, "90010")) == ["PMNFC"]
    assert codes(Level.GROUPEMENT, BELFORT) == ["PVD", "PMNFC"]
    for inside in (Ref(Level.DEPARTEMENT, "25"), Ref(Level.REGION, "27")):
        assert codes(Level.GROUPEMENT, inside) == ["ACV", "PVD", "PMNFC"]
    assert codes(Level.GROUPEMENT, Ref(Level.COMMUNE, "25056")) == ["ACV"]
    assert observatory.territory(Ref(Level.COMMUNE, "90068")).groupings == (POLE, Ref(Level.GROUPEMENT, "PVD"))


def test_its_communes_are_ranked_and_it_is_ranked_among_those_of_its_nature(observatory):
    inside, total = observatory.ranking(FTTH, Level.COMMUNE, Period.parse("2018-T1"), within=POLE)
    assert total == 5
    assert [line.territory.name for line in inside][:2] == ["Sochaux", "Belfort"]
    [line], count = observatory.ranking(FTTH, Level.GROUPEMENT, Period.parse("2018-T1"), kind="Pôle métropolitain")
    assert (line.territory.ref, line.value.rank, line.value.ranked, count) == (POLE, 1, 1, 1)
    assert observatory.ranking(FTTH, Level.GROUPEMENT, Period.parse("2018-T1"), kind="SCoT") == ([], 0)


def test_a_kind_ranks_again_and_ties_share_their_rank(observatory):
    period = Period.parse("2017-T3")
    every, _ = observatory.ranking(FTTH, Level.COMMUNE, period)
    again, _ = observatory.ranking(FTTH, Level.COMMUNE, period, kind="Commune")
    assert [one.value.rank for one in again] == [1, 2, 3, 4, 5, 5, 5]
    assert [one.territory for one in again] == [one.territory for one in every]
    page, count = observatory.ranking(FTTH, Level.COMMUNE, period, None, 4, 2, "Commune")
    assert ([one.value.rank for one in page], count) == ([5, 5], 7)


def test_it_is_searched_by_name_and_code_and_compared_with_the_region(observatory):
    for text in ("pole metropolitain", "PMNFC", "exemples"):
        hit = observatory.search(text)[0]
        assert (hit.territory.ref, hit.hint) == (
            POLE,
            "Pôle métropolitain · partie dans la région\u202f: 6\xa0communes sur 7",
        )
    [line] = [one for one in observatory.profile(POLE) if one.sheet.indicator.name == FTTH]
    assert line.above.territory == observatory.release.region


def test_a_groupement_that_ended_is_not_published(observatory):
    assert observatory.kinds(Level.GROUPEMENT) == ["Pôle métropolitain", "Programme de l’État"]
    with pytest.raises(UsageError, match="Territoire « groupement SCOT01 » inconnu"):
        observatory.territory(Ref(Level.GROUPEMENT, "SCOT01"))
    told, _ = observatory.problems("groupements")
    assert (11, "sa validité a pris fin le 31 décembre 2020") in [
        (one.problem.line, one.problem.reason.partition(" : ")[2].partition(" (")[0]) for one in told
    ]


def test_every_row_refused_says_its_line_its_column_and_why(observatory):
    told, _ = observatory.problems("groupements")
    found = {one.problem.line: (one.problem.column, one.problem.reason) for one in told}
    assert sorted(found) == [11, 13, 14, 15, 16, 17, 18, 19]
    assert found[13][0] == "commune"
    assert found[13][1].startswith("commune 25999 inconnue du code officiel géographique")
    assert found[18] == ("valable_au", "la validité finit avant d’avoir commencé")
    assert found[19][1].startswith("doublon de la ligne 2")


def test_its_outline_is_in_the_tiles(observatory):
    assert b"groupements" in _metadata(observatory.tiles().read_bytes())


def _metadata(archive: bytes) -> bytes:
    """The JSON of a PMTiles archive, where layers are named (header of version 3: offset at 24, length at 32)."""
    start, size = (int.from_bytes(archive[at : at + 8], "little") for at in (24, 32))
    return gzip.decompress(archive[start : start + size])
