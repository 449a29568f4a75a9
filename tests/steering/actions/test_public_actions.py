"""What is public of actions reaches the readers by one file, and says which places each concerns."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from maillage.kernel.territory import Ref
from maillage.observatory import door
from maillage.steering.actions import publication, published
from maillage.steering.actions.models import Action
from maillage.steering.actions.published import Concern, Concerned
from maillage.steering.strategies.models import Strategy
from tests.steering.actions.conftest import make


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.MAILLAGE_HOME = tmp_path


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[list[Any]]]:
    """What is written inside is committed at its end, and what was before it already is: a test is one transaction."""

    def transaction() -> AbstractContextManager[list[Any]]:
        connection.run_on_commit.clear()
        return django_capture_on_commit_callbacks(execute=True)  # type: ignore[no-any-return]

    return transaction


def test_a_public_action_is_published_as_soon_as_it_is_saved_and_no_other(strategy: Strategy, committed: Any) -> None:
    with committed() as asked:
        make(strategy, "A01", territories="epci:200065647")
        make(strategy, "A02", visibility="equipe")
        make(strategy, "A03")
    # Once, however many were saved together.
    assert [call for call in asked if call is publication.refresh] == [publication.refresh]
    first, third = published.every()
    assert (first.strategy, first.status, first.territories) == ("essai", "en_cours", (Ref.parse("epci:200065647"),))
    # It names no territory, and neither does its strategy, which is of the Region.
    assert (third.territories, third.everywhere) == ((), True)


def test_an_action_without_territory_is_for_those_of_its_strategy(strategy: Strategy, committed: Any) -> None:
    with committed():
        make(strategy, "A01")
        strategy.territories = "departement:90"
        strategy.save()
    assert [(one.territories, one.everywhere) for one in published.every()] == [((Ref.parse("departement:90"),), False)]


def test_what_is_no_longer_public_leaves_the_file(strategy: Strategy, committed: Any) -> None:
    with committed():
        make(strategy, "A01")
        make(strategy, "A02")
    before = published.stamp()
    with committed():
        Action.objects.get(code="A01").delete()
    assert len(published.every()) == 1
    assert published.stamp() != before
    with committed():
        strategy.shown = False
        strategy.save()
    assert published.every() == []


@pytest.mark.parametrize(
    ("place", "names", "how"),
    [
        ("commune:25056", "commune:25056", Concern.NAMED),
        ("commune:25056", "departement:25", Concern.WIDER),
        ("commune:25056", "departement:90", None),
        ("epci:242500361", "commune:25056", Concern.INSIDE),
        ("epci:242500361", "commune:25547", None),
        ("departement:25", "epci:242500361", Concern.INSIDE),
        ("departement:25", "commune:25056 region:27", Concern.WIDER),
        ("region:27", "commune:90097", Concern.INSIDE),
    ],
)
def test_an_action_concerns_what_it_names_what_holds_it_and_what_it_holds(
    release_home: Path, place: str, names: str, how: Concern | None
) -> None:
    concerned = Concerned(door.current(release_home), Ref.parse(place))
    assert concerned.by(map(Ref.parse, names.split()), everywhere=False) is how
    assert concerned.by((), everywhere=True) is Concern.WIDER
