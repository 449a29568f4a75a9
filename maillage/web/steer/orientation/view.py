"""An element of a strategy. An elected member or an inhabitant asks « qu’avez-vous fait de cette orientation, et cela
se voit-il ? »; they leave with its actions, its indicators and their figures, or with what nobody knows.

Only public actions of public strategies, and no name of a person.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.directory import typed
from maillage.kernel.errors import UsageError
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Effect, Visibility
from maillage.steering.strategies import editions, tree
from maillage.steering.strategies.models import Node, Strategy
from maillage.steering.strategies.tree import Branch, Tree
from maillage.steering.targets.models import Sheet
from maillage.web.gate.access import writing
from maillage.web.steer import gantt, rows
from maillage.web.steer.counts import counts
from maillage.web.steer.gantt import calendar_rows
from maillage.web.steer.groups import GROUPS, group
from maillage.web.steer.orientation.sentence import sentence
from maillage.web.steer.standings import Row, number, source_of, usual
from maillage.web.steer.standings import rows as standings
from maillage.web.steer.tree import shown

NOWHERE = "Cet élément n’est pas dans l’édition en vigueur de cette stratégie."


@writing
@require_safe
def page(request: HttpRequest, slug: str, element: str) -> HttpResponse:
    """An element of the edition in force of a public strategy: an orientation, what holds it, a principle."""
    strategy, today = shown(slug), timezone.localdate()
    edition = editions.in_force(strategy)
    if edition is None:
        raise UsageError(NOWHERE)
    edition.strategy = strategy
    whole = tree.read(edition)
    path, branch = _found(whole, element)
    totals = counts(whole, today)
    keys = [each.node.pk for each in branch.walk()]
    actions = _actions(keys)
    measured = _measured(request, strategy, keys, actions, today)
    context: dict[str, Any] = {
        "strategy": strategy,
        "node": branch.node,
        "above": path,
        "sentence": sentence(totals[branch.node.pk], measured),
        "measured": measured,
        "where": next((row.place for row in measured), ""),
        "groups": _groups(actions, today),
        "under": [(each.node, totals[each.node.pk]) for each in branch.children],
        "level": edition.level_name(branch.node.depth + 1, several=True),
        "drawing": gantt.drawn(actions, [action.public_page for action in actions], today),
        "calendar": calendar_rows(actions, [action.public_page for action in actions]),
    }
    return render(request, "steer/orientation/orientation.html", context)


def _found(whole: Tree, key: str) -> tuple[list[Node], Branch]:
    """What holds an element, from the top, and its branch; a principle is held by nothing. Raises UsageError."""
    for path, branch in _walk(whole.branches, []):
        if branch.node.key == key:
            return path, branch
    tag = next((tag for tags in whole.tags.values() for tag in tags if tag.key == key), None)
    if tag is None:
        raise UsageError(NOWHERE)
    return [], Branch(tag)


def _walk(branches: Iterable[Branch], path: list[Node]) -> Iterable[tuple[list[Node], Branch]]:
    for branch in branches:
        yield path, branch
        yield from _walk(branch.children, [*path, branch.node])


def _actions(keys: Sequence[int]) -> list[Any]:
    """The public actions that answer one of these elements, by code."""
    public = Action.objects.filter(visibility=Visibility.PUBLIC, strategy__shown=True)
    answering = public.filter(pk__in=Action.nodes.through.objects.filter(node__in=keys).values("action"))
    held = answering.annotate(weather=standing.weather())
    return list(held.select_related("strategy", "lead", "pilot").prefetch_related("steps", "nodes").order_by("code"))


def _measured(
    request: HttpRequest, strategy: Strategy, keys: Sequence[int], actions: Sequence[Any], today: date
) -> list[Row]:
    """The indicators of this strategy that measure one of these elements, or that these actions are to move."""
    mine = Sheet.objects.filter(strategies=strategy)
    moved = Effect.objects.filter(action__in=[action.pk for action in actions]).values("indicator")
    sheets = sorted((mine.filter(nodes__in=keys) | mine.filter(code__in=moved)).distinct(), key=number)
    source = source_of(request)
    ref = next(iter(typed.refs(strategy.territories)), None) or usual(source, sheets)
    if ref is None or not sheets:
        return []
    return [held[0] for held in standings(source, sheets, [ref], today)]


def _groups(actions: Sequence[Any], today: date) -> list[tuple[str, str, list[rows.Shown]]]:
    """The actions by what became of them: name, words, rows; without the groups that are empty."""
    held: dict[str, list[rows.Shown]] = {name: [] for name, _, _ in GROUPS}
    for action in actions:
        held[group(action)].append(rows.shown(action, today))
    return [(name, words, held[name]) for name, words, _ in GROUPS if held[name]]
