"""What a member may pick in the forms that steer, and be proposed while they type."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from maillage.directory.models import Organisation, User
from maillage.directory.ordering import alphabetic
from maillage.directory.people import by_name
from maillage.kernel.errors import DataError
from maillage.steering.actions.models import Action
from maillage.steering.committees.models import Meeting
from maillage.steering.rights import Act, reached
from maillage.steering.strategies.models import Edition, Node, State, Strategy
from maillage.steering.targets.models import Sheet
from maillage.web.forms.pickers import directory, strategies
from maillage.web.forms.pickers.catalogue import Catalogue, Entry
from maillage.web.gate.observatory import observatory

NOBODY = "0"
"""The key of « nobody », where a pilot may be taken away."""


def followed(person: Any) -> list[Strategy]:
    """The strategies whose indicators somebody may follow: those they may read, and the public ones."""
    mine = Strategy.objects.filter(reached(person, Act.READ_PARTNERS))
    matches = (mine | Strategy.objects.filter(shown=True)).filter(sheets__isnull=False)
    return list(matches.distinct().order_by(alphabetic("title")))


def readable_sheets(person: Any) -> QuerySet[Sheet]:
    """The indicators of strategies that somebody may read."""
    return Sheet.objects.filter(strategies__in=[strategy.pk for strategy in followed(person)]).distinct()


def computed(request: HttpRequest) -> list[Entry]:
    """The indicators of the observatory; none when nothing is published."""
    try:
        return strategies.computed(observatory(request).indicators())
    except DataError:
        return []


def indicators(request: HttpRequest) -> list[Entry]:
    """The same, after those of the strategies that this member may read."""
    return [*strategies.followed(readable_sheets(request.user)), *computed(request)]


def nodes_of(strategy: Strategy, action: Action | None = None) -> QuerySet[Node]:
    """The elements of the edition in force, the newest when there is none, and those an action already answers."""
    editions = Edition.objects.filter(strategy=strategy)
    edition = editions.filter(state=State.IN_FORCE).first() or editions.order_by("-pk").first()
    nodes = Node.objects.filter(edition=edition)
    if action is not None and action.pk:
        nodes |= Node.objects.filter(pk__in=action.nodes.values("pk"))
    return nodes.order_by("edition", "tag", "rank", "pk")


def bonds(person: Any, strategy: Strategy) -> tuple[list[Strategy], list[Node]]:
    """What a strategy may be linked to: the others that somebody may read, the elements in force of those."""
    readable = Q(shown=True) | reached(person, Act.READ_PARTNERS)
    others = list(Strategy.objects.filter(readable).exclude(pk=strategy.pk))
    return others, in_force(others)


def in_force(among: Iterable[Strategy]) -> list[Node]:
    """The elements of the editions in force of these strategies, principles apart."""
    wanted = Node.objects.filter(edition__strategy__in=among, edition__state=State.IN_FORCE, tag=False)
    return list(wanted.select_related("edition__strategy").order_by(alphabetic("edition__strategy__title"), "rank"))


def pilots(among: QuerySet[User]) -> Catalogue:
    """These people, and nobody: for actions that had a pilot and shall have none."""
    return directory.people(among, Entry(NOBODY, "Personne", hint=lambda: "Plus de pilote"))


def owners(meeting: Meeting) -> QuerySet[Organisation]:
    """The organisations that may be in charge of what a meeting decides: those that sit, hold the strategy, lead or
    help an action examined; and those that were put in charge already."""
    actions = meeting.items.filter(action__isnull=False).values("action")
    known = Q(seats__body=meeting.body) | Q(strategies=meeting.body.strategy) | Q(decisions__item__meeting=meeting)
    known |= Q(led_actions__in=actions) | Q(partner_actions__in=actions)
    return Organisation.objects.filter(known).distinct().order_by(alphabetic("name"))


def in_charge(meeting: Meeting) -> QuerySet[User]:
    """The people who may be: those who sit, work where the strategy is held, or pilot an action examined."""
    actions = meeting.items.filter(action__isnull=False).values("action")
    holder = meeting.body.strategy.organisation
    known = Q(seats__body=meeting.body) | Q(piloted_actions__in=actions)
    if holder is not None:
        known |= Q(memberships__organisation=holder)
    # Who was named here stays named, whatever became of their account.
    known = (known & Q(is_active=True)) | Q(decisions__item__meeting=meeting)
    return User.objects.filter(pk__in=User.objects.filter(known).values("pk")).order_by(by_name())
