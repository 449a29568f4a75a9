"""What people are to strategies and to actions; what they may do there is the table of `directory.rights`.

A role reaches a strategy (TEAM) when its organisation holds that strategy, or is a project team; it reaches an action
by the strategy of the action (TEAM), by one it is shared with (SHARED), or because its organisation leads the action
(LEAD) or is a partner of it (PARTNER). Who pilots an action owns it (OWN). Held for some territories only, a role
reaches the actions there, and no strategy as a whole.

Each relation is said twice, of one action and as a condition for lists: `tests/steering/test_rights.py` draws actions
and people, and sees that both agree.
"""

import functools
import operator
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from maillage.directory import typed
from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.directory.people import by_name
from maillage.directory.rights import ACTS, Act, Relation, given, memberships, once
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.strategies.models import Strategy

__all__ = ["ACTS", "Act", "Relation"]

KEPT_BY_TEAM = frozenset({"visibility", "shared_with"})
"""The fields of an action that only who shapes its strategy changes, whatever the door."""
UPDATED = frozenset({"status", "status_reason", "started_on", "ended_on"})
"""The fields of an action that its short update writes: who may update it changes them, whatever the door."""


def needed(fields: Iterable[str]) -> frozenset[Act]:
    """What changing these fields of an action asks, whatever the door."""
    changed = {*fields}
    kept = {Act.SHAPE} if changed & KEPT_BY_TEAM else set()
    edited = {Act.EDIT} if changed - UPDATED else set()
    return frozenset({Act.UPDATE} | edited | kept) if changed else frozenset()


def acts(held: Membership) -> frozenset[Act]:
    """What a role gives in the strategies it reaches."""
    return given(Relation.TEAM, Role(held.role), limited=bool(held.territories))


def _wide(held: Membership, strategy: Strategy) -> bool:
    """Whether a role reaches a strategy."""
    if held.strategy not in ("", strategy.slug):
        return False
    return held.organisation.kind == Kind.EQUIPE or held.organisation == strategy.organisation


def _strategies(held: Membership) -> Q:
    """The same as a condition on strategies. Never an empty one: OR would forget it."""
    named = Q(slug=held.strategy) if held.strategy else Q(pk__isnull=False)
    return named if held.organisation.kind == Kind.EQUIPE else named & Q(organisation=held.organisation)


def allows(person: Any, act: Act, strategy: Strategy) -> bool:
    """Whether somebody may do this all over a strategy."""
    return any(act in acts(held) and not held.territories and _wide(held, strategy) for held in memberships(person))


def reached(person: Any, act: Act) -> Q:
    """The strategies all over which somebody may do this, as a condition on strategies."""
    condition = Q(pk__in=[])
    for held in memberships(person):
        if act in acts(held) and not held.territories:
            condition |= _strategies(held)
    return condition


def allows_somewhere(person: Any, act: Act) -> bool:
    """Whether somebody may do this in at least one organisation."""
    return any(act in acts(held) for held in memberships(person))


def _there(held: Membership, action: Action) -> bool:
    """Whether an action is in the territories a role is held for."""
    return not held.territories or not {*typed.refs(held.territories)}.isdisjoint(typed.refs(action.territories))


def _where(held: Membership) -> Q:
    """The same as a condition on actions. What is typed there may be separated by spaces, commas or lines."""
    condition = Q()
    for ref in typed.refs(held.territories):
        condition |= Q(territories__regex=rf"(^|[^A-Za-z0-9:]){ref}($|[^A-Za-z0-9:])")
    return condition


def relations(person: Any, action: Action) -> Iterator[tuple[Relation, Membership]]:
    """What somebody is to an action, each with the role by which they are."""
    roles = memberships(person)
    if not roles:
        return
    if action.pilot_id == person.pk:
        for held in roles:
            yield Relation.OWN, held
    shared = list(action.shared_with.all())
    partners = list(action.partners.all())
    slugs = {"", action.strategy.slug, *(strategy.slug for strategy in shared)}
    for held in roles:
        if not _there(held, action):
            continue
        if _wide(held, action.strategy):
            yield Relation.TEAM, held
        if any(_wide(held, strategy) for strategy in shared):
            yield Relation.SHARED, held
        if held.strategy in slugs and held.organisation.pk == action.lead_id:
            yield Relation.LEAD, held
        if held.strategy in slugs and held.organisation in partners:
            yield Relation.PARTNER, held


def _related(held: Membership, relation: Relation) -> Q:
    """The actions to which a role is in this relation, as a condition on actions, without joins that repeat rows."""
    if relation is Relation.OWN:
        return Q(pilot=held.person_id)
    reach = Strategy.objects.filter(_strategies(held)).values("pk")
    shared = Action.shared_with.through.objects.all()
    if relation is Relation.TEAM:
        return Q(strategy__in=reach) & _where(held)
    if relation is Relation.SHARED:
        return Q(pk__in=shared.filter(strategy__in=reach).values("action_id")) & _where(held)
    named = Q()
    if held.strategy:
        among = shared.filter(strategy__slug=held.strategy).values("action_id")
        named = Q(strategy__slug=held.strategy) | Q(pk__in=among)
    if relation is Relation.LEAD:
        return Q(lead=held.organisation) & named & _where(held)
    partners = Action.partners.through.objects.filter(organisation=held.organisation)
    return Q(pk__in=partners.values("action_id")) & named & _where(held)


