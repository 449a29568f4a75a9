"""The agenda that facts propose: open decisions first, then what presses, told in words, ten points at most."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from maillage.directory.models import User
from maillage.steering.actions.models import Action, Step, Synthesis
from maillage.steering.committees import agenda, following, holding
from maillage.steering.committees.holding import Kept
from maillage.steering.committees.models import Body, Decision, Item, Meeting
from maillage.steering.money.models import BudgetLine
from maillage.steering.strategies.models import Strategy
from tests.steering.actions.conftest import make
from tests.steering.committees.conftest import meet

TODAY = date(2026, 11, 22)
HEARD = datetime(2026, 11, 2, 9, tzinfo=UTC)


def heard(action: Action, **told: str) -> None:
    Synthesis.objects.create(action=action, written_at=HEARD, **told)
    Action.objects.filter(pk=action.pk).update(heard_at=HEARD)


def reasons(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    return {one.title: one.reasons for one in agenda.proposed(meeting, TODAY)}


def test_a_quiet_strategy_proposes_nothing(meeting: Meeting, action: Action) -> None:
    heard(action, weather="soleil")
    assert agenda.proposed(meeting, TODAY) == []


def test_each_fact_is_told_in_words(meeting: Meeting, strategy: Strategy) -> None:
    stormy = make(strategy, "A02", title="Guichet des maires")
    heard(stormy, weather="orage", to_settle="Faut-il saisir le préfet ?")
    late = make(strategy, "A03", title="Fibre", ends_on=date(2026, 7, 20))
    heard(late, weather="couvert")
    Step.objects.create(action=late, title="Réception", due_on=date(2026, 6, 1))
    Step.objects.create(action=late, title="Bilan", due_on=date(2026, 7, 1))
    silent = make(strategy, "A04", title="Capteurs")
    Action.objects.filter(pk=silent.pk).update(heard_at=datetime(2026, 8, 1, tzinfo=UTC))
    dear = make(strategy, "A05", title="Bus")
    heard(dear, weather="soleil")
    for kind, planned, real in (("investissement", 100, 90), ("fonctionnement", 20, 45)):
        BudgetLine.objects.create(action=dear, year=2026, kind=kind, planned=Decimal(planned), real=Decimal(real))
    assert reasons(meeting) == {
        "A02 Guichet des maires": (
            "Bloquée, selon la synthèse du 2 novembre 2026.",
            "Arbitrage demandé le 2 novembre 2026 : « Faut-il saisir le préfet ? ».",
        ),
        "A03 Fibre": (
            "En retard de 4\u00a0mois : la fin était prévue le 20 juillet 2026.",
            "Difficultés sérieuses, selon la synthèse du 2 novembre 2026.",
            "Étape en retard : « Réception », prévue le 1er juin 2026, et 1 autre.",
        ),
        "A04 Capteurs": ("Sans nouvelles depuis le 1er août 2026.",),
        "A05 Bus": ("Hors budget : 135\u00a0€ dépensés en 2026, pour 120\u00a0€ prévus.",),
    }


def test_what_presses_the_most_comes_first(meeting: Meeting, strategy: Strategy) -> None:
    for code, told in (("A02", {"weather": "couvert"}), ("A03", {"weather": "orage", "to_settle": "?"})):
        heard(make(strategy, code), **told)
    assert [one.title[:3] for one in agenda.proposed(meeting, TODAY)] == ["A03", "A02"]


def decided(meeting: Meeting, action: Action | None, **told: object) -> Decision:
    item = Item.objects.create(meeting=meeting, action=action, title=str(action or "Un point"), rank=1)
    return Decision.objects.create(item=item, action=action, **{"verdict": "maintien", **told})


def test_the_next_agenda_starts_from_the_open_decisions(
    body: Body, meeting: Meeting, action: Action, strategy: Strategy
) -> None:
    heard(make(strategy, "A02"), weather="orage", to_settle="Continuer ?")
    heard(action, weather="soleil")
    before = meet(body, 3, 10)
    followed = decided(before, action, due_on=date(2026, 10, 1), text="Déposer le dossier")
    decided(meet(body, 3, 11), None)
    decided(meet(body, 3, 12), None, due_on=date(2026, 5, 1), done_on=date(2026, 5, 2))
    decided(meet(body, 12, 20), None, due_on=date(2027, 5, 1))
    first, second = agenda.proposed(meeting, TODAY)
    assert (first.follows, first.action, second.title) == (followed, action, "A02 Action A02")
    assert first.reasons == (
        "Décision du 10 mars 2026 (maintien en l’état) à suivre : l’échéance du 1er octobre 2026 est passée.",
    )
    following.tell(followed, "Déposé", date(2026, 10, 5), None)
    assert [one.title[:3] for one in agenda.proposed(meeting, TODAY)] == ["A02"]


def test_ten_points_at_most_with_those_already_there(meeting: Meeting, strategy: Strategy) -> None:
    for number in range(14):
        heard(make(strategy, f"B{number:02}"), weather="orage")
    found = agenda.proposed(meeting, TODAY)
    assert len(found) == 10
    kept = [Kept(one.title, rank, 10, action=one.action, reasons=one.reasons) for rank, one in enumerate(found)]
    holding.set_agenda(meeting, kept[:7], None, 1)
    assert len(agenda.proposed(meeting, TODAY)) == 3
    more = [Kept(one.title, one.rank, one.allotted, pk=one.pk) for one in meeting.items.all()]
    with pytest.raises(ValidationError, match="10 points au plus"):
        holding.set_agenda(meeting, [*more, *(Kept(f"Point {rank}", 50, 10) for rank in range(4))], None, 2)
    assert meeting.items.count() == 7


def test_the_secretary_reorders_removes_and_adds(meeting: Meeting, action: Action, secretary: User) -> None:
    holding.set_agenda(
        meeting, [Kept("Un", 1, 10, action=action, reasons=("Un fait.",)), Kept("Deux", 2, 5)], secretary
    )
    one, two = meeting.items.all()
    holding.set_agenda(meeting, [Kept("Un bis", 2, 20, pk=one.pk), Kept("Trois", 1, 5)], secretary)
    assert [(each.title, each.allotted, each.reasons) for each in meeting.items.all()] == [
        ("Trois", 5, []),
        ("Un bis", 20, ["Un fait."]),
    ]
    assert not Item.objects.filter(pk=two.pk).exists()
    gone = Item.history.filter(id=two.pk).first()
    assert (gone.history_type, gone.history_user) == ("-", secretary)


def test_a_point_with_a_decision_stays(meeting: Meeting, action: Action) -> None:
    decided(meeting, action)
    with pytest.raises(ValidationError, match="a déjà des échanges ou une décision"):
        holding.set_agenda(meeting, [], None)
    assert meeting.items.count() == 1


def test_actions_of_other_strategies_come_only_when_shared(meeting: Meeting, strategy: Strategy) -> None:
    other = Strategy.objects.create(slug="autre", title="Autre", level="epci")
    for code, shared in (("A02", []), ("A03", [strategy])):
        one = make(other, code, nodes=[])
        one.shared_with.set(shared)
        heard(one, weather="orage")
    assert [one.title[:3] for one in agenda.proposed(meeting, TODAY)] == ["A03"]
