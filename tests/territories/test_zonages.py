"""The programmes of the State open as groupements: the communes of the last list, in the region served."""

from contextlib import closing
from datetime import date

from maillage.kernel.territory import Level, Ref
from maillage.territories.cog import Grouping
from maillage.territories.tiers import membership, territories
from maillage.territories.zonages import listed
from tests.territories.by_hand import fill, little_cog, little_france

TOWNS = "Petites villes de demain"


def town(commune, line, code="PVD", name=TOWNS, period="2024-09-01"):
    row = {"code": code, "nom": name, "commune": commune, "periode": period, "commune_publiee": commune}
    return row | {"source": "anct_petites_villes", "fichier": "pvd.geojson", "ligne": line, "signe_le": None}


def programmes(*rows, groupings=()):
    with closing(little_france(True)) as con:
        cog = little_cog(con)
        cog.groupings.update({grouping.code: grouping for grouping in groupings})
        fill(con, "zonages", *rows)
        problems = listed(con, cog)
        return cog, problems


def test_a_programme_holds_the_communes_of_its_last_list_and_says_its_day():
    cog, problems = programmes(town("25001", 1), town("25003", 2), town("25002", 1, period="2021-03-01"))
    assert problems == []
    place = next(each for each in territories(cog) if each.ref == Ref(Level.GROUPEMENT, "PVD"))
    assert (place.name, place.kind, place.communes, place.part) == (TOWNS, "Programme de l’État", 2, "")
    assert place.listed_on == date(2024, 9, 1)
    assert place.valid_from is None
    mine = {commune for commune, level, code in membership(cog) if (level, code) == ("groupement", "PVD")}
    assert mine == {"25001", "25003"}


def test_a_programme_without_a_commune_here_is_no_territory():
    cog, problems = programmes(town("75056", 1))
    assert "PVD" not in cog.groupings
    assert problems == []


def test_a_groupement_of_the_territory_keeps_its_code_and_the_programme_is_told():
    own = Grouping("PVD", "Pays du Val", "PETR", frozenset({"25002"}), date(2020, 1, 1))
    cog, problems = programmes(town("25001", 7), groupings=[own])
    assert cog.groupings["PVD"] is own
    [(source, problem)] = problems
    assert (source, problem.line, problem.column) == ("anct_petites_villes", 7, "liste_geo")
    assert "porte le code PVD" in problem.reason
