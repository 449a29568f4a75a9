"""Who may do what: every question is asked here, and the answer is no unless a role says yes.

A role is held in an organisation; it reaches the territory of the organisation and what is inside it, and nothing else.
"""

from collections.abc import Iterable
from typing import Any

from maillage.directory.models import Kind, Membership, Organisation, Role
from maillage.directory.ordering import alphabetic
from maillage.kernel.territory import Ref, Territory
from maillage.kernel.visibility import Clearance, Visibility

# What the members of an organisation may see of reserved sources, on its territory; of other kinds, nothing.
LEVELS = {
    Kind.COLLECTIVITE: (Visibility.COLLECTIVITES,),
    Kind.EQUIPE: (Visibility.COLLECTIVITES, Visibility.EQUIPE_PROJET),
}


def memberships(person: Any) -> list[Membership]:
    """The roles of somebody who is signed in and may be; none for anybody else."""
    if not (getattr(person, "is_authenticated", False) and person.is_active):
        return []
    held = Membership.objects.filter(person=person).select_related("organisation")
    return list(held.order_by(alphabetic("organisation__name")))


def organisations(person: Any, role: Role = Role.LECTEUR) -> list[Organisation]:
    """The organisations where somebody has at least this role in all affairs: what is held for one strategy, or for
    some territories, serves in `steering` only."""
    roles = [one for one in memberships(person) if not one.limited]
    held = [one.organisation for one in roles if Role(one.role).height >= role.height]
    return list(dict.fromkeys(held))


def may(person: Any, organisation: Organisation, role: Role) -> bool:
    """Whether somebody has at least this role in an organisation."""
    return organisation in organisations(person, role)


def reaches(organisation: Organisation, territory: Territory) -> bool:
    """Whether the territory of an organisation is this one, or holds it."""
    around: Iterable[Ref] = (territory.ref, *territory.parents, *territory.groupings)
    return organisation.territory is not None and organisation.territory in around


def of_kind(person: Any, kind: Kind, role: Role = Role.LECTEUR) -> list[Organisation]:
    """The organisations of one kind where somebody has at least this role."""
    return [one for one in organisations(person, role) if one.kind == kind]


def clearance(person: Any) -> Clearance:
    """What somebody may see of reserved sources, and where: by default nothing."""
    return Clearance(
        frozenset(
            (level, one.territory)
            for one in organisations(person)
            if one.territory is not None
            for level in LEVELS.get(Kind(one.kind), ())
        )
    )
