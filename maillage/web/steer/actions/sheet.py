"""The sheet of an action. A member comes asking « où en est-elle ? »; they leave with its state, its weather, what is
next and who to ask; or with all that was changed in it, when and by whom.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.directory import typed
from maillage.kernel import french
from maillage.kernel.errors import DataError, UsageError
from maillage.steering.actions import past, standing, updating
from maillage.steering.actions.models import Action, Priority, Status, Visibility, Weather
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Stage, Verdict
from maillage.steering.rights import Act, allows, levels
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.steer import rows
from maillage.web.steer.actions.asked import judged

SHOWN_SYNTHESES = 6


def places(request: HttpRequest, action: Action) -> list[tuple[str, str]]:
    """The territories of an action: (address, name); an address is empty when the territory is not known here."""
    found = []
    for ref in typed.refs(action.territories):
        try:
            one = observatory(request).territory(ref)
        except (UsageError, DataError):
            found.append(("", str(ref)))
        else:
            found.append((reverse("territory", args=[ref.level, ref.code]), one.name))
    return found


def told_steps(action: Action) -> list[dict[str, Any]]:
    """The steps in words, in their order."""
    today = timezone.localdate()
    return [
        {
            "step": one,
            "starts": french.day(one.starts_on),
            "due": french.day(one.due_on),
            "done": french.day(one.done_on),
            "late": one.late(today) and Status(action.status).open,
        }
        for one in action.steps.all()
    ]


def told_syntheses(action: Action) -> list[dict[str, Any]]:
    """The last syntheses in words, newest first."""
    found = action.syntheses.select_related("author").order_by("-written_at", "-pk")[:SHOWN_SYNTHESES]
    return [
        {
            "one": one,
            "weather": one.weather,
            "weather_words": Weather(one.weather).label,
            "day": french.day(timezone.localtime(one.written_at).date()),
        }
        for one in found
    ]


def facts(action: Action) -> list[tuple[str, str]]:
    """What is said of an action, label and words, without what nobody said."""
    told = (
        ("Public visé", action.audience),
        ("Élu référent", action.elected),
        ("Éléments techniques", action.technical),
        ("Métiers concernés", action.trades),
        ("Besoins de formation", action.training),
    )
    return [(label, words) for label, words in told if words]


def dates(action: Action) -> list[tuple[str, str, str]]:
    """Beginning and end: label, planned, real."""
    start, end = standing.real_dates(action)
    return [
        ("Début", french.day(action.starts_on) or "non fixé", start),
        ("Fin", french.day(action.ends_on) or "non fixée", end),
    ]


def common(request: HttpRequest, action: Action) -> dict[str, Any]:
    """What the sheet of members and the public one both show."""
    last = updating.last(action)
    holder: Any = action
    holder.weather = last.weather if last else ""
    partners = [one.name for one in action.partners.all()]
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


def decisions(person: Any, action: Action, acts: frozenset[Act]) -> list[dict[str, Any]]:
    """What committees decided of an action, for who reads their papers or must carry it out; the last first."""
    taken = following.on_action(action, timezone.now())
    readable = set(taken.filter(access.decisions(person)).values_list("pk", flat=True))
    shown = taken if Act.UPDATE in acts else taken.filter(pk__in=readable)
    return [
        {
            "decision": decision,
            "verdict": Verdict(decision.verdict).label,
            "linked": decision.pk in readable,
            "final": decision.item.meeting.stage == Stage.CLOSED,
            "late": decision.late(timezone.localdate()),
            "to_drop": following.to_drop(decision) is not None,
        }
        for decision in shown
    ]


@member
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet, and what its reader may do with it. Who is no partner of a public action is told what everybody is:
    neither risks, nor syntheses, nor who pilots it."""
    action, acts = judged(request, code)
    within = Act.READ_PARTNERS in acts
    told = common(request, action)
    context = {
        **told,
        "shared": [
            each for each in told["shared"] if each.shown or allows(request.user, Act.READ_PARTNERS, each)
        ],
        "within": within,
        "syntheses": told_syntheses(action) if within else [],
        "risks": sorted(action.risks.all(), key=lambda one: (one.closed, -one.score)) if within else [],
        "documents": list(action.documents.filter(visibility__in=levels(acts))),
        "decisions": decisions(request.user, action, acts),
        "visibility": Visibility(action.visibility).label,
        "changed": french.day(timezone.localtime(action.changed_at).date()),
        "public": action.visibility == Visibility.PUBLIC and action.strategy.shown,
        "may_update": Act.UPDATE in acts,
        "may_edit": Act.EDIT in acts,
        "may_shape": Act.SHAPE in acts,
    }
    return render(request, "steer/actions/sheet.html", context)


@member
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Every change of the sheet and of its parts."""
    action, acts = judged(request, code, Act.UPDATE)
    told = [{"past": each, "when": timezone.localtime(each.at)} for each in past.past(action, levels(acts))]
    return render(request, "steer/actions/history.html", {"action": action, "told": told})
