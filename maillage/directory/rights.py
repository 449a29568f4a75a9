"""Who may do what: every question is asked here, and the answer is no unless TABLE says yes.

A person is something to a thing (`Relation`), by a role held in an organisation; TABLE says which roles do which act in
each relation. What a relation is, each wing says for its own things: `steering.rights` for strategies and actions. In
the affairs of its own organisation, a role reaches the territory of the organisation and what is inside it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models.signals import post_delete, post_save

from maillage.directory.models import Kind, Membership, Organisation, Role
from maillage.directory.ordering import alphabetic
from maillage.kernel.territory import Ref, Territory
from maillage.kernel.visibility import Clearance, Visibility

T = TypeVar("T")
# What the members of an organisation may see of reserved sources, on its territory; of other kinds, nothing.
LEVELS = {
    Kind.COLLECTIVITE: (Visibility.COLLECTIVITES,),
    Kind.EQUIPE: (Visibility.COLLECTIVITES, Visibility.EQUIPE_PROJET),
}


class Act(StrEnum):
    """What may be done."""

    READ_PUBLIC = "lire ce qui est public"
    READ_PARTNERS = "lire ce que voient les partenaires"
    READ_TEAM = "lire ce que voit l’équipe"
    READ_PAPERS = "lire l’ordre du jour, le compte rendu et les décisions d’un comité"
    UPDATE = "mettre à jour une action : état, synthèse, étapes"
    EDIT = "modifier la fiche, le budget et le financement d’une action"
    VALUE = "saisir une valeur d’indicateur"
    ANSWER = "dire où en est une décision"
    SHAPE = "modifier la stratégie, ses indicateurs, ses enveloppes, créer des actions"
    RUN = "tenir un comité : ordre du jour, compte rendu, décisions"
    DISCUSS = "prendre part à la discussion d’une fiche"
    MODERATE = "masquer un message d’une discussion"
    PEOPLE = "inviter, donner et retirer des rôles, lire le journal"
    DEPOSIT = "donner un fichier de données et le publier, dans l’équipe projet"


class Relation(StrEnum):
    """What a person is to a thing."""

    OWN = "la personne qui en répond : pilote d’une action, responsable d’un indicateur ou d’une décision"
    LEAD = "membre de l’organisation qui la porte, ou qui en répond"
    PARTNER = "membre d’une organisation partenaire"
    SEAT = "qui siège, par son nom, au comité"
    SHARED = "d’une stratégie avec laquelle elle est partagée"
    TEAM = "de sa stratégie : membre de l’organisation qui la tient, ou de l’équipe projet"
    EVERYBODY = "tout le monde"


Roles = frozenset[Role | None]
_NONE: Roles = frozenset()
_ALL: Roles = frozenset(Role)
_WRITE = _ALL - {Role.LECTEUR, Role.SECRETAIRE}
_PILOT = _WRITE - {Role.CONTRIBUTEUR}
_SHAPE: Roles = frozenset({Role.EQUIPE, Role.ADMINISTRATEUR})
_TEAM: Roles = _SHAPE | {Role.SECRETAIRE}
_RULE: Roles = frozenset({Role.ADMINISTRATEUR})
# Columns: OWN, LEAD, PARTNER, SEAT, SHARED, TEAM; each says by which roles. Whom a column names « _ALL » has a role
# somewhere, whichever.
_ROWS: dict[Act, tuple[Roles, Roles, Roles, Roles, Roles, Roles]] = {
    Act.READ_PUBLIC: (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Act.READ_PARTNERS: (_ALL, _ALL, _ALL, _NONE, _ALL, _ALL),
    Act.READ_TEAM: (_ALL, _NONE, _NONE, _NONE, _NONE, _TEAM),
    Act.READ_PAPERS: (_NONE, _NONE, _NONE, _ALL, _NONE, _TEAM),
    Act.UPDATE: (_ALL, _WRITE, _WRITE, _NONE, _NONE, _WRITE),
    Act.EDIT: (_ALL, _PILOT, _PILOT, _NONE, _NONE, _PILOT),
    Act.VALUE: (_ALL, _WRITE, _WRITE, _NONE, _NONE, _WRITE),
    Act.ANSWER: (_ALL, _ALL - {Role.LECTEUR}, _NONE, _NONE, _NONE, _TEAM),
    Act.SHAPE: (_NONE, _NONE, _NONE, _NONE, _NONE, _SHAPE),
    Act.RUN: (_NONE, _NONE, _NONE, _NONE, _NONE, _TEAM),
    Act.DISCUSS: (_ALL, _ALL, _ALL, _NONE, _ALL, _ALL),
    Act.MODERATE: (_NONE, _NONE, _NONE, _NONE, _NONE, _SHAPE),
    Act.PEOPLE: (_NONE, _NONE, _NONE, _NONE, _NONE, _RULE),
    Act.DEPOSIT: (_NONE, _NONE, _NONE, _NONE, _NONE, _SHAPE),
}
TABLE: dict[Act, dict[Relation, Roles]] = {
    act: {**dict(zip(Relation, roles, strict=False)), Relation.EVERYBODY: _NONE} for act, roles in _ROWS.items()
}
"""Which roles do an act, by what they are to the thing. None is who has no role."""
TABLE[Act.READ_PUBLIC][Relation.EVERYBODY] = _ALL | {None}
WHOLE_ONLY = frozenset({Act.SHAPE, Act.RUN, Act.PEOPLE, Act.READ_PAPERS, Act.ANSWER, Act.MODERATE, Act.DEPOSIT})
"""What a role held for some territories never does: it is not of one territory."""


def given(relation: Relation, role: Role | None, *, limited: bool = False) -> frozenset[Act]:
    """What a role does in a relation; less when it is `limited` to some territories."""
    acts = frozenset(act for act in Act if role in TABLE[act][relation])
    return acts - WHOLE_ONLY if limited else acts


ACTS: dict[Role, frozenset[Act]] = {role: given(Relation.TEAM, role) for role in Role}
"""What each role does in the strategies it reaches."""

_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("read once", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """While this lasts (a request), the roles of each person are read once, and what `once` keeps made once."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def _forget(**changed: Any) -> None:
    """Called by Django when a role changes."""
    known = _known.get()
    if known is not None:
        known.clear()


