"""Own groupings of the little France: which are in force on a day, of what, and what is said of the others."""

from contextlib import closing
from datetime import date

import pytest

from maillage.kernel.problem import Effect
from maillage.kernel.territory import Level, Ref
from maillage.store.receipt import ArchivedFile, Counts, Receipt
from maillage.territories.groupings import day_described, in_force
from maillage.territories.tiers import membership, territories
from tests.territories.by_hand import fill, little_cog, little_france

DAY = date(2026, 11, 1)
COLUMNS = ("code", "nom", "nature", "commune", "valable_du", "valable_au")
PAYS = Ref(Level.GROUPEMENT, "PAYS")


def grouped(*rows, day=DAY):
    """The COG with these rows of groupements, and what is said of those not published."""
    with closing(little_france(outlines=False)) as con:
        fill(con, "groupements", *(dict(zip(COLUMNS, row, strict=True)) for row in rows))
        cog = little_cog(con)
        return cog, in_force(con, cog, day)


def row(commune, start="2020-01-01", end=None, code="PAYS", name="Le Pays", nature="PETR"):
    return code, name, nature, commune, start, end


def test_a_groupement_crosses_departements_and_counts_only_its_communes_of_the_region():
    cog, told = grouped(row("25001"), row("90001"), row("68001"))
    assert told == []
    found = {one.ref: one for one in territories(cog)}
    pays = found[PAYS]
    assert (pays.name, pays.kind, pays.communes, pays.communes_whole) == ("Le Pays", "PETR", 2, 3)
    assert pays.population == 4000 + 3500
    assert pays.parents == (Ref(Level.REGION, "27"),)
    assert (pays.valid_from, pays.valid_until) == (date(2020, 1, 1), None)
    assert found[Ref(Level.COMMUNE, "25001")].groupings == (PAYS,)
    assert found[Ref(Level.COMMUNE, "25002")].groupings == ()
    assert [one[0] for one in membership(cog) if one[1:] == ("groupement", "PAYS")] == ["25001", "90001"]


def test_a_commune_keeps_its_epci_as_the_level_just_above():
    cog, _ = grouped(row("25001"))
    [commune] = [one for one in territories(cog) if one.ref == Ref(Level.COMMUNE, "25001")]
    assert commune.parents[0] == Ref(Level.EPCI, "200000001")


def test_a_commune_is_in_as_many_groupements_as_name_it():
    cog, _ = grouped(row("25001"), row("25001", code="SCOT", name="Le SCoT", nature="SCoT"))
    [commune] = [one for one in territories(cog) if one.ref == Ref(Level.COMMUNE, "25001")]
    assert commune.groupings == (PAYS, Ref(Level.GROUPEMENT, "SCOT"))


@pytest.mark.parametrize(
    ("start", "end", "published"),
    [
        ("2026-11-01", None, True),
        ("2020-01-01", "2026-11-01", True),
        ("2020-01-01", "2026-10-31", False),
        ("2026-11-02", None, False),
    ],
)
def test_only_what_is_valid_on_the_day_described_is_published(start, end, published):
    cog, told = grouped(row("25001", start, end))
    assert (list(cog.groupings) == ["PAYS"]) is published
    assert bool(told) is not published


def test_a_perimeter_that_changed_is_the_one_of_the_day():
    rows = (row("25001", "2010-01-01", "2019-12-31"), row("25002"), row("90001", "2024-05-01", "2030-12-31"))
    cog, told = grouped(*rows)
    assert told == [], "an old perimeter of a groupement still there is no problem"
    pays = cog.groupings["PAYS"]
    assert pays.communes == {"25002", "90001"}
    assert (pays.valid_from, pays.valid_until) == (date(2024, 5, 1), date(2030, 12, 31))
    before, _ = grouped(*rows, day=date(2015, 6, 1))
    assert before.groupings["PAYS"].communes == {"25001"}


def test_a_groupement_that_ended_says_when_on_the_page_of_its_source():
    _, told = grouped(row("25001", "2010-01-01", "2020-12-31"))
    [(source, problem)] = told
    assert (source, problem.file, problem.line, problem.column) == ("essai", "essai.csv", 1, "valable_au")
    assert problem.effect is Effect.FLAGGED
    assert problem.reason == (
        "groupement non publié : sa validité a pris fin le 31 décembre 2020 (jour décrit : 1er novembre 2026)"
    )
    _, [(_, problem)] = grouped(row("25001", "2027-01-01"))
    assert "sa validité n’a pas commencé" in problem.reason


def test_a_groupement_of_another_region_is_not_published_and_says_why():
    cog, [(_, problem)] = grouped(row("68001"))
    assert cog.groupings == {}
    assert "aucune de ses communes n’est dans la région servie" in problem.reason


def test_two_names_for_one_code_are_told_and_the_first_kept():
    cog, told = grouped(row("25001"), row("25002", name="Le Grand Pays", nature="SCoT"))
    assert (cog.groupings["PAYS"].name, cog.groupings["PAYS"].nature) == ("Le Pays", "PETR")
    assert [(one.line, one.column, one.value) for _, one in told] == [
        (2, "nom", "Le Grand Pays"),
        (2, "nature", "SCoT"),
    ]


def test_without_a_delivery_there_is_no_groupement():
    cog, told = grouped(day=None)
    assert (cog.groupings, told) == ({}, [])
    assert day_described([]) is None


@pytest.mark.parametrize(
    ("period", "obtained", "day"),
    [
        ("2026-11-01", "2026-11-21", date(2026, 11, 1)),
        ("2026", "2026-04-15", date(2026, 4, 15)),
        ("2025", "2026-04-15", date(2025, 12, 31)),
    ],
)
def test_the_day_described_is_the_end_of_the_period_or_the_day_the_file_was_obtained(period, obtained, day):
    file = ArchivedFile("g.csv", "archive/g.csv", "0" * 64, 1, obtained)
    older = Receipt("groupements", "groupements", "2019", (file,), Counts(), "", "")
    other = Receipt("cog_epci", "epci", "2030", (file,), Counts(), "", "")
    last = Receipt("groupements", "groupements", period, (file,), Counts(), "", "")
    assert day_described([other, older, last]) == day
