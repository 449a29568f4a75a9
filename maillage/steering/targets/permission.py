"""Who may give a value of an indicator, and who may change its sheet: no unless a role says yes."""

from collections.abc import Iterator
from typing import Any

from maillage.directory import typed
from maillage.directory.models import Membership, Role
from maillage.directory.rights import Relation, given, memberships
from maillage.kernel.territory import Ref
from maillage.steering.rights import Act, allows
from maillage.steering.targets.models import Sheet


def may(person: Any, act: Act, sheet: Sheet) -> bool:
    """Whether somebody may do this with a sheet: all over one of its strategies; or, for a value, as the person or in
    the organisation that answers for it, in one of its territories at least."""
    strategies = list(sheet.strategies.all())
    if any(allows(person, act, strategy) for strategy in strategies):
        return True
    return act is Act.VALUE and (
        _names(person, sheet) or any(_roles(person, sheet, {strategy.slug for strategy in strategies}))
    )


def values_in(person: Any, sheet: Sheet, refs: list[Ref]) -> list[Ref]:
    """Those of these territories where somebody may give a value of a sheet."""
    strategies = list(sheet.strategies.all())
    if _names(person, sheet) or any(allows(person, Act.VALUE, strategy) for strategy in strategies):
        return refs
    roles = list(_roles(person, sheet, {strategy.slug for strategy in strategies}))
    return [ref for ref in refs if any(not held.territories or ref in typed.refs(held.territories) for held in roles)]


def _names(person: Any, sheet: Sheet) -> bool:
    """Whether a sheet names somebody as who gives its values; it stops with their last role."""
    return sheet.person_id is not None and bool(memberships(person)) and sheet.person_id == person.pk


def _roles(person: Any, sheet: Sheet, slugs: set[str]) -> Iterator[Membership]:
    """The roles by which somebody gives its values, in the organisation that answers for it."""
    for held in memberships(person):
        answers = held.organisation.pk == sheet.owner_id and held.strategy in ("", *slugs)
        if answers and Act.VALUE in given(Relation.LEAD, Role(held.role), limited=bool(held.territories)):
            yield held
