"""What the sheet of an action says to members and to everybody."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.directory import typed
from maillage.kernel import french
from maillage.kernel.errors import DataError, UsageError
from maillage.steering.actions import standing, updating
from maillage.steering.actions.models import Action, Priority, Status
from maillage.web.gate.observatory import observatory
from maillage.web.steer import rows


def places(request: HttpRequest, action: Action) -> list[tuple[str, str]]:
    """The territories of an action: (address, name); an address is empty when the territory is not known here."""
    links = []
    for ref in typed.refs(action.territories):
        try:
            territory = observatory(request).territory(ref)
        except (UsageError, DataError):
            links.append(("", str(ref)))
        else:
            links.append((reverse("territory", args=[ref.level, ref.code]), territory.name))
    return links


def told_steps(action: Action) -> list[dict[str, Any]]:
    """The steps in words, in their order."""
    today = timezone.localdate()
    return [
        {
            "step": step,
            "starts": french.day(step.starts_on),
            "due": french.day(step.due_on),
            "done": french.day(step.done_on),
            "late": step.late(today) and Status(action.status).open,
        }
        for step in action.steps.all()
    ]


def facts(action: Action) -> list[tuple[str, str]]:
    """What is said of an action, label and words, without what nobody said."""
    lines = (
        ("Public visé", action.audience),
        ("Élu référent", action.elected),
        ("Éléments techniques", action.technical),
        ("Métiers concernés", action.trades),
        ("Besoins de formation", action.training),
    )
    return [(label, words) for label, words in lines if words]


def dates(action: Action) -> list[tuple[str, str, str]]:
    """Beginning and end: label, planned, real."""
    start, end = standing.real_dates(action)
    return [
        ("Début", french.day(action.starts_on) or "non fixé", start),
        ("Fin", french.day(action.ends_on) or "non fixée", end),
    ]


def common(request: HttpRequest, action: Action) -> dict[str, Any]:
    """What the sheet of members and the public one both show."""
    prefetch_related_objects([action], "steps", "effects")
    last = updating.last(action)
    holder: Any = action
    holder.weather = last.weather if last else ""
    partners = [organisation.name for organisation in action.partners.all()]
    partners += [line for line in action.other_partners.split("\n") if line.strip()]
    return {
        "action": action,
        "shown": rows.shown(action, timezone.localdate()),
        "priority": Priority(action.priority).label,
        "nodes": list(action.nodes.select_related("edition").all()),
        "shared": list(action.shared_with.all()),
        "partners": partners,
        "places": places(request, action),
        "facts": facts(action),
        "dates": dates(action),
        "steps": told_steps(action),
        "rate": rows.percent(action),
        "effects": list(action.effects.all()),
    }
