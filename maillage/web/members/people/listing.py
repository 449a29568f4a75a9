"""Who has which role. An administrator asks « qui peut faire quoi chez nous ? » and leaves with each role of the
organisations they govern, to change one, or with the file.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.directory import governing
from maillage.directory.models import Invitation, Kind, Membership, Organisation, Role, User
from maillage.directory.ordering import alphabetic
from maillage.directory.people import by_name
from maillage.kernel import french
from maillage.steering.rights import ACTS, Act, allows_somewhere
from maillage.steering.strategies.models import Strategy
from maillage.web.exports.table import Kind as Holds
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Field, Filter, Options, every

DONE = {
    "invite": "L’invitation est partie.",
    "change": "Le rôle est changé.",
    "retire": "Le rôle est repris.",
    "annule": "L’invitation est annulée : son lien ne sert plus.",
    "organisation": "L’organisation est enregistrée.",
    "facteur": "Le second facteur est retiré ; la personne en est avertie par courriel.",
    "facteur-sans-courriel": "Le second facteur est retiré. Le courriel qui l’en avertit n’a pas pu partir : "
    "prévenez-la.",
    "facteur-absent": "Cette personne n’a pas de second facteur : il n’y avait rien à retirer.",
}


class Line(NamedTuple):
    """A role somebody holds: its strategy by its title, whether one may change it, whether a second factor is asked."""

    held: Membership
    strategy: str
    may: bool
    protected: bool

    @property
    def seen(self) -> date | None:
        """The day they last signed in."""
        moment: Any = self.held.person.last_login
        return timezone.localtime(moment).date() if moment else None


def let(person: Any) -> User:
    """Who comes, when they may let others in. Raises PermissionDenied."""
    if not allows_somewhere(person, Act.PEOPLE):
        raise PermissionDenied("Seuls les administrateurs donnent des rôles.")
    return person  # type: ignore[no-any-return]


def roles(person: User) -> QuerySet[Membership]:
    """The roles in the organisations somebody governs, in the order they are shown."""
    held = Membership.objects.filter(governing.roles_seen(person)).select_related("person", "organisation")
    return held.order_by(alphabetic("organisation__name"), by_name("person__"), "person__email", "strategy")


def meanings() -> list[tuple[str, list[str]]]:
    """What each role permits, in words."""
    return [(str(role.label), sorted(act.value for act in ACTS[role])) for role in Role]


def _organisations(asked: Asked) -> Options:
    return every("Toutes", ((each.pk, each.name) for each in governing.organisations(let(asked.person))))


def _rows(asked: Asked) -> QuerySet[Membership]:
    held = roles(let(asked.person))
    if asked["organisation"]:
        held = held.filter(organisation=int(asked["organisation"]))
    if asked["role"]:
        held = held.filter(role=asked["role"])
    for word in asked["q"].split():
        held = held.filter(Q(person__name__icontains=word) | Q(person__email__icontains=word))
    return held


def _lines(asked: Asked, held: Sequence[Membership]) -> Iterator[Line]:
    people = [membership.person_id for membership in held]
    factors = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__in=people)
    protected = set(factors.values_list("user_id", flat=True))
    slugs = {membership.strategy for membership in held if membership.strategy}
    titles = {strategy.slug: str(strategy) for strategy in Strategy.objects.filter(slug__in=slugs)} if slugs else {}
    for membership in held:
        may = governing.governs(asked.person, membership.organisation, membership.strategy)
        title = titles.get(membership.strategy, membership.strategy)
        yield Line(membership, title, may, membership.person_id in protected)


def _waiting(person: User) -> list[dict[str, Any]]:
    """The invitations without answer that one may call off."""
    coming = Invitation.objects.filter(ends_at__gt=timezone.now()).select_related("organisation")
    coming = coming.order_by(alphabetic("organisation__name"), "email")
    return [
        {
            "invitation": invitation,
            "role": Role(invitation.role).label,
            "until": french.day(timezone.localtime(invitation.ends_at).date()),
        }
        for invitation in coming
        if governing.governs(person, invitation.organisation, invitation.strategy)
    ]


def _context(asked: Asked) -> dict[str, Any]:
    person = let(asked.person)
    organisations: Sequence[Organisation] = governing.organisations(person)
    peopled = set(roles(person).order_by().values_list("organisation", flat=True))
    return {
        "organisations": [(each, Kind(each.kind).label, each.pk in peopled) for each in organisations],
        "waiting": _waiting(person),
        "everywhere": governing.everywhere(person),
        "roles": meanings(),
        "done": DONE.get(asked.request.GET.get("fait", ""), ""),
    }


def _person(line: Line) -> Shown:
    person, function = line.held.person, line.held.function
    return Shown(str(person), under=tuple(Shown(each) for each in (function, person.name and person.email) if each))


def _limits(line: Line) -> str:
    strategy = f"stratégie « {line.strategy} »" if line.strategy else ""
    return ", ".join(filter(None, (strategy, line.held.territories)))


def _role(line: Line) -> str:
    return str(Role(line.held.role).label)


ROLES = Listing(
    name="people",
    address="piloter/personnes",
    title="Personnes et rôles",
    file="personnes",
    what="rôle",
    access=member,
    template="members/people/people.html",
    context=_context,
    size=100,
    empty=("Personne n’a encore de rôle", "Invitez les premiers membres."),
    filters=(
        Filter("q", "Nom ou adresse", Field.WORDS),
        Filter("organisation", "Organisation", options=_organisations),
        Filter("role", "Rôle", options=every("Tous", Role.choices)),
    ),
    rows=_rows,
    line=_lines,
    group=lambda line: line.held.organisation.name,
    columns=(
        Column("organisation", "Organisation", "Son nom", width=34, cell="held.organisation.name", first=False),
        Column("siren", "SIREN", "Neuf chiffres", width=12, cell="held.organisation.siren", first=False),
        Column(
            "nature",
            "Nature",
            "Ce qu’elle est",
            width=16,
            cell=lambda line: str(Kind(line.held.organisation.kind).label),
            first=False,
        ),
        Column(
            "territoire",
            "Territoire",
            "Où ses membres agissent",
            width=20,
            cell=lambda line: str(line.held.organisation.territory or ""),
            first=False,
        ),
        Column(
            "personne",
            "Personne",
            "Adresse électronique",
            width=34,
            cell="held.person.email",
            show=_person,
            order=(by_name("person__"), "person__email", "strategy"),
        ),
        Column("role", "Rôle", "Ce qu’elle y est", width=24, cell=_role),
        Column("limites", "Limité à", "Stratégie et territoires", cell=_limits, filed=False, blank="pas de limite"),
        Column(
            "strategie",
            "Stratégie",
            "Vide : toutes",
            width=20,
            cell="held.strategy",
            show=lambda line: line.strategy,
            first=False,
        ),
        Column("territoires", "Limité à", "Vide : partout", width=30, cell="held.territories", first=False),
        Column(
            "derniere_connexion",
            "Dernière connexion",
            "Vide : jamais",
            Holds.DATE,
            16,
            "seen",
            first=False,
            blank="jamais",
        ),
        Column("nom", "Nom", "Prénom et nom. Vide : pas encore dits", width=28, cell="held.person.name", first=False),
        Column(
            "fonction", "Fonction", "Ce qu’elle fait dans l’organisation", width=34, cell="held.function", first=False
        ),
        Column(
            "second_facteur",
            "Second facteur",
            "Si un code est demandé à la connexion",
            cell=lambda line: "oui" if line.protected else "non",
            filed=False,
        ),
        Column(
            "changer",
            "Changer",
            "Ouvre le rôle",
            cell=lambda line: "",
            show=lambda line: Shown(part="members/people/change_cell.html") if line.may else "",
            sorts=False,
            filed=False,
        ),
    ),
)