ON_ACTIONS = (Relation.OWN, Relation.LEAD, Relation.PARTNER, Relation.SHARED, Relation.TEAM)


def _given(relation: Relation, held: Membership) -> frozenset[Act]:
    """What a role does in a relation to an action: who pilots it does so whatever their role is limited to."""
    limited = bool(held.territories) and relation is not Relation.OWN
    return given(relation, Role(held.role), limited=limited)


def acts_on(person: Any, action: Action) -> frozenset[Act]:
    """All that somebody may do with an action; nothing with one that they may not read."""
    rights: frozenset[Act] = frozenset()
    for relation, held in relations(person, action):
        rights |= _given(relation, held)
    if action.visibility == Visibility.PUBLIC and action.strategy.shown:
        return rights | {Act.READ_PUBLIC}
    needed = Act.READ_TEAM if action.visibility == Visibility.TEAM else Act.READ_PARTNERS
    return rights if needed in rights else frozenset()


def allows_on(person: Any, act: Act, action: Action) -> bool:
    """Whether somebody may do this with an action as it is: ask before changing anything in it."""
    return act in acts_on(person, action)


def _may(person: Any, act: Act) -> Q:
    """The actions where a relation gives an act, read or not, as a condition on actions."""

    def condition() -> Q:
        related = [
            _related(held, relation)
            for held in memberships(person)
            for relation in ON_ACTIONS
            if act in _given(relation, held)
        ]
        return functools.reduce(operator.or_, related, Q(pk__in=[]))

    return once((getattr(person, "pk", None), act), condition)


def readable(person: Any) -> Q:
    """The actions somebody may read, as a condition on actions: the only way a list is filtered. It repeats no row."""
    return (
        Q(visibility=Visibility.PUBLIC, strategy__shown=True)
        | Q(visibility__in=[Visibility.PUBLIC, Visibility.PARTNERS]) & _may(person, Act.READ_PARTNERS)
        | Q(visibility=Visibility.TEAM) & _may(person, Act.READ_TEAM)
    )


def doable(person: Any, act: Act) -> Q:
    """The actions with which somebody may do this: among those they may read."""
    return readable(person) & _may(person, act)


def levels(among: frozenset[Act]) -> list[str]:
    """What is readable in an action (documents, their past) by who may do this there."""
    visibilities = [Visibility.PUBLIC.value]
    if Act.READ_PARTNERS in among:
        visibilities.append(Visibility.PARTNERS.value)
    if Act.READ_TEAM in among:
        visibilities.append(Visibility.TEAM.value)
    return visibilities


def visible(person: Any) -> Q:
    """The strategies whose name somebody may be told: the public ones, those they reach, those of actions they read."""
    mine = Action.objects.filter(readable(person)).values("strategy")
    return Q(shown=True) | reached(person, Act.READ_PARTNERS) | Q(pk__in=mine)


def acquainted(person: Any, chosen: int | None = None) -> QuerySet[User]:
    """The people whose address somebody may be told, and choose among: themselves, those of their organisations, and
    who works with the strategies whose team they are of: there by role, by an action, or by a seat; and who is `chosen`
    already (a key), who stays so."""
    everybody = User.objects.filter(is_active=True, memberships__isnull=False)
    return User.objects.filter(Q(pk__in=everybody.filter(_near(person)).values("pk")) | Q(pk=chosen)).order_by(
        by_name()
    )


def _near(person: Any) -> Q:
    roles = memberships(person)
    whole = [held for held in roles if not held.limited]
    if any(held.organisation.kind == Kind.EQUIPE and Act.READ_TEAM in acts(held) for held in whole):
        return Q(pk__isnull=False)
    near = Q(pk=person.pk) | Q(memberships__organisation__in=[held.organisation for held in whole])
    for held in roles:
        if held.strategy:
            # Limited to a strategy: the members of the same organisation who work for it.
            near |= Q(memberships__organisation=held.organisation, memberships__strategy__in=["", held.strategy])
    mine = list(Strategy.objects.filter(reached(person, Act.READ_TEAM)).values_list("pk", "slug", "organisation"))
    if mine:
        keys = [pk for pk, _, _ in mine]
        actions = Action.objects.filter(strategy__in=keys)
        partners = Action.partners.through.objects.filter(action__in=actions.values("pk"))
        organisations = Organisation.objects.filter(
            Q(pk__in=[organisation for _, _, organisation in mine if organisation])
            | Q(pk__in=actions.values("lead"))
            | Q(pk__in=partners.values("organisation_id"))
            | Q(kind=Kind.EQUIPE)
        )
        near |= Q(
            memberships__organisation__in=organisations.values("pk"),
            memberships__strategy__in=["", *(slug for _, slug, _ in mine)],
        )
        near |= Q(pk__in=actions.values("pilot")) | Q(seats__body__strategy__in=keys, seats__left_on=None)
    return near
