"""Dates announced for buildings, followed by hand from one delivery to the next."""

import itertools
import string
from contextlib import closing

import pytest

from maillage.derived.glissements_ftth import DERIVED, compute
from maillage.kernel.errors import DataError
from maillage.pipeline.checks import check_tallies
from maillage.store.duck import create
from maillage.store.rows import append
from tests.territories.by_hand import fill, little_france

T1, T2, T3, T4 = "2025-T1", "2025-T2", "2025-T3", "2025-T4"


def building(name, period, state, planned=None, **more):
    place = {"commune": "25001", "operateur": "FRTE", "longitude": 6.0, "latitude": 47.0}
    return {"imb_id": name, "periode": period, "etat": state, "completude_le": planned, **place, **more}


def computed(*rows):
    with closing(little_france()) as con:
        fill(con, "immeubles_ftth", *rows)
        return {
            (row["commune"], row["operateur"], row["periode"]): row
            for row in compute(lambda sql: con.execute(sql).fetchall(), lambda *problem: None)
        }


def told(rows, period, *names, commune="25001", operator="FRTE"):
    return tuple(rows[commune, operator, period][name] for name in names)


def test_a_date_put_off_then_brought_forward_is_counted_in_months_at_each_delivery():
    # 31 March to 30 June: 91 days, 3 months; 30 June to 31 May: 30 days less, 1 month.
    rows = computed(
        building("A", T1, "cible", "2025-03-31"),
        building("A", T2, "cible", "2025-06-30"),
        building("A", T3, "cible", "2025-05-31"),
    )
    names = ("suivis", "repousses", "avances", "mois", "mois_cumules")
    assert told(rows, T2, *names) == (1, 1, 0, 3, 3)
    assert told(rows, T3, *names) == (1, 0, 1, -1, 2)


def test_the_first_delivery_says_nothing_of_what_moved_which_is_not_zero():
    rows = computed(building("A", T1, "cible", "2025-06-30"))
    assert told(rows, T1, "suivis", "repousses", "avances", "mois", "nouveaux", "disparus") == (None,) * 6
    assert told(rows, T1, "immeubles", "dates", "mois_cumules", "echus") == (1, 1, 0, 0)


def test_a_promise_is_judged_on_the_first_date_announced_whatever_later_ones_say():
    # Due on 30 June 2025: A is connected by then, B only later, C never, D given up, E on demand.
    rows = computed(
        *(building(name, T1, "cible", "2025-06-30") for name in "ABCDE"),
        building("A", T2, "deploye", "2025-06-30"),
        *(building(name, T2, "en cours de deploiement", "2025-12-31") for name in "BCD"),
        building("E", T2, "raccordable demande", "2025-06-30"),
        building("A", T3, "deploye", "2025-06-30"),
        building("B", T3, "deploye", "2025-12-31"),
        building("C", T3, "cible", "2025-12-31"),
        building("D", T3, "abandonne", "2025-12-31"),
        building("E", T3, "raccordable demande", "2025-06-30"),
    )
    names = ("echus", "tenus", "en_retard", "abandonnes", "indetermines")
    assert told(rows, T1, *names) == (0, 0, 0, 0, 0)
    assert told(rows, T2, *names) == (5, 2, 3, 0, 0)
    assert told(rows, T3, *names) == (5, 2, 2, 1, 0)


def test_when_no_delivery_tells_how_it_was_at_the_date_nobody_can_judge():
    # Announced in T1 for T2; T2 was never loaded. A is connected in T3: in time or not? B is not: it is late.
    rows = computed(
        building("A", T1, "cible", "2025-06-30"),
        building("B", T1, "cible", "2025-06-30"),
        building("A", T3, "deploye", "2025-06-30"),
        building("B", T3, "cible", "2025-06-30"),
        building("A", T4, "deploye", "2025-06-30"),
        building("B", T4, "deploye", "2025-06-30"),
    )
    assert told(rows, T3, "echus", "tenus", "en_retard", "indetermines") == (2, 0, 1, 1)
    assert told(rows, T4, "echus", "tenus", "en_retard", "indetermines") == (2, 0, 1, 1)


