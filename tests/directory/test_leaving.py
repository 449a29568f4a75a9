"""A role taken back by a command: refused for the last administrator, and what it leaves behind is handed over."""

from argparse import Namespace

import pytest

from maillage.cli.organisations.run import _remove
from maillage.directory.joining import Described, describe, join, leave
from maillage.directory.models import Membership, User
from maillage.kernel.errors import UsageError
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Strategy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    describe("Doubs", Described(territory="departement:25"))
    join("ada@exemple.fr", "Doubs", "administrateur")
    join("bob@exemple.fr", "Doubs", "pilote")


def asked(to: str = "") -> Namespace:
    return Namespace(email="bob@exemple.fr", organisation="Doubs", strategy="", to=to)


def piloted() -> Action:
    strategy = Strategy.objects.create(slug="essai", title="Essai", level="region")
    pilot = User.objects.get(email="bob@exemple.fr")
    action = Action(strategy=strategy, code="A01", title="Guichet", status="en_cours", pilot=pilot)
    return saving.save(action, None)


def test_the_last_administrator_is_not_removed_nor_lowered() -> None:
    with pytest.raises(UsageError, match="dernier administrateur de Doubs"):
        leave("ada@exemple.fr", "Doubs")
    with pytest.raises(UsageError, match="dernier administrateur de Doubs"):
        join("ada@exemple.fr", "Doubs", "lecteur")
    assert Membership.objects.get(person__email="ada@exemple.fr").role == "administrateur"
    join("zoe@exemple.fr", "Doubs", "administrateur")
    leave("ada@exemple.fr", "Doubs")
    assert not User.objects.filter(email="ada@exemple.fr").exists()


def test_who_answers_for_something_is_removed_once_it_is_handed_over(capsys: pytest.CaptureFixture[str]) -> None:
    piloted()
    with pytest.raises(UsageError, match="A01 Guichet"):
        _remove(asked())
    with pytest.raises(UsageError, match="pas de compte ici"):
        _remove(asked("inconnu@exemple.fr"))
    assert Membership.objects.filter(person__email="bob@exemple.fr").exists()
    _remove(asked("ada@exemple.fr"))
    assert "remis à ada@exemple.fr" in capsys.readouterr().out
    assert str(Action.objects.get().pilot) == "ada@exemple.fr"


def test_who_answers_for_something_may_leave_it_to_nobody_when_it_is_said() -> None:
    piloted()
    _remove(asked("personne"))
    assert Action.objects.get().pilot is None


def test_who_answers_for_nothing_is_removed_at_once() -> None:
    _remove(asked())
    assert not User.objects.filter(email="bob@exemple.fr").exists()
