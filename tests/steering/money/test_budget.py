"""The budget of an action is written whole or not at all, keeps who changed it, and is never lost to somebody else."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q

from maillage.directory.models import User
from maillage.steering import versions
from maillage.steering.actions.models import Action
from maillage.steering.money import figures, saving
from maillage.steering.money.models import BudgetLine, Envelope, Funding
from maillage.steering.money.saving import Budget, Given
from maillage.steering.strategies.models import Edition, Strategy
from tests.steering.actions.conftest import make

INV, RUN = "investissement", "fonctionnement"
BUDGET = Budget(
    {(2025, INV): (Decimal("0.10"), Decimal("0.30")), (2026, INV): (Decimal("0.20"), None)},
    (Given(None, None, "Union européenne", None, Decimal("0.10"), "notifie"),),
)


def test_a_budget_is_written_read_back_and_keeps_its_author(action: Action, people: dict[str, User]) -> None:
    saving.save(action, people["equipe"], BUDGET)
    now = saving.now(action)
    assert now.lines == BUDGET.lines
    assert [one.funder_name for one in now.fundings] == ["Union européenne"]
    told = versions.last(action, *saving.ROWS)
    assert told is not None
    assert told.author == "equipe@exemple.fr"
    assert BudgetLine.history.count() == 2
    saving.save(action, people["pilote"], now)
    assert BudgetLine.history.count() == 2


def test_the_second_to_write_a_budget_is_told_who_wrote(action: Action, people: dict[str, User]) -> None:
    saving.save(action, None, BUDGET)
    seen = versions.version(action, *saving.ROWS)
    other = Budget({(2026, RUN): (Decimal(5), None)}, ())
    saving.save(action, people["equipe"], other, seen)
    with pytest.raises(versions.Stale, match="equipe@"):
        saving.save(action, people["pilote"], BUDGET, seen)
    assert saving.now(action) == other


def test_one_wrong_amount_and_nothing_is_written(action: Action) -> None:
    wrong = Budget({(2025, INV): (Decimal(1), None)}, (Given(None, None, "", None, Decimal(1), "notifie"),))
    with pytest.raises(ValidationError, match="Dites qui finance"):
        saving.save(action, None, wrong)
    assert not BudgetLine.objects.exists()


def test_an_envelope_of_another_strategy_is_refused(action: Action) -> None:
    other = Strategy.objects.create(slug="autre", title="Autre", level="epci")
    envelope = Envelope.objects.create(
        name="Fonds", programme="feder", strategy=other, amount=10, first_year=2025, last_year=2026
    )
    with pytest.raises(ValidationError, match="stratégie de l’action"):
        saving.save(action, None, Budget({}, (Given(None, None, "", envelope.pk, Decimal(1), "notifie"),)))


def test_sums_of_the_database_are_exact_where_floats_are_not(action: Action) -> None:
    lines = {(year, INV): (Decimal("999999999999.99"), Decimal("0.10")) for year in range(2020, 2030)}
    saving.save(action, None, Budget(lines))
    told = figures.total(figures.lines())
    assert told.planned == Decimal("9999999999999.90")
    assert told.real == Decimal("1.00")
    assert figures.plan(action).missing == told.planned


def test_the_actions_over_their_budget_are_found_in_one_query(
    action: Action, strategy: Strategy, django_assert_num_queries: object
) -> None:
    calm = make(strategy, "A02")
    saving.save(action, None, BUDGET)
    saving.save(calm, None, Budget({(2025, INV): (Decimal(1), Decimal(1))}))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert figures.over() == {action.pk}


def test_an_action_of_two_orientations_counts_in_each_and_once_in_all(action: Action, strategy: Strategy) -> None:
    edition = Edition.objects.get()
    action.nodes.set(edition.nodes.filter(key__in=("o1", "o2")))
    lone = make(strategy, "A02", nodes=[])
    saving.save(action, None, Budget({(2026, INV): (Decimal(100), None)}))
    saving.save(lone, None, Budget({(2026, INV): (Decimal(7), None)}))
    lines, actions = figures.lines(), Action.objects.all()
    told = figures.by_node(edition, 1, actions, lines)
    assert [(one.key, one.actions, one.sum.planned) for one in told] == [("o1", 1, 100), ("o2", 1, 100), ("", 1, 7)]
    assert [(one.key, one.sum.planned) for one in figures.by_node(edition, 0, actions, lines)] == [("e1", 100), ("", 7)]
    assert figures.total(lines).planned == 107


def test_money_is_gathered_by_funder_with_that_of_the_envelope(action: Action, strategy: Strategy) -> None:
    envelope = Envelope.objects.create(
        name="FEDER 2021-2027",
        funder_name="Union européenne",
        programme="feder",
        strategy=strategy,
        amount=Decimal(100),
        first_year=2021,
        last_year=2027,
    )
    rows = (
        Given(None, None, "", envelope.pk, Decimal(60), "verse"),
        Given(None, None, "", envelope.pk, Decimal(50), "demande"),
        Given(None, None, "Mécène", None, Decimal(5), "envisage"),
    )
    saving.save(action, None, Budget({(2026, INV): (Decimal(100), None)}, rows))
    told = figures.by_funder(figures.fundings(Action.objects.all()))
    assert [(name, plan.funded, plan.sure) for name, plan in told] == [("Union européenne", 110, 60), ("Mécène", 5, 0)]
    ((_, left),) = figures.envelopes(Q(strategy=strategy), Action.objects.all())
    assert (left.committed, left.asked, left.left, left.too_much_asked) == (60, 50, 40, True)
    assert Funding.objects.count() == 3
    assert figures.plan(action).words.startswith("dépasse de 15\u00a0€")


def test_a_funding_that_was_taken_away_never_comes_back_by_itself(action: Action) -> None:
    saving.save(action, None, BUDGET)
    read = saving.now(action)
    saving.save(action, None, Budget(read.lines, ()))
    with pytest.raises(ValidationError, match="a été retiré"):
        saving.save(action, None, read)
    assert not Funding.objects.exists()
