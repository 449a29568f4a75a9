"""Each row gets the current commune it belongs to, or the reason why it cannot: by code, by point, by address."""

from contextlib import closing

import pytest

from maillage import tables
from maillage.kernel.problem import Effect
from maillage.territories.attach import Attacher
from maillage.territories.outlines import Outlines
from tests.territories.by_hand import SQUARES, fill, little_cog, little_france, square


class Desk:
    """An attacher on the little France, with the problems it reports."""

    def __init__(self, table="lieux", outlines=True):
        with closing(little_france(outlines)) as con:
            self.problems = []
            self.attacher = Attacher(
                little_cog(con), Outlines(con), tables.catalogue()[table], self.problems.append
            )

    def attach(self, **row):
        found = self.attacher.attach([{"fichier": "liste.csv", "ligne": 7, **row}])
        return found[0] if found else None

    @property
    def said(self):
        return [(one.effect, one.column, one.value, one.reason) for one in self.problems]

    @property
    def outside(self):
        return self.attacher.outside


IN_AUBONNE = {"longitude": 6.05, "latitude": 47.05}
IN_BENOIT = {"longitude": 6.15, "latitude": 47.05}
FAR_AWAY = {"longitude": 2.35, "latitude": 48.85}


def test_a_row_is_carried_to_the_current_commune_and_keeps_the_code_it_was_published_with():
    desk = Desk("deploiement_ftth")
    row = desk.attach(commune="25021")
    assert (row["commune"], row["commune_publiee"]) == ("25003", "25021")
    assert not desk.problems


def test_the_code_wins_over_the_point_and_the_disagreement_is_flagged():
    desk = Desk()
    assert desk.attach(commune="25001", **IN_BENOIT)["commune"] == "25001"
    assert desk.said == [
        (
            Effect.FLAGGED,
            "longitude",
            "6.15",
            "le point tombe dans Saint-Benoît (25002) : ligne comptée dans Aubonne (25001)",
        )
    ]
    assert (desk.problems[0].file, desk.problems[0].line) == ("liste.csv", 7)


def test_a_code_and_a_point_that_agree_say_nothing():
    desk = Desk()
    assert desk.attach(commune="25001", **IN_AUBONNE)["commune"] == "25001"
    assert not desk.problems
    assert not desk.outside


def test_a_row_without_code_is_placed_by_its_point():
    desk = Desk()
    row = desk.attach(**IN_AUBONNE, code_postal="25000", ville="AUBONNE CEDEX")
    assert (row["commune"], row["commune_publiee"]) == ("25001", None)
    assert not desk.problems


def test_a_point_whose_commune_has_another_postcode_is_kept_and_flagged():
    desk = Desk()
    assert desk.attach(**IN_AUBONNE, code_postal="25300", ville="L'Île-Neuve")["commune"] == "25001"
    assert desk.said == [
        (
            Effect.FLAGGED,
            "code_postal",
            "25300",
            "le point tombe dans Aubonne (25001), dont ce n’est pas le code postal",
        )
    ]


def test_a_point_whose_commune_has_another_name_but_the_same_postcode_is_kept_and_flagged():
    desk = Desk()
    assert desk.attach(**IN_AUBONNE, code_postal="25000", ville="St Benoit")["commune"] == "25001"
    assert desk.said == [
        (
            Effect.FLAGGED,
            "ville",
            "St Benoit",
            "le point tombe dans Aubonne (25001) : autre nom, même code postal",
        )
    ]


def test_the_name_of_a_part_of_the_commune_is_no_disagreement():
    desk = Desk()
    row = desk.attach(longitude=6.25, latitude=47.05, code_postal="25300", ville="Vieux-Bourg")
    assert row["commune"] == "25003"
    assert not desk.problems


@pytest.mark.parametrize("order", [list(SQUARES), list(reversed(SQUARES))], ids=["as typed", "reversed"])
def test_a_point_on_a_border_goes_to_the_lowest_code_whatever_the_order_of_outlines(order):
    with closing(little_france(outlines=False)) as con:
        fill(con, "contours", *({"commune": code, "contour": square(*SQUARES[code])} for code in order))
        outlines = Outlines(con)
    assert outlines.locate([6.1, 6.2, 6.15], [47.05, 47.05, 47.05]) == ["25001", "25002", "25002"]


