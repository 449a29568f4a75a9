"""A build goes in order: the COG, the outlines, the rest; every fault told together, every silent publisher named."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage import sources
from maillage.kernel.errors import DataError, NetworkError, UsageError
from maillage.pipeline import build, perimeter
from maillage.pipeline.archive import Incoming
from maillage.pipeline.fetch import Fetched
from maillage.pipeline.manifest import Planned
from maillage.pipeline.watch import Watch
from maillage.store.home import Home
from maillage.store.receipt import all_receipts
from tests.cli.terminal import own_copy

COG = ["cog_communes", "cog_departements", "cog_epci", "cog_regions"]
REMOTE = [name for name, module in sources.catalogue().items() if module.SOURCE.remote]


@dataclass
class Steps:
    """What a build asked for, loading and computing being played; `faulty` files are turned away."""

    loaded: list[tuple[str, str, str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)

    def load(self, home: Home, name: str, files: object, period: str, *more: Any, **options: Any) -> str:
        if name in self.faulty:
            raise DataError(f"{name} abîmé.")
        self.loaded.append((name, period, more[1] if more else ""))
        return name

    def compute(self, home: Home, region: str, progress: Any) -> None:
        progress("valeurs")
        self.released.append(region)

    @property
    def names(self) -> list[str]:
        return [name for name, *_ in self.loaded]

    @property
    def watch(self) -> Watch:
        return Watch(step=self.labels.append)


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Home:
    return Home(own_copy(release_home, tmp_path))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    played = Steps()
    monkeypatch.setattr(build, "load", played.load)
    monkeypatch.setattr(build, "compute", played.compute)
    monkeypatch.setattr(build, "publish", lambda home: 7)
    return played


def planned(*names: str) -> list[Planned]:
    return [Planned(name, "2026", (), "2026-10-01") for name in names]


def brought(published: Sequence[date | None], period: str | None = None) -> list[Fetched]:
    return [
        Fetched(Path(f"{rank}.csv"), "http://a", "http://b", '"e"', "m", day, "", 1, period)
        for rank, day in enumerate(published)
    ]


def test_the_list_of_communes_comes_first_then_outlines_then_the_rest_by_name(home: Home, steps: Steps) -> None:
    asked = planned("france_services", "arcep_mci_debits", "contours_communes", "cog_communes")
    report = build.build_from_files(home, asked, None, steps.watch)
    order = ["cog_communes", "contours_communes", "arcep_mci_debits", "france_services"]
    assert steps.names == order == report.loaded
    assert steps.loaded[1:] == [(name, "2026", "2026-10-01") for name in order[1:]]
    assert (report.release, steps.released) == (7, ["27"])
    assert steps.labels[-2:] == ["calcul : valeurs", "publication"]
    assert steps.labels[1] == "chargement : Contours des communes, 2026"


def test_the_list_of_communes_that_is_shipped_is_loaded_when_none_is_handed_over(home: Home, steps: Steps) -> None:
    build.build_from_files(home, planned("france_services"), None, steps.watch)
    assert steps.names == [*COG, "france_services"]


def test_a_delivery_without_a_period_is_told_by_its_title_alone(home: Home, steps: Steps) -> None:
    build.build_from_files(home, [Planned("france_services", "", ())], None, steps.watch)
    assert "chargement : Liste des espaces France Services" in steps.labels


def test_every_file_turned_away_is_told_and_nothing_is_published(home: Home, steps: Steps) -> None:
    steps.faulty = {"france_services", "arcep_mci_debits"}
    asked = planned("france_services", "arcep_mci_debits", "mednum_bfc")
    with pytest.raises(DataError) as caught:
        build.build_from_files(home, asked, None, steps.watch)
    head, *faults = str(caught.value).splitlines()
    assert head == "Rien n’a été publié, la publication d’avant reste servie :"
    assert faults == ["  arcep_mci_debits abîmé.", "  france_services abîmé."]
    assert steps.names == [*COG, "mednum_bfc"]
    assert steps.released == []


def test_another_region_than_the_one_served_is_refused_before_anything_is_loaded(home: Home, steps: Steps) -> None:
    with pytest.raises(UsageError, match="sert déjà la région 27"):
        build.build_from_files(home, planned("france_services"), "44", steps.watch)
    assert steps.names == []


def test_sources_with_an_address_are_fetched_but_for_those_left_out(
    home: Home, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "fetch", lambda source, *_: brought([None], "2026-T2"))
    left_out = REMOTE[:2]
    report = build.build_from_publishers(home, "27", left_out, {}, steps.watch)
    assert sorted(steps.names[len(COG) :]) == sorted(REMOTE[2:])
    assert (report.unreachable, report.release) == ([], 7)


def test_a_publisher_that_does_not_answer_is_told_and_the_others_are_loaded(
    home: Home, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(source: Any, *_: object) -> list[Fetched]:
        if source.name == REMOTE[0]:
            raise NetworkError("en panne")
        return brought([None], "2026-T2")

    monkeypatch.setattr(build, "fetch", fetch)
    report = build.build_from_publishers(home, "27", (), {}, steps.watch)
    assert report.unreachable == ["en panne"]
    assert sorted(steps.names[len(COG) :]) == sorted(REMOTE[1:])


def test_when_no_publisher_answers_nothing_is_computed(
    home: Home, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(*_: object) -> list[Fetched]:
        raise NetworkError("en panne")

    monkeypatch.setattr(build, "fetch", fetch)
    with pytest.raises(NetworkError, match=r"Aucun éditeur n’a répondu : rien n’a été chargé\.\n  en panne"):
        build.build_from_publishers(home, "27", (), {}, steps.watch)
    assert (steps.names, steps.released) == (COG, [])


def test_what_was_fetched_keeps_its_addresses_dates_and_period(
    home: Home, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []

    def fetch(source: object, departements: Sequence[str], folder: Path, *_: object) -> list[Fetched]:
        asked.append(departements)
        assert folder == home.downloads / "arcep_mci_debits"
        return brought([date(2026, 9, 2), None, date(2026, 9, 4), date(2026, 9, 3)], "2026-T2")

    monkeypatch.setattr(build, "fetch", fetch)
    delivery = build.fetch_one(home, "arcep_mci_debits", "27", {}, steps.watch)
    assert (delivery.source, delivery.period, delivery.day) == ("arcep_mci_debits", "2026-T2", "2026-09-04")
    first = Incoming(Path("0.csv"), "", "2026-09-02", "http://a", "http://b", '"e"', "m")
    assert delivery.files[:2] == (first, replace(first, path=Path("1.csv"), published_on=""))
    assert steps.labels == [f"téléchargement : {sources.catalogue()['arcep_mci_debits'].SOURCE.title}"]
    assert asked == [["25", "90"]]


def test_what_was_fetched_without_a_date_or_a_period_is_of_today(
    home: Home, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "fetch", lambda *_: brought([None]))
    delivery = build.fetch_one(home, "arcep_mci_debits", "27", {}, steps.watch)
    assert (delivery.period, delivery.day) == ("", date.today().isoformat())


def test_the_list_of_communes_is_loaded_once_for_a_home(home: Home, tmp_path: Path, steps: Steps) -> None:
    assert build.ensure_cog(home, None, steps.watch) == "27"
    assert steps.names == []
    with pytest.raises(DataError, match="Aucune commune chargée"):
        build.ensure_cog(Home(tmp_path / "new"), None, steps.watch)
    assert steps.names == COG


def test_the_region_is_the_one_asked_for_else_the_one_served_else_bourgogne_franche_comte(
    home: Home, steps: Steps
) -> None:
    assert any(receipt.table == "communes" for receipt in all_receipts(home))
    (home.root / "perimeter.json").unlink()
    assert build.ensure_cog(home, None, steps.watch) == "27"
    (home.root / "perimeter.json").unlink()
    assert build.ensure_cog(home, "44", steps.watch) == "44"
    assert build.ensure_cog(home, None, steps.watch) == "44"
    assert perimeter.known(home) == "44"
    (home.root / "perimeter.json").unlink()
    with pytest.raises(UsageError, match="Région « 99 » inconnue"):
        build.ensure_cog(home, "99", steps.watch)
    assert perimeter.known(home) is None
