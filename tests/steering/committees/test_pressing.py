"""How much each fact presses an action onto the agenda, and the words that say how much of it there is."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from maillage.steering.actions.models import Action, Step, Synthesis
from maillage.steering.committees import agenda
from maillage.steering.committees.models import Body, Meeting
from maillage.steering.money.models import BudgetLine
from maillage.steering.strategies.models import Strategy
from tests.steering.actions.conftest import make
from tests.steering.committees.conftest import meet
from tests.steering.committees.test_agenda import TODAY, decided, heard, reasons


def scores(meeting: Meeting) -> dict[str, int]:
    """How much each action presses, by its code."""
    return {proposal.title[:3]: proposal.score for proposal in agenda.proposed(meeting, TODAY)}


def test_a_blocked_action_presses_more_than_an_arbitration_then_a_budget_then_difficulties_then_silence(
    meeting: Meeting, strategy: Strategy
) -> None:
    heard(make(strategy, "A02"), weather="orage")
    heard(make(strategy, "A03"), weather="soleil", to_settle="Continuer ?")
    dear = make(strategy, "A04")
    heard(dear, weather="soleil")
    BudgetLine.objects.create(action=dear, year=2026, kind="investissement", planned=Decimal(1), real=Decimal(2))
    heard(make(strategy, "A05"), weather="couvert")
    silent = make(strategy, "A06")
    Action.objects.filter(pk=silent.pk).update(heard_at=datetime(2026, 8, 1, tzinfo=UTC))
    assert scores(meeting) == {"A02": 40, "A03": 35, "A04": 30, "A05": 20, "A06": 15}


def test_an_action_of_high_priority_presses_ten_more_and_is_no_point_for_that_alone(
    meeting: Meeting, strategy: Strategy
) -> None:
    heard(make(strategy, "A02", priority="haute"), weather="couvert")
    heard(make(strategy, "A03", priority="basse"), weather="couvert")
    heard(make(strategy, "A04", priority="haute"), weather="soleil")
    assert scores(meeting) == {"A02": 30, "A03": 20}


@pytest.mark.parametrize(("days", "score"), [(1, 25), (29, 25), (30, 26), (360, 37), (390, 37)])
def test_an_action_presses_more_each_month_it_is_late_up_to_twelve(
    meeting: Meeting, strategy: Strategy, days: int, score: int
) -> None:
    ends_on = TODAY - timedelta(days=days)
    heard(make(strategy, "A02", starts_on=date(2025, 1, 1), ends_on=ends_on), weather="soleil")
    assert scores(meeting) == {"A02": score}


@pytest.mark.parametrize(
    ("steps", "score", "end"),
    [
        (1, 10, "prévue le 1er juin 2026."),
        (2, 11, ", et 1 autre."),
        (3, 12, ", et 2 autres."),
        (6, 15, ", et 5 autres."),
        (7, 15, ", et 6 autres."),
    ],
)
def test_late_steps_are_counted_and_press_up_to_five_more(
    meeting: Meeting, strategy: Strategy, steps: int, score: int, end: str
) -> None:
    action = make(strategy, "A02")
    heard(action, weather="soleil")
    for day in range(1, steps + 1):
        Step.objects.create(action=action, title=f"Étape {day}", due_on=date(2026, 6, day))
    assert scores(meeting) == {"A02": score}
    [words] = reasons(meeting)["A02 Action A02"]
    assert words.startswith("Étape en retard : « Étape 1 », prévue le 1er juin 2026")
    assert words.endswith(end)


def test_a_step_of_today_or_that_is_done_is_not_late(meeting: Meeting, action: Action) -> None:
    heard(action, weather="soleil")
    Step.objects.create(action=action, title="Aujourd’hui", due_on=TODAY)
    Step.objects.create(action=action, title="Faite", due_on=date(2026, 6, 1), done_on=date(2026, 6, 2))
    assert reasons(meeting) == {}
    Step.objects.filter(title="Aujourd’hui").update(due_on=TODAY - timedelta(days=1))
    assert len(reasons(meeting)) == 1


def test_an_action_that_was_never_heard_of_says_the_day_it_was_entered(meeting: Meeting, strategy: Strategy) -> None:
    action = make(strategy, "A02", title="Capteurs")
    Action.objects.filter(pk=action.pk).update(heard_at=None, created_at=datetime(2026, 3, 5, 9, tzinfo=UTC))
    assert reasons(meeting) == {"A02 Capteurs": ("Sans nouvelles, depuis sa saisie le 5 mars 2026.",)}


def test_money_is_over_budget_in_the_year_it_was_spent_and_not_to_the_euro_planned(
    meeting: Meeting, action: Action
) -> None:
    heard(action, weather="soleil")
    for year, planned, real in ((2025, 100, 100), (2026, 100, 101), (2027, 100, None)):
        BudgetLine.objects.create(action=action, year=year, kind="investissement", planned=planned, real=real)
    [words] = reasons(meeting)[str(action)]
    assert words == "Hors budget : 101\u00a0€ dépensés en 2026, pour 100\u00a0€ prévus."


def test_a_long_question_is_cut_after_a_word_and_a_short_one_is_not(meeting: Meeting, action: Action) -> None:
    whole = "mot " * 39 + "fini"
    assert len(whole) == agenda.QUOTED
    for asked, quoted in ((whole, f"« {whole} »"), (f"{whole}s", f"« {'mot ' * 38}mot… »")):
        heard(action, weather="soleil", to_settle=f"{asked}. ")
        [words] = reasons(meeting)[str(action)]
        assert words.endswith(f"{quoted}."), words
        Synthesis.objects.all().delete()


def test_only_the_last_synthesis_of_an_action_is_told(meeting: Meeting, action: Action) -> None:
    heard(action, weather="soleil")
    before = datetime(2026, 10, 1, tzinfo=UTC)
    Synthesis.objects.create(action=action, weather="orage", to_settle="Arrêter ?", written_at=before)
    assert reasons(meeting) == {}


def test_a_question_asked_at_the_moment_a_committee_decided_is_settled(
    body: Body, meeting: Meeting, action: Action
) -> None:
    heard(action, weather="soleil", to_settle="Continuer ?")
    before = meet(body, 11, 1)
    decided(before, action)
    asked_at = Synthesis.objects.get().written_at
    for minutes, settled in ((-1, False), (0, True)):
        start = asked_at + timedelta(minutes=minutes)
        Meeting.objects.filter(pk=before.pk).update(
            stage="ouverte", starts_at=start, ends_at=start + timedelta(hours=1)
        )
        assert (reasons(meeting) == {}) is settled


@pytest.mark.parametrize(
    ("late", "score", "words"),
    [(0, 0, ", pour le "), (1, 101, " est passée."), (365, 465, " est passée."), (366, 465, " est passée.")],
)
def test_a_decision_presses_more_each_day_after_its_term_up_to_a_year(
    body: Body, meeting: Meeting, late: int, score: int, words: str
) -> None:
    decided(meet(body, 3, 10), None, due_on=TODAY - timedelta(days=late))
    [proposal] = agenda.proposed(meeting, TODAY)
    assert proposal.score == score
    assert words in proposal.reasons[0]


def test_a_decision_with_somebody_in_charge_and_no_term_is_followed_without_being_late(
    body: Body, meeting: Meeting, strategy: Strategy
) -> None:
    decided(meet(body, 3, 10), None, owner=strategy.organisation, verdict="autre")
    [proposal] = agenda.proposed(meeting, TODAY)
    assert proposal.reasons == ("Décision du 10 mars 2026 (autre décision) à suivre, sans échéance.",)
    assert proposal.score == 0


def test_a_decision_of_the_meeting_itself_or_of_a_later_one_is_not_on_its_agenda(body: Body, meeting: Meeting) -> None:
    decided(meeting, None, due_on=date(2026, 12, 31))
    decided(meet(body, 12, 9), None, due_on=date(2026, 12, 31))
    assert agenda.candidates(body, meeting.starts_at, TODAY) == []


def test_the_facts_of_an_action_add_to_its_open_decision_and_make_no_second_point(
    body: Body, meeting: Meeting, action: Action
) -> None:
    heard(action, weather="orage")
    decided(meet(body, 3, 10), action, due_on=TODAY - timedelta(days=5))
    [proposal] = agenda.proposed(meeting, TODAY)
    assert proposal.score == 105 + 40
    assert [words.partition(" ")[0] for words in proposal.reasons] == ["Décision", "Bloquée,"]


def test_points_that_press_alike_come_in_the_order_of_the_alphabet(meeting: Meeting, strategy: Strategy) -> None:
    for code in ("A03", "A01", "A02"):
        heard(make(strategy, code), weather="orage")
    assert list(scores(meeting)) == ["A01", "A02", "A03"]
