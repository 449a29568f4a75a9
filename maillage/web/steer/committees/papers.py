"""The papers of a meeting as one reader may read them: an action is linked, and facts about it are told, for who may
read it; what was said and decided is for who reads the papers of the body.
"""

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils import timezone

from maillage.steering.actions.models import Action, Status
from maillage.steering.committees import following, holding
from maillage.steering.committees.models import Decision, Item, Meeting, Presence, Stage, Verdict
from maillage.steering.rights import readable
from maillage.web.documents.described import Link

SAID = (Presence.PRESENT, Presence.REPRESENTED, Presence.EXCUSED, Presence.ABSENT)
RESERVED = "Ce document est pour qui siège à ce comité et pour l’équipe de la stratégie."


def items(meeting: Meeting) -> list[Item]:
    """The points of a meeting, with what they are about."""
    points = meeting.items.select_related("action__strategy", "follows__item__meeting", "decision__owner")
    return list(points.select_related("action", "decision__action", "decision__person"))


def about(item: Item) -> dict[str, Any]:
    """What was decided on a point."""
    decision: Decision | None = getattr(item, "decision", None)
    to_drop = following.to_drop(decision) if decision else None
    return {
        "decision": decision,
        "verdict": Verdict(decision.verdict).label if decision else "",
        "status": Status(item.action.status).label if item.action else "",
        "to_drop": to_drop,
    }


def points(meeting: Meeting, reader: Any) -> list[dict[str, Any]]:
    """The points, each with its decision; `readable` says whether the reader may be told facts of its action."""
    listed = items(meeting)
    wanted = [item.action_id for item in listed if item.action_id]
    may = set(Action.objects.filter(readable(reader), pk__in=wanted).values_list("pk", flat=True))
    return [
        {
            "item": item,
            "linked": item.action_id in may,
            "readable": item.action_id is None or item.action_id in may,
            **about(item),
        }
        for item in listed
    ]


def held(meeting: Meeting) -> bool:
    """Whether there may be minutes: it began, or is closed."""
    return meeting.stage == Stage.CLOSED or timezone.now() >= meeting.starts_at


def presences(meeting: Meeting) -> list[tuple[str, list[str]]]:
    """Who came and who did not, as it was noted."""
    seats: dict[str, list[str]] = defaultdict(list)
    for seat, presence in holding.seated(meeting):
        seats[presence].append(str(seat))
    return [(str(presence.label), seats[presence]) for presence in SAID if seats[presence]]


def crumbs(meeting: Meeting) -> list[Link]:
    """Where a paper of this meeting is, from the desk."""
    body = meeting.body
    desk = [Link("Votre bureau", reverse("desk")), Link("Les comités", reverse("committees"))]
    return [*desk, Link(body.name, body.page), Link(meeting.day, meeting.page)]


def where(meeting: Meeting) -> str:
    """« 12 mars 2026, de 9 h 30 à 11 h, salle bleue »."""
    return ", ".join(filter(None, (meeting.day, meeting.hours, meeting.place)))


def responsible(decision: Decision) -> str:
    """The organisation in charge; nobody's address."""
    return decision.owner.name if decision.owner else ""
