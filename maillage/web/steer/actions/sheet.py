"""The sheet of an action. A member comes asking « où en est-elle ? »; they leave with its state, its weather, what is
next and who to ask; or with all that was changed in it, when and by whom.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.directory.people import presented
from maillage.kernel import french
from maillage.steering.actions import past
from maillage.steering.actions.models import Action, Visibility, Weather
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Stage, Verdict
from maillage.steering.rights import Act, allows, levels
from maillage.web.carried import discussion, links
from maillage.web.gate.access import member
from maillage.web.steer.action import judged
from maillage.web.steer.sheet import common

SHOWN_SYNTHESES = 6


def told_syntheses(action: Action) -> list[dict[str, Any]]:
    """The last syntheses in words, newest first."""
    syntheses = action.syntheses.select_related("author").order_by("-written_at", "-pk")[:SHOWN_SYNTHESES]
    return [
        {
            "entry": synthesis,
            "weather": synthesis.weather,
            "weather_words": Weather(synthesis.weather).label,
            "day": french.day(timezone.localtime(synthesis.written_at).date()),
        }
        for synthesis in syntheses
    ]


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
def action_page(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet, and what its reader may do with it. Who is no partner of a public action is told what everybody is:
    neither risks, nor syntheses, nor who pilots it."""
    action, acts = judged(request, code)
    within = Act.READ_PARTNERS in acts
    sheet, about = common(request, action), ("action", str(action.pk))
    context = {
        **sheet,
        "shared": [each for each in sheet["shared"] if each.shown or allows(request.user, Act.READ_PARTNERS, each)],
        "within": within,
        "function": presented(action.pilot) if within else "",
        "syntheses": told_syntheses(action) if within else [],
        "risks": sorted(action.risks.all(), key=lambda risk: (risk.closed, -risk.score)) if within else [],
        "documents": list(action.documents.filter(visibility__in=levels(acts))),
        "decisions": decisions(request.user, action, acts),
        "visibility": Visibility(action.visibility).label,
        "changed": french.day(timezone.localtime(action.changed_at).date()),
        "public": action.visibility == Visibility.PUBLIC and action.strategy.shown,
        "may_update": Act.UPDATE in acts,
        "may_edit": Act.EDIT in acts,
        "may_shape": Act.SHAPE in acts,
        **discussion.carried(request, about, row=action),
        **links.carried(request, about, row=action),
        "fields": [],
        "wrong": False,
    }
    return render(request, "steer/actions/sheet.html", context)


@member
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Every change of the sheet and of its parts."""
    action, acts = judged(request, code, Act.UPDATE)
    changes = [{"past": each, "when": timezone.localtime(each.at)} for each in past.past(action, levels(acts))]
    return render(request, "steer/actions/history.html", {"action": action, "changes": changes})
