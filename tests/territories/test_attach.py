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
            self.attacher = Attacher(little_cog(con), Outlines(con), tables.catalogue()[table], self.problems.append)

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


def test_the_code_wins_over_a_point_in_another_commune_which_is_told_and_not_published():
    desk = Desk()
    row = desk.attach(commune="25001", **IN_BENOIT)
    assert (row["commune"], row["longitude"], row["latitude"]) == ("25001", None, None)
    assert desk.said == [
        (
            Effect.FLAGGED,
            "longitude",
            "6.15 47.05",
            "le point tombe dans Saint-Benoît (25002) : ligne comptée dans Aubonne (25001), "
            "dont le centre est à 7,6 km ; point non repris",
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


def test_an_address_that_agrees_with_itself_wins_over_a_point_in_another_commune_and_the_distance_is_told():
    desk = Desk()
    row = desk.attach(**IN_AUBONNE, code_postal="25300", ville="L'Île-Neuve")
    assert (row["commune"], row["longitude"], row["latitude"]) == ("25003", None, None)
    assert desk.said == [
        (
            Effect.FLAGGED,
            "longitude",
            "6.05 47.05",
            "le point tombe dans Aubonne (25001) : ligne comptée dans L'Île-Neuve (25003), dont le centre est à 15 km "
            "; point non repris",
        )
    ]


def test_a_point_a_few_steps_across_the_border_is_kept_and_counted_at_the_address():
    desk = Desk()
    row = desk.attach(longitude=6.101, latitude=47.05, code_postal="25000", ville="Aubonne")
    assert (row["commune"], row["longitude"]) == ("25001", 6.101)
    assert [one[3] for one in desk.said] == [
        "le point tombe dans Saint-Benoît (25002) : ligne comptée dans Aubonne (25001), dont le centre est à 3,9 km"
    ]


@pytest.mark.parametrize(
    ("postcode", "town", "column", "reason"),
    [
        ("25300", "Aubonne", "code_postal", "le point tombe dans Aubonne (25001), dont ce n’est pas le code postal"),
        ("25000", "Aubone", "ville", "le point tombe dans Aubonne (25001) : autre nom, même code postal"),
    ],
    ids=["postcode of another town", "name nobody bears"],
)
def test_an_address_that_does_not_agree_with_itself_leaves_the_row_at_its_point_flagged(postcode, town, column, reason):
    desk = Desk()
    row = desk.attach(**IN_AUBONNE, code_postal=postcode, ville=town)
    assert (row["commune"], row["longitude"]) == ("25001", 6.05)
    assert [(one.effect, one.column, one.reason) for one in desk.problems] == [(Effect.FLAGGED, column, reason)]


@pytest.mark.parametrize("point", [{}, {"longitude": 6.25, "latitude": 47.05}], ids=["no point", "point"])
def test_a_town_that_is_now_part_of_another_is_counted_there_and_flagged(point):
    desk = Desk()
    row = desk.attach(**point, code_postal="25300", ville="Vieux-Bourg")
    assert row["commune"] == "25003"
    assert desk.said[0] == (
        Effect.FLAGGED,
        "ville",
        "Vieux-Bourg",
        "ancienne commune, ou nom qui n’est plus porté : ligne comptée dans L'Île-Neuve (25003)",
    )
    assert len(desk.said) == (1 if point else 2)


def test_a_cedex_postcode_is_that_of_the_town_of_its_departement():
    desk = Desk()
    assert desk.attach(**IN_BENOIT, code_postal="25031", ville="AUBONNE CEDEX")["commune"] == "25001"
    assert Desk().attach(code_postal="25031", ville="Coeurville Cedex") is None


def test_a_code_that_leads_nowhere_beside_a_good_address_is_told_and_the_row_kept():
    desk = Desk()
    assert desk.attach(**IN_AUBONNE, commune="25000", code_postal="25000", ville="Aubonne")["commune"] == "25001"
    assert desk.said == [
        (
            Effect.FLAGGED,
            "commune",
            "25000",
            "commune 25000 inconnue du code officiel géographique, même parmi les anciens codes : "
            "ligne comptée dans Aubonne (25001)",
        )
    ]


SWAPPED_POINT = {"longitude": 47.05, "latitude": 6.05}
LAMBERT_POINT = {"longitude": 931486.7, "latitude": 6665555.6}
GOOD = [{"commune": "25001"}, {"code_postal": "25000", "ville": "Aubonne"}]


@pytest.mark.parametrize("given", GOOD, ids=["code", "address"])
@pytest.mark.parametrize(
    ("point", "wrong"),
    [
        (SWAPPED_POINT, "longitude et latitude inversées"),
        (LAMBERT_POINT, "coordonnées en mètres (Lambert-93) et non en degrés"),
    ],
    ids=["swapped", "Lambert-93"],
)
def test_a_point_whose_axes_are_swapped_or_in_metres_is_put_right_where_its_commune_proves_it(given, point, wrong):
    desk = Desk()
    row = desk.attach(**point, **given)
    assert row["commune"] == "25001"
    assert (row["longitude"], row["latitude"]) == pytest.approx((6.05, 47.05), abs=1e-4)
    [(effect, column, _, reason)] = desk.said
    assert (effect, column) == (Effect.FLAGGED, "longitude")
    assert reason == f"{wrong}, remises en ordre : le point tombe alors dans Aubonne (25001)"


@pytest.mark.parametrize("point", [SWAPPED_POINT, LAMBERT_POINT, {"longitude": 50.0, "latitude": 3.0}])
def test_a_point_out_of_france_without_code_nor_address_is_refused_with_its_line_and_not_called_outside(point):
    desk = Desk()
    assert desk.attach(**point, code_postal="25000", ville="Nulle-Part") is None
    assert not desk.outside
    [(effect, column, _, reason)] = desk.said
    assert (effect, column) == (Effect.REFUSED, "longitude")
    assert reason.startswith("le point n’est pas en France")


def test_a_place_with_a_good_code_is_never_published_off_somalia():
    desk = Desk()
    row = desk.attach(commune="25001", longitude=50.0, latitude=3.0)
    assert (row["commune"], row["longitude"], row["latitude"]) == ("25001", None, None)
    off = "le point tombe hors de France (longitude et latitude inversées ?)"
    assert desk.said[0][3] == f"{off} : ligne comptée dans Aubonne (25001) ; point non repris"
    sites = Desk("sites_mobiles")
    assert sites.attach(commune="25001", longitude=50.0, latitude=3.0) is None
    assert sites.said == [(Effect.REFUSED, "longitude", "50.0 3.0", off)]


def test_a_point_far_away_whose_postcode_is_of_the_region_is_told_and_not_called_outside():
    desk = Desk()
    assert desk.attach(**FAR_AWAY, code_postal="25000", ville="Nulle-Part") is None
    assert not desk.outside
    assert desk.said[0][3] == ("le point tombe hors de la région, et l’adresse 25000 Nulle-Part n’est pas reconnue")


def test_a_row_whose_address_is_of_another_region_is_outside_and_told_when_its_point_is_here():
    desk = Desk()
    assert desk.attach(code_postal="68000", ville="Ailleurs") is None
    assert not desk.problems
    assert desk.attach(**IN_AUBONNE, code_postal="68000", ville="Ailleurs") is None
    assert desk.outside == {("liste.csv", 7)}
    assert [one[3] for one in desk.said] == [
        "hors de la région d’après son adresse, mais le point tombe dans Aubonne (25001) : "
        "ligne laissée hors de la région"
    ]


def test_without_any_outline_loaded_it_is_said_once_that_no_point_was_checked():
    desk = Desk(outlines=False)
    for _ in range(2):
        row = desk.attach(**IN_BENOIT, code_postal="25000", ville="Aubonne")
        assert (row["commune"], row["longitude"]) == ("25001", 6.15)
    assert {(one.line, one.column) for one in desk.problems} == {(0, "longitude")}
    assert "contours des communes non chargés" in desk.said[0][3]


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
        (Effect.FLAGGED, "longitude", "", "coordonnées absentes : ligne comptée dans Saint-Benoît (25002)")
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