def test_a_date_told_once_it_is_past_is_no_promise_and_what_waits_is_counted_all_the_same():
    # First loaded in T3, long after: A may have been in time, so that counting B alone would be unfair.
    rows = computed(
        building("A", T3, "deploye", "2025-03-31"),
        building("B", T3, "cible", "2025-03-31"),
        building("A", T4, "deploye", "2025-03-31"),
        building("B", T4, "abandonne", "2025-03-31"),
    )
    names = ("echus", "tenus", "en_retard", "abandonnes", "indetermines", "non_raccordables")
    assert told(rows, T3, *names) == (2, 0, 0, 0, 2, 1)
    assert told(rows, T4, *names) == (2, 0, 0, 0, 2, 0)


def test_connected_before_the_date_is_kept_even_if_the_quarter_of_the_date_is_missing():
    rows = computed(building("A", T1, "deploye", "2025-06-30"), building("A", T3, "deploye", "2025-06-30"))
    assert told(rows, T3, "tenus", "en_retard", "indetermines") == (1, 0, 0)


def test_buildings_that_vanish_or_appear_are_told_apart_and_never_counted_as_late():
    rows = computed(
        building("A", T1, "cible", "2025-06-30"),
        building("B", T2, "cible"),
        building("C", T2, "cible", "2025-09-30", commune="25002"),
    )
    names = ("immeubles", "nouveaux", "disparus", "echus", "suivis")
    assert told(rows, T2, *names) == (1, 1, 1, 0, 0)
    assert told(rows, T2, *names, commune="25002") == (1, 1, 0, 0, 0)


def test_an_identifier_is_followed_within_its_operator_only():
    rows = computed(
        building("A", T1, "cible", "2025-06-30"),
        building("A", T1, "cible", "2025-06-30", operateur="SFR0"),
        building("A", T2, "deploye", "2025-06-30"),
        building("A", T2, "cible", "2025-12-31", operateur="SFR0"),
    )
    assert told(rows, T2, "tenus", "en_retard", "mois") == (1, 0, 0)
    assert told(rows, T2, "tenus", "en_retard", "mois", operator="SFR0") == (0, 1, 6)


def test_without_any_building_there_is_no_row():
    assert computed() == {}


def test_each_building_is_counted_once_however_alike_identifiers_are():
    # A hash of 64 bits is no identity: DuckDB gives the same one to « IMB/96032/X/0099 » and « IMB/96022/X/009V ».
    signs = string.digits + "ABCDEFGHJKLMNPQRSTUVWXYZ"
    names = [
        f"IMB/960{rank}/X/00{first}{last}" for rank, first, last in itertools.product((22, 23, 32, 33), signs, signs)
    ]
    rows = computed(
        *(building(name, T1, "cible", "2025-06-30") for name in names),
        *(building(name, T2, "cible", "2025-06-30") for name in names[1:]),
        building(names[0], T2, "cible", "2025-09-30"),
    )
    counts = ("immeubles", "dates", "promis", "suivis", "repousses", "avances", "nouveaux", "disparus")
    assert told(rows, T2, *counts) == (len(names),) * 4 + (1, 0, 0, 0)


def test_a_date_withdrawn_is_still_a_promise_that_is_past():
    rows = computed(
        building("A", T1, "cible", "2025-06-30"),
        building("B", T1, "cible"),
        building("A", T2, "cible"),
        building("B", T2, "cible"),
    )
    assert told(rows, T2, "immeubles", "dates", "promis", "echus", "en_retard") == (2, 0, 1, 1, 1)


def test_a_building_counted_twice_stops_the_publication_and_says_which_quarter():
    with closing(little_france()) as con:
        fill(con, "immeubles_ftth", building("A", T1, "cible"), building("A", T2, "cible"))
        rows = list(compute(lambda sql: con.execute(sql).fetchall(), lambda *problem: None))
        create(con, DERIVED.name, DERIVED.columns)
        append(con, DERIVED.name, DERIVED.columns, rows)
        check_tallies(lambda sql: con.execute(sql).fetchall(), DERIVED.title, DERIVED.tallies)
        append(con, DERIVED.name, DERIVED.columns, rows[1:])
        with pytest.raises(DataError, match=r"2025-T2 : 2 comptés, 1 chargés.*publication d’avant reste servie"):
            check_tallies(lambda sql: con.execute(sql).fetchall(), DERIVED.title, DERIVED.tallies)
