"""« À traiter » says what a mayor would: what is wrong, how many wait, what can be done; never of what is nearly right
or was counted long ago."""

import html
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory, current
from maillage.web.words.treated import treated
from tests.web.words import words

pytestmark = pytest.mark.django_db
SAINT_VINCENT = Ref(Level.COMMUNE, "00005")
"""A commune of the demonstration: 378 of its 441 premises have fibre, 33 of its buildings are past their date."""
YEARS_LATER = date(2029, 1, 1)


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


@pytest.fixture
def source(demo_home: Path) -> Observatory:
    return current(demo_home)


@pytest.fixture
def demo(reading: Any, demo_home: Path) -> Client:
    client: Client = reading(demo_home)
    return client


def test_what_is_far_behind_is_said_as_a_mayor_would_with_who_waits_and_since_when(source: Observatory) -> None:
    fibre = treated(source, SAINT_VINCENT)[0]
    assert fibre.headline == "La fibre est en retard"
    assert [plain(fact) for fact in fibre.facts[:3]] == [
        "63 locaux sur 441 attendent.",
        "Rien de gagné depuis le 1er trimestre 2024.",
        "33 immeubles ont dépassé leur date.",
    ]
    assert plain(fibre.facts[3]).startswith("Locaux raccordables à la fibre (FttH) : 85,7 % ; médiane de ")


def test_what_is_nearly_as_elsewhere_is_named_and_not_called_late(source: Observatory) -> None:
    near = [each for each in treated(source, SAINT_VINCENT) if each.about == "distance_moyenne_france_services"]
    assert [each.headline for each in near] == [each.what for each in near]
    assert near
    assert re.match(r"\d,\d km ; médiane de \d+ communes semblables : \d,\d km\.$", plain(near[0].facts[0]))


def test_a_wait_is_told_once_and_what_is_clearly_behind_before_what_nearly_is_not(source: Observatory) -> None:
    for place in source.territories(Level.COMMUNE):
        kept = treated(source, place.ref)
        said = [each.headline for each in kept]
        assert len(set(said)) == len(said), (place, said)
        small = [each.headline == each.what for each in kept[1:]]
        assert small == sorted(small), (place, said)


def test_what_was_counted_long_ago_is_told_of_its_date_and_leads_nobody_to_act(source: Observatory) -> None:
    for each in treated(source, SAINT_VINCENT, YEARS_LATER):
        assert each.headline == each.what
        assert each.doors == ()
        assert not re.search(r"attend(?:ent)?\.|Rien de gagné|dépassé", " ".join(each.facts))
        assert re.search(r"\b20\d\d\b", " ".join(each.facts))
    waited = plain(treated(source, SAINT_VINCENT, YEARS_LATER)[0].facts[0])
    assert waited == "Fin juin 2026, 63 locaux sur 441 attendaient."


def test_each_door_opens_on_what_it_says(demo: Client, source: Observatory) -> None:
    fibre = treated(source, SAINT_VINCENT)[0]
    committee, late = fibre.doors
    assert "immeubles dus" in words(demo.get(committee.address))
    assert "33 immeubles en retard" in words(demo.get(late.address))
    page = demo.get("/territoires/commune/00005").content.decode()
    shown = [html.unescape(address) for address in re.findall(r'treated-doors">\s*<a href="([^"]+)"', page)]
    assert committee.address in shown
    assert all(demo.get(address).status_code == 200 for address in shown)


def test_every_place_is_told_in_whole_sentences(source: Observatory) -> None:
    places = [place.ref for level in Level for place in source.territories(level)]
    for ref in places:
        for each in treated(source, ref):
            assert each.headline
            assert all(fact.endswith(".") for fact in each.facts), (ref, each.facts)
            assert not re.search(r"\b0 loca|None|nan", " ".join(each.facts)), (ref, each.facts)


@pytest.mark.more
def test_real_figures_of_2018_call_no_commune_late_today(bfc_home: Path) -> None:
    source = current(bfc_home)
    for place in source.territories(Level.COMMUNE)[::150]:
        for each in treated(source, place.ref):
            if each.about == "taux_locaux_raccordables_ftth":
                assert each.headline == each.what
                assert "attendaient" in each.facts[0]
                assert each.doors == ()
