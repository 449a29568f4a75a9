"""Preparing an agenda. The secretary comes before a meeting; facts propose at most ten points, each with its reasons;
they leave with those kept, in their order, and their own.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.committees import agenda, holding
from maillage.steering.committees.agenda import Proposal
from maillage.steering.committees.holding import MOST_ITEMS, Kept
from maillage.steering.committees.models import Item, Meeting, Stage
from maillage.steering.rights import readable
from maillage.web.forms import conflict
from maillage.web.forms.pickers.strategies import ActionField
from maillage.web.forms.rows import Rows
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked

FREE = 3
MINUTES = 10


class Point(forms.Form):
    """A point already there."""

    title = forms.CharField(label="Titre", max_length=250)
    rank = forms.IntegerField(label="Ordre", min_value=1, max_value=999, required=False)
    allotted = forms.IntegerField(label="Minutes", min_value=1, max_value=600, required=False)
    remove = forms.BooleanField(label="Ôter", required=False)


class Own(forms.Form):
    """A point of the secretary's own: a title, an action, or both."""

    title = forms.CharField(label="Titre", max_length=250, required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Action.objects.filter(readable(person))
        self.fields["code"] = ActionField(mine, label="Action dont on parlera", required=False)


def _points(meeting: Meeting, person: Any, posted: QueryDict | None) -> Rows:
    items = meeting.items.select_related("action")
    known = {f"i{item.pk}": (_called(item, place), item) for place, item in enumerate(items, start=1)}

    def make(sent: QueryDict | None, prefix: str, initial: Item) -> Point:
        first = {"title": initial.title, "rank": initial.rank, "allotted": initial.allotted}
        return Point(sent, prefix=prefix, initial=first)

    return Rows(make, known, "Un point de plus", FREE, posted, makes_new=partial(Own, person=person))


def _called(item: Item, place: int) -> str:
    return f"Point {place} · {item.action.code}" if item.action else f"Point {place}"


def _kept(points: Rows) -> list[Kept]:
    """The points already there that stay, then the secretary's own."""
    kept = []
    for row in points.kept():
        typed = row.form.cleaned_data
        if row.known:
            minutes = typed["allotted"] or MINUTES
            kept.append(Kept(typed["title"], typed["rank"] or 99, minutes, int(row.key[1:]), row=row.key))
        elif typed["title"] or typed["code"]:
            title = (typed["title"] or str(typed["code"]))[:250]
            kept.append(Kept(title, 2000 + int(row.key[1:]), MINUTES, action=typed["code"], row=row.key))
    return kept


def _chosen(keys: Iterable[str], proposals: Mapping[str, Proposal]) -> list[Kept]:
    """The proposals ticked. Raises ValidationError for one that facts propose no more."""
    kept = []
    for rank, key in enumerate(keys, start=1001):
        proposal = proposals.get(key)
        if proposal is None:
            raise ValidationError("Un point coché n’est plus proposé : regardez de nouveau la liste.")
        kept.append(
            Kept(
                proposal.title[:250],
                rank,
                MINUTES,
                action=proposal.action,
                follows=proposal.follows,
                reasons=proposal.reasons,
            )
        )
    return kept


@member
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The agenda, and what facts propose for it."""
    meeting = asked.one_meeting(request, number, running=True)
    if meeting.stage in (Stage.CLOSED, Stage.CANCELLED):
        raise UsageError("L’ordre du jour d’une réunion close ou annulée ne change plus.")
    person: Any = request.user
    ticked = request.POST.getlist("ajouter")[: MOST_ITEMS * 3] if request.method == "POST" else None

    def write(points: Rows, seen: str) -> HttpResponse:
        facts = agenda.candidates(meeting.body, meeting.starts_at, timezone.localdate())
        chosen = _chosen(ticked or (), {proposal.key: proposal for proposal in _open(person, facts)})
        kept = _kept(points)
        own = [point for point in kept if point.pk is None]
        holding.set_agenda(meeting, [*(point for point in kept if point.pk), *chosen, *own], person, seen)
        return HttpResponseRedirect(meeting.page)

    edited = conflict.edit(
        request,
        lambda posted: _points(asked.one_meeting(request, number), person, posted),
        write,
        lambda: (asked.one_meeting(request, number),),
    )
    if isinstance(edited, HttpResponse):
        return edited
    context = edited.context | _context(person, asked.one_meeting(request, number), edited.form, ticked)
    return render(request, "steer/committees/agenda.html", context, status=edited.status)


def _open(person: Any, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Those about what somebody may read: a strategy shares actions that its team keeps to itself."""
    candidates = list(proposals)
    wanted = {proposal.action.pk for proposal in candidates if proposal.action}
    may = set(Action.objects.filter(readable(person), pk__in=wanted).values_list("pk", flat=True))
    return [proposal for proposal in candidates if proposal.action is None or proposal.action.pk in may]


def _context(person: Any, meeting: Meeting, points: Rows, ticked: list[str] | None) -> dict[str, Any]:
    items = {f"i{item.pk}": item for item in meeting.items.all()}
    # The first time, what facts propose is the agenda: one only has to say yes.
    usual = ticked is None and not items
    proposals = _open(person, agenda.proposed(meeting, timezone.localdate()))
    return {
        "meeting": meeting,
        "rows": [(row, items.get(row.key)) for row in points.rows if row.known],
        "free": [row for row in points.rows if not row.known],
        "proposals": [(proposal, usual or proposal.key in (ticked or ())) for proposal in proposals],
        "left": MOST_ITEMS - len(items),
        "most": MOST_ITEMS,
    }