post_save.connect(_forget, sender=Membership)
post_delete.connect(_forget, sender=Membership)


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What was made under this key while `read_once` lasts and no role changes; made each time where it does not."""
    known = _known.get()
    if known is None:
        return make()
    if key not in known:
        known[key] = make()
    kept: T = known[key]
    return kept


def memberships(person: Any) -> list[Membership]:
    """The roles of somebody who is signed in and may be; none for anybody else."""
    if not (getattr(person, "is_authenticated", False) and person.is_active):
        return []
    held = Membership.objects.filter(person=person).select_related("organisation")
    return once(person.pk, lambda: list(held.order_by(alphabetic("organisation__name"))))


def organisations(person: Any, role: Role = Role.LECTEUR) -> list[Organisation]:
    """The organisations where somebody has at least this role in all affairs: what is held for one strategy, or for
    some territories, serves in `steering` only."""
    roles = [membership for membership in memberships(person) if not membership.limited]
    held = [membership.organisation for membership in roles if Role(membership.role).height >= role.height]
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
    return [organisation for organisation in organisations(person, role) if organisation.kind == kind]


def clearance(person: Any) -> Clearance:
    """What somebody may see of reserved sources, and where: by default nothing."""
    return Clearance(
        frozenset(
            (level, organisation.territory)
            for organisation in organisations(person)
            if organisation.territory is not None
            for level in LEVELS.get(Kind(organisation.kind), ())
        )
    )
