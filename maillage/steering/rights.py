"""Who may do what in the second wing: every question is asked here, and the answer is no unless a role says yes.

A role is held in an organisation, for one strategy or for all. It reaches a strategy when the organisation holds that
strategy or is a project team; it reaches an action when it reaches its strategy, or when the organisation leads the
action or is a partner of it, for what partners may do. Held for some territories only, it reaches the actions there,
and no strategy as a whole.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models import Q

from maillage.directory import typed
from maillage.directory.models import Kind, Membership, Role
from maillage.directory.rights import memberships
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.strategies.models import Strategy


class Act(StrEnum):
    """What may be done."""

    READ_PARTNERS = "lire ce que voient les partenaires"
    READ_TEAM = "lire ce que voit l’équipe"
    UPDATE = "mettre à jour une action : état, synthèse, étapes"
    EDIT = "modifier la fiche, le budget et le financement d’une action"
    VALUE = "saisir une valeur d’indicateur"
    SHAPE = "modifier la stratégie, ses indicateurs, ses enveloppes, créer des actions"
    RUN = "tenir un comité : ordre du jour, compte rendu, décisions"
    PEOPLE = "inviter, donner et retirer des rôles, lire le journal"


_READER = frozenset({Act.READ_PARTNERS})
_WRITER = _READER | {Act.UPDATE, Act.VALUE}
_PILOT = _WRITER | {Act.EDIT}
_TEAM = _PILOT | {Act.READ_TEAM, Act.SHAPE, Act.RUN}
ACTS: dict[Role, frozenset[Act]] = {
    Role.LECTEUR: _READER,
    Role.CONTRIBUTEUR: _WRITER,
    Role.PILOTE: _PILOT,
    Role.SECRETAIRE: _READER | {Act.READ_TEAM, Act.RUN},
    Role.EQUIPE: _TEAM,
    Role.ADMINISTRATEUR: _TEAM | {Act.PEOPLE},
}
WHOLE_ONLY = frozenset({Act.SHAPE, Act.RUN, Act.PEOPLE})
"""What is never done for some territories only."""
PARTNERS_MAY = frozenset({Act.READ_PARTNERS, Act.UPDATE, Act.EDIT, Act.VALUE})
"""What an organisation that leads an action, or is a partner of it, may do there: never what the team keeps."""
PILOT_MAY = frozenset({Act.READ_PARTNERS, Act.READ_TEAM, Act.UPDATE, Act.EDIT, Act.VALUE})
"""What the person named as pilot of an action may do there, whatever the role."""


def acts(held: Membership) -> frozenset[Act]:
    """What a role gives: less when it is held for some territories only."""
    given = ACTS[Role(held.role)]
    return given - WHOLE_ONLY if held.territories else given


def _there(held: Membership, action: Action) -> bool:
    """Whether an action is in the territories a role is held for."""
    return not held.territories or not {*typed.refs(held.territories)}.isdisjoint(
        typed.refs(action.territories)
    )


def _where(held: Membership) -> Q:
    """The same as a condition on actions. What is typed there may be separated by spaces, commas or lines."""
    found = Q()
    for one in typed.refs(held.territories):
        found |= Q(territories__regex=rf"(^|[^A-Za-z0-9:]){one}($|[^A-Za-z0-9:])")
    return found


def _wide(held: Membership, strategy: Strategy) -> bool:
    """Whether a role reaches the whole of a strategy."""
    if held.strategy not in ("", strategy.slug):
        return False
    return held.organisation.kind == Kind.EQUIPE or held.organisation == strategy.organisation


def allows(person: Any, act: Act, strategy: Strategy) -> bool:
    """Whether somebody may do this all over a strategy."""
    return any(
        act in acts(held) and not held.territories and _wide(held, strategy) for held in memberships(person)
    )


def reached(person: Any, act: Act) -> Q:
    """The strategies all over which somebody may do this, as a condition on strategies."""
    found = Q(pk__in=[])
    for held in memberships(person):
        if act in acts(held) and not held.territories:
            # Never an empty condition: OR would forget it.
            named = Q(slug=held.strategy) if held.strategy else Q(pk__isnull=False)
            team = held.organisation.kind == Kind.EQUIPE
            found |= named if team else named & Q(organisation=held.organisation)
    return found


def allows_somewhere(person: Any, act: Act) -> bool:
    """Whether somebody may do this in at least one organisation."""
    return any(act in acts(held) for held in memberships(person))


def allows_on(person: Any, act: Act, action: Action) -> bool:
    """Whether somebody may do this with an action."""
    if not memberships(person):
        return False
    if act in PILOT_MAY and action.pilot is not None and action.pilot == person:
        return True
    strategies = [action.strategy, *action.shared_with.all()]
    if allows(person, act, action.strategy):
        return True
    if act is Act.READ_PARTNERS and any(allows(person, act, one) for one in strategies):
        return True
    here = [held for held in memberships(person) if held.territories and _there(held, action)]
    if any(act in acts(held) and _wide(held, action.strategy) for held in here):
        return True
    if act not in PARTNERS_MAY:
        return False
    concerned = {action.lead, *action.partners.all()}
    slugs = {"", *(one.slug for one in strategies)}
    return any(
        act in acts(held)
        and held.strategy in slugs
        and held.organisation in concerned
        and _there(held, action)
        for held in memberships(person)
    )


def readable(person: Any) -> Q:
    """The actions somebody may read, as a condition on actions. It may repeat rows: use with `distinct()`."""
    found = Q(visibility=Visibility.PUBLIC, strategy__shown=True)
    held = memberships(person)
    if not held:
        return found
    found |= Q(pilot=person)
    for one in held:
        given = acts(one)
        strategy = (
            Q() if not one.strategy else Q(strategy__slug=one.strategy) | Q(shared_with__slug=one.strategy)
        )
        strategy &= _where(one)
        levels = _levels(given)
        wide = Q() if one.organisation.kind == Kind.EQUIPE else Q(strategy__organisation=one.organisation)
        found |= strategy & wide & Q(visibility__in=levels)
        close = Q(lead=one.organisation) | Q(partners=one.organisation)
        found |= strategy & close & Q(visibility__in=_levels(given & PARTNERS_MAY))
    return found


def _levels(acts: Iterable[Act]) -> list[str]:
    told = set(acts)
    found = [Visibility.PUBLIC.value]
    if Act.READ_PARTNERS in told:
        found.append(Visibility.PARTNERS.value)
    if Act.READ_TEAM in told:
        found.append(Visibility.TEAM.value)
    return found
