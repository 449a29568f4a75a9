"""Writing the sheet of an indicator and its targets, for who shapes one of its strategies."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from maillage.directory import typed
from maillage.steering import versions
from maillage.steering.rights import Act, allows
from maillage.steering.strategies.models import Node, Strategy
from maillage.steering.targets import permission
from maillage.steering.targets.models import Sheet, Target

REFUSED = "Votre rôle ne permet pas de modifier les indicateurs de cette stratégie."


@transaction.atomic
def save(
    sheet: Sheet,
    person: Any,
    strategies: Iterable[Strategy],
    seen: versions.Seen = None,
    nodes: Iterable[Node] | None = None,
) -> Sheet:
    """Write a sheet, the strategies it is of and, unless None, the elements of these that it measures. Raises Stale,
    ValidationError, and PermissionDenied."""
    before: set[Strategy] = set()
    if sheet.pk:
        row = versions.hold(sheet, seen)
        if not permission.may(person, Act.SHAPE, row):
            raise PermissionDenied(REFUSED)
        before = {*row.strategies.all()}
    chosen = {*strategies}
    if not all(allows(person, Act.SHAPE, strategy) for strategy in before ^ chosen):
        raise PermissionDenied(REFUSED)
    versions.write(sheet, person)
    sheet.strategies.set(chosen)
    measured = sheet.nodes.select_related("edition__strategy") if nodes is None else nodes
    sheet.nodes.set([node for node in measured if node.edition.strategy in chosen])
    return sheet


@transaction.atomic
def save_targets(
    sheet: Sheet, person: Any, seen: versions.Seen, kept: Iterable[Target], gone: Iterable[Target]
) -> None:
    """Write some targets of a sheet, take others away. Raises Stale, ValidationError, and PermissionDenied."""
    if not permission.may(person, Act.SHAPE, versions.hold(sheet, seen, Target)):
        raise PermissionDenied(REFUSED)
    for target in gone:
        versions.drop(target, person)
    for target in kept:
        target.territory = typed.written(typed.refs(target.territory))
        versions.write(target, person)
