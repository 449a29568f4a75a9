"""The agenda that facts propose: the decisions still open first, then the actions that need the committee the most.

Each fact adds to the score of its action, and is told in words: the secretary sees why, keeps, removes, adds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.words import alphabetical
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Priority, Step, Synthesis, Weather
from maillage.steering.committees import following
from maillage.steering.committees.holding import MOST_ITEMS
from maillage.steering.committees.indicators import off_track
from maillage.steering.committees.models import Body, Decision, Meeting, Stage, Verdict
from maillage.steering.money import figures
from maillage.steering.money.amounts import euros
from maillage.steering.money.standing import NOTHING, Line, over_budget, total
from maillage.steering.strategies.models import Strategy

QUOTED = 160


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about an action: how much it weighs, and how it is told."""

    weight: int
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A point that facts propose. `key` names it in a form: « d12 » decision, « a34 » action, « i5 » indicator."""

    key: str
    title: str
    reasons: tuple[str, ...]
    score: int
    action: Action | None = None
    follows: Decision | None = None


Facts = dict[int, list[Fact]]
Finder = Callable[[Strategy, date], Facts]


def followed(strategy: Strategy) -> QuerySet[Action]:
    """The actions still open of a strategy, or shared with it."""
    mine = Action.objects.filter(Q(strategy=strategy) | Q(shared_with=strategy), status__in=standing.OPEN)
    return Action.objects.filter(pk__in=mine.values("pk"))


def _late(strategy: Strategy, today: date) -> Facts:
    by_action: Facts = defaultdict(list)
    for action in followed(strategy).filter(standing.late(today)):
        assert action.ends_on is not None
        days = (today - action.ends_on).days
        words = f"En retard de {french.age(days)} : la fin était prévue le {french.day(action.ends_on)}."
        by_action[action.pk].append(Fact(25 + min(days // 30, 12), words))
    return by_action


def _steps(strategy: Strategy, today: date) -> Facts:
    late: dict[int, list[Step]] = defaultdict(list)
    steps = Step.objects.filter(action__in=followed(strategy), done_on=None, due_on__lt=today)
    for step in steps.order_by("due_on", "pk"):
        late[step.action_id].append(step)
    return {pk: [_step_words(steps)] for pk, steps in late.items()}


def _step_words(steps: list[Step]) -> Fact:
    first = steps[0]
    more = f", et {len(steps) - 1} autre{'s' if len(steps) > 2 else ''}" if len(steps) > 1 else ""
    words = f"Étape en retard : « {first.title} », prévue le {french.day(first.due_on)}{more}."
    return Fact(10 + min(len(steps) - 1, 5), words)


def _syntheses(strategy: Strategy, today: date) -> Facts:
    last = Synthesis.objects.filter(action=OuterRef("pk")).order_by("-written_at", "-pk")
    keys = followed(strategy).annotate(last=Subquery(last.values("pk")[:1])).values_list("last", flat=True)
    by_action: Facts = defaultdict(list)
    decided = _decided(strategy)
    for synthesis in Synthesis.objects.filter(pk__in=[pk for pk in keys if pk is not None]):
        when = french.day(timezone.localtime(synthesis.written_at).date())
        held = by_action[synthesis.action_id]
        if synthesis.weather == Weather.STORM:
            held.append(Fact(40, f"Bloquée, selon la synthèse du {when}."))
        elif synthesis.weather == Weather.COVERED:
            held.append(Fact(20, f"Difficultés sérieuses, selon la synthèse du {when}."))
        settled = decided.get(synthesis.action_id)
        if synthesis.to_settle and (settled is None or settled < synthesis.written_at):
            held.append(Fact(35, f"Arbitrage demandé le {when} : « {_quoted(synthesis.to_settle)} »."))
    return by_action


def _decided(strategy: Strategy) -> dict[int, datetime]:
    """When a committee last decided of each action, by its key: what was asked before is settled."""
    held = Decision.objects.filter(action__in=followed(strategy), item__meeting__stage__in=(Stage.OPEN, Stage.CLOSED))
    last = held.values("action").annotate(last=Max("item__meeting__starts_at"))
    return dict(last.values_list("action", "last"))


def _quoted(text: str) -> str:
    line = " ".join(text.split()).rstrip(" .")
    return line if len(line) <= QUOTED else f"{line[:QUOTED].rsplit(' ', 1)[0]}…"


def _silent(strategy: Strategy, today: date) -> Facts:
    by_action: Facts = defaultdict(list)
    for action in followed(strategy).filter(standing.silent(today)):
        when = action.heard_at or action.created_at
        day = french.day(timezone.localtime(when).date())
        words = f"Sans nouvelles depuis le {day}." if action.heard_at else f"Sans nouvelles, depuis sa saisie le {day}."
        by_action[action.pk].append(Fact(15, words))
    return by_action


def _over_budget(strategy: Strategy, today: date) -> Facts:
    lines = figures.lines(followed(strategy))
    spent: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        spent[(line.action, line.year)].append(line)
    by_action: Facts = defaultdict(list)
    for (action, year), held in sorted(spent.items()):
        if over_budget(held):
            budget = total(held)
            words = f"{euros(budget.real or NOTHING)} dépensés en {year}, pour {euros(budget.planned)} prévus."
            by_action[action].append(Fact(30, f"Hors budget : {words}"))
    return by_action


# The finders of facts, in the order they are told.
FINDERS: tuple[Finder, ...] = (_syntheses, _over_budget, _late, _steps, _silent)


def facts(strategy: Strategy, today: date) -> Facts:
    """What is known of each action that needs the committee, by key, the heaviest fact first."""
    by_action: Facts = defaultdict(list)
    for finder in FINDERS:
        for pk, action_facts in finder(strategy, today).items():
            by_action[pk] += action_facts
    return {
        pk: sorted(action_facts, key=lambda fact: -fact.weight)
        for pk, action_facts in by_action.items()
        if action_facts
    }


def _open(body: Body, before: datetime) -> list[Decision]:
    decisions = following.of_body(body).filter(item__meeting__starts_at__lt=before)
    return list(decisions.order_by("pk"))


def _decision_words(decision: Decision, today: date) -> str:
    taken = decision.item.meeting.day
    what = f"Décision du {taken} ({Verdict(decision.verdict).label.lower()}) à suivre"
    if decision.due_on is None:
        return f"{what}, sans échéance."
    day = french.day(decision.due_on)
    return f"{what} : l’échéance du {day} est passée." if decision.late(today) else f"{what}, pour le {day}."


def candidates(body: Body, before: datetime, today: date) -> list[Proposal]:
    """All that facts propose for a meeting held at this moment, the most pressing first."""
    by_action = facts(body.strategy, today)
    decisions = _open(body, before)
    again: dict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        # Decisions without action each have a point; those of one action share one.
        again[decision.action_id or -decision.pk].append(decision)
    actions = Action.objects.in_bulk([pk for pk in by_action if pk not in again])
    proposals = [_of_decisions(held, by_action.get(key, []), today) for key, held in again.items()]
    proposals += [_of_action(action, by_action[pk]) for pk, action in actions.items()]
    for sheet, weight, words in off_track(body.strategy, today):
        title = f"Indicateur : {sheet.title}"[:250]
        proposals.append(Proposal(f"i{sheet.pk}", title, words, weight))
    return sorted(
        proposals, key=lambda proposal: (proposal.follows is None, -proposal.score, alphabetical(proposal.title))
    )


def _of_decisions(decisions: list[Decision], action_facts: Iterable[Fact], today: date) -> Proposal:
    """One point for the open decisions of an action: it comes back to the one that presses the most."""
    facts_told = list(action_facts)
    pressing = sorted(decisions, key=lambda decision: -_delay(decision, today))
    first = pressing[0]
    score = sum(fact.weight for fact in facts_told) + _delay(first, today)
    reasons = (*(_decision_words(decision, today) for decision in pressing), *(fact.words for fact in facts_told))
    return Proposal(f"d{first.pk}", first.item.title, reasons, score, first.action, first)


def _delay(decision: Decision, today: date) -> int:
    """How much a decision weighs for being late; 0 when it is not."""
    if decision.due_on is None or not decision.late(today):
        return 0
    return 100 + min((today - decision.due_on).days, 365)


def _of_action(action: Action, action_facts: list[Fact]) -> Proposal:
    score = sum(fact.weight for fact in action_facts)
    if action.priority == Priority.HIGH:
        score += 10
    return Proposal(f"a{action.pk}", str(action), tuple(fact.words for fact in action_facts), score, action)


def proposed(meeting: Meeting, today: date) -> list[Proposal]:
    """What to add to the agenda of a meeting: never what is there already, and ten points at most with those."""
    here = list(meeting.items.values_list("follows_id", "action_id", "title"))
    decisions, actions, titles = ({item[rank] for item in here} - {None} for rank in range(3))
    left = [
        proposal
        for proposal in candidates(meeting.body, meeting.starts_at, today)
        if not (proposal.follows and proposal.follows.pk in decisions)
        and not (proposal.action and proposal.action.pk in actions)
        and proposal.title not in titles
    ]
    return left[: max(MOST_ITEMS - len(here), 0)]
