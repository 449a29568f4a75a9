"""Business and wholesale offers: what is entered reaches the readers, dated, and is told to be old when it is."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage.commons.offers import published
from maillage.commons.offers.models import Network, Offer, Provider
from maillage.config import demonstration
from maillage.kernel.territory import Level, Ref
from maillage.observatory import door


@pytest.fixture
def home(release_home: Path, tmp_path: Path, settings: Any) -> Path:
    """A home of its own, that reads the sample release."""
    (tmp_path / "releases").symlink_to(release_home / "releases")
    settings.MAILLAGE_HOME = tmp_path
    return tmp_path


def entered(**changes: Any) -> Network:
    usual = {"name": "Réseau du Doubs", "territories": "departement:25", "checked_on": date(2026, 6, 1), "shown": True}
    made = Network(**usual | changes)
    made.full_clean()
    made.save()
    return made


@pytest.mark.django_db
def test_a_network_its_providers_and_offers_reach_the_readers_of_its_communes_only(
    home: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = entered()
        Provider.objects.create(network=made, name="Fournisseur", public="entreprises")
        Offer.objects.create(network=made, kind="ftto", note="garantie")
        entered(name="Pas encore", shown=False)
    source = door.current(home)
    besancon, belfort = (source.territory(Ref(Level.COMMUNE, code)) for code in ("25056", "90010"))
    [one] = published.at(besancon)
    assert (one.name, one.providers, one.offers) == (
        "Réseau du Doubs",
        (("Fournisseur", "entreprises"),),
        (("ftto", "garantie"),),
    )
    assert published.at(belfort) == []
    before = published.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    assert published.every() == []
    assert published.stamp() != before


@pytest.mark.django_db
def test_a_network_checked_more_than_twelve_months_ago_is_stale(
    home: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        entered()
    [one] = published.every()
    assert not one.stale(date(2027, 6, 1))
    assert one.stale(date(2027, 6, 2))


@pytest.mark.django_db
def test_nothing_fictional_is_entered_in_a_real_region(home: Path) -> None:
    assert demonstration.enter(door.current(home), date(2026, 11, 22)) == {}
    assert not Network.objects.exists()


@pytest.mark.django_db
def test_what_is_sold_no_more_is_not_promised_to_readers(home: Path, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = entered()
        Offer.objects.create(network=made, kind="ftto", ends_on=date(2025, 12, 31))
        Offer.objects.create(network=made, kind="ftte", ends_on=date(2125, 12, 31))
        entered(name="Réseau fermé", ends_on=date(2025, 12, 31))
    [one] = published.every()
    assert (one.name, one.offers) == ("Réseau du Doubs", (("ftte", ""),))
