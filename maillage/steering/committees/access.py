"""Who reads the papers of a body, who holds it, who answers for a decision. The answer is no unless something says yes.

The papers (agenda, minutes, decisions) are for who sits there by name, and for who reads all of the strategy; the dates
of a body whose calendar is public are for everybody.
"""

from typing import Any

from django.db.models import Q

from maillage.directory.models import Role
from maillage.directory.rights import Relation, given, memberships
from maillage.steering.committees.models import Body, Decision
from maillage.steering.rights import Act, allows, reached
from maillage.steering.strategies.models import Strategy


def papers(person: Any) -> Q:
    """The bodies whose papers somebody may read, as a condition on bodies."""
    if not memberships(person):
        return Q(pk__in=[])
    mine = Body.objects.filter(seats__person=person, seats__left_on=None)
    return Q(strategy__in=Strategy.objects.filter(reached(person, Act.READ_PAPERS))) | Q(pk__in=mine.values("pk"))


def known(person: Any) -> Q:
    """The bodies whose dates somebody may read."""
    return Q(shown=True, strategy__shown=True) | papers(person)


def reads(person: Any, body: Body) -> bool:
    """Whether somebody may read the papers of this body."""
    return Body.objects.filter(papers(person), pk=body.pk).exists()


def runs(person: Any, body: Body) -> bool:
    """Whether somebody may hold this body: agenda, minutes, decisions, invitations."""
    return allows(person, Act.RUN, body.strategy)


def run_by(person: Any) -> Q:
    """The bodies that somebody holds, as a condition on bodies."""
    return Q(strategy__in=Strategy.objects.filter(reached(person, Act.RUN)))


def mine(person: Any) -> Q:
    """The decisions that somebody answers for: by name, or because their organisation does and their role there, held
    in all its affairs, says so."""
    roles = memberships(person)
    if not roles:
        return Q(pk__in=[])
    mine = [
        held.organisation for held in roles if not held.limited and Act.ANSWER in given(Relation.LEAD, Role(held.role))
    ]
    return Q(person=person) | Q(owner__in=mine)


def decisions(person: Any) -> Q:
    """The decisions that somebody may read, as a condition on decisions."""
    bodies = Body.objects.filter(papers(person))
    return Q(item__meeting__body__in=bodies) | mine(person)


def answers_for(person: Any, decision: Decision) -> bool:
    """Whether somebody may say what became of a decision."""
    if runs(person, decision.item.meeting.body):
        return True
    return Decision.objects.filter(mine(person), pk=decision.pk).exists()