def test_a_row_without_point_falls_back_on_its_address_and_says_so():
    desk = Desk()
    assert desk.attach(code_postal="25100", ville="SAINT BENOIT")["commune"] == "25002"
    assert desk.said == [
        (
            Effect.FLAGGED,
            "longitude",
            "",
            "coordonnées absentes ou hors de la région : ligne comptée dans Saint-Benoît (25002)",
        )
    ]


def test_a_point_far_away_with_an_address_in_the_region_is_counted_at_the_address_and_flagged():
    desk = Desk()
    assert desk.attach(**FAR_AWAY, code_postal="25300", ville="L’ILE NEUVE")["commune"] == "25003"
    assert [problem.effect for problem in desk.problems] == [Effect.FLAGGED]
    assert not desk.outside


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"code_postal": "25000"},
        {"ville": "Aubonne"},
        {"code_postal": "25300", "ville": "Aubonne"},
        {"longitude": 6.05},
    ],
    ids=["nothing", "postcode alone", "name alone", "postcode of another town", "half a point"],
)
def test_a_row_that_nothing_places_is_refused_with_its_reason(row):
    desk = Desk()
    assert desk.attach(**row) is None
    assert desk.said == [
        (
            Effect.REFUSED,
            "commune",
            "",
            "ni code de commune, ni coordonnées, ni adresse reconnue : impossible de situer la ligne",
        )
    ]
    assert not desk.outside


def test_an_address_that_two_communes_answer_to_places_nothing():
    desk = Desk()
    desk.attacher.cog.by_postcode["25000", "aubonne"].add("25002")
    assert desk.attach(code_postal="25000", ville="Aubonne") is None
    assert [problem.effect for problem in desk.problems] == [Effect.REFUSED]


def test_a_point_without_any_outline_loaded_is_refused_and_told_why():
    desk = Desk("sites_mobiles", outlines=False)
    assert desk.attach(**IN_AUBONNE) is None
    assert desk.said[0][3] == "contours des communes non chargés : impossible de situer ce point"


@pytest.mark.parametrize(
    "row",
    [
        {"commune": "68001"},
        {"commune": "68900"},
        {"commune": "68999"},
        {"commune": "2A004"},
        {"commune": "75112"},
        FAR_AWAY,
    ],
    ids=["current", "former", "unknown there", "Corsica", "arrondissement", "point"],
)
def test_a_row_of_another_region_is_outside_and_no_fault(row):
    desk = Desk()
    assert desk.attach(**row) is None
    assert desk.outside == {("liste.csv", 7)}
    assert not desk.problems


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("25999", "commune 25999 inconnue du code officiel géographique, même parmi les anciens codes"),
        ("25030", "commune 25030 aujourd’hui partagée entre 25001, 25002 : rattachement impossible"),
    ],
    ids=["never was", "merger undone"],
)
def test_a_code_of_the_region_that_leads_nowhere_is_refused_with_its_reason(code, reason):
    desk = Desk()
    assert desk.attach(commune=code, **IN_AUBONNE) is None
    assert desk.said == [(Effect.REFUSED, "commune", code, reason)]


def test_rows_of_a_table_without_communes_are_left_as_they_are():
    desk = Desk("organisations_open_data")
    assert desk.attach(siren="210000001") == {"fichier": "liste.csv", "ligne": 7, "siren": "210000001"}


def test_rows_come_out_in_their_order_with_only_the_lost_ones_missing():
    desk = Desk()
    rows = [
        {"fichier": "liste.csv", "ligne": line, **row}
        for line, row in enumerate((IN_BENOIT, {}, FAR_AWAY, IN_AUBONNE, {"commune": "25021"}), 1)
    ]
    kept = desk.attacher.attach(rows)
    assert [(row["ligne"], row["commune"]) for row in kept] == [(1, "25002"), (4, "25001"), (5, "25003")]
