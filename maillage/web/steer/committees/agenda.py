"""Preparing an agenda. The secretary comes before a meeting; facts propose at most ten points, each with its reasons;
they leave with those kept, in their order, and their own.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.committees import agenda, holding
from maillage.steering.committees.agenda import Proposal
from maillage.steering.committees.holding import MOST_ITEMS, Kept
from maillage.steering.committees.models import Meeting, Stage
from maillage.steering.rights import readable
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked

FREE = 3
MINUTES = 10


def _rows(meeting: Meeting) -> dict[str, str]:
    """The points as the form holds them."""
    found: dict[str, str] = {}
    for one in meeting.items.all():
        key = f"i{one.pk}"
        found |= {
            f"{key}-title": one.title,
            f"{key}-rank": str(one.rank),
            f"{key}-allotted": str(one.allotted),
        }
        found[f"{key}-remove"] = ""
    return found


def _blank() -> dict[str, str]:
    return {f"n{rank}-{name}": "" for rank in range(1, FREE + 1) for name in ("title", "code")}


def _number(told: str, usual: int, most: int) -> int:
    if not told:
        return usual
    if not told.isdecimal() or not 1 <= int(told[:6]) <= most:
        raise ValidationError(f"« {told[:20]} » : écrivez un nombre de 1 à {most}.")
    return int(told)


def _kept(told: Mapping[str, str]) -> list[Kept]:
    """The points already there that stay."""
    found = []
    for key in dict.fromkeys(name.split("-")[0] for name in told if name.startswith("i")):
        title = told.get(f"{key}-title", "")
        if told.get(f"{key}-remove"):
            continue
        if not title:
            raise ValidationError("Donnez un titre à chaque point, ou cochez « Ôter ».")
        rank = _number(told.get(f"{key}-rank", ""), 99, 999)
        found.append(
            Kept(title[:250], rank, _number(told.get(f"{key}-allotted", ""), MINUTES, 600), int(key[1:]))
        )
    return found


def _added(told: Mapping[str, str], person: Any, rank: int) -> list[Kept]:
    """The secretary's own points: a title, an action (its code, alone or before its title), or both."""
    found = []
    for line in range(1, FREE + 1):
        title, code = told.get(f"n{line}-title", ""), told.get(f"n{line}-code", "")
        if not title and not code:
            continue
        mine = Action.objects.filter(readable(person))
        action = mine.filter(code__iexact=code.split()[0]).distinct().first() if code else None
        if code and action is None:
            raise ValidationError(
                f"Aucune action « {code[:60]} » que vous puissiez lire : choisissez-la dans la liste proposée."
            )
        found.append(Kept((title or str(action))[:250], rank + line, MINUTES, action=action))
    return found


def _chosen(keys: Iterable[str], proposals: Mapping[str, Proposal], rank: int) -> list[Kept]:
    """The proposals ticked. Raises ValidationError for one that facts propose no more."""
    found = []
    for key in keys:
        one = proposals.get(key)
        if one is None:
            raise ValidationError("Un point coché n’est plus proposé : regardez de nouveau la liste.")
        rank += 1
        found.append(
            Kept(one.title[:250], rank, MINUTES, action=one.action, follows=one.follows, reasons=one.reasons)
        )
    return found


@member
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The agenda, and what facts propose for it."""
    meeting = asked.one_meeting(request, number, running=True)
    if meeting.stage in (Stage.CLOSED, Stage.CANCELLED):
        raise UsageError("L’ordre du jour d’une réunion close ou annulée ne change plus.")
    today = timezone.localdate()
    values, ticked, status = _rows(meeting) | _blank(), None, 200
    told: dict[str, Any] = {"meanwhile": "", "theirs": {}, "lost": [], "general": ""}
    if request.method == "POST":
        names = [name for name in request.POST if name[:1] in "in" and name[1:2].isdecimal() and "-" in name]
        typed, ticked = asked.posted(request, names), request.POST.getlist("ajouter")[: MOST_ITEMS * 3]
        try:
            told_by_facts = agenda.candidates(meeting.body, meeting.starts_at, today)
            proposals = {one.key: one for one in _open(request.user, told_by_facts)}
            kept = [*_kept(typed), *_chosen(ticked, proposals, 1000), *_added(typed, request.user, 2000)]
            author: Any = request.user
            holding.set_agenda(meeting, kept, author, asked.version(request))
        except holding.Stale:
            both = asked.merge(typed, asked.base(request) | _blank(), _rows(meeting) | _blank())
            values, status = both.data, 409
            lost = [value for name, value in both.lost.items() if name.endswith("-title")]
            told |= {"meanwhile": asked.author(meeting), "theirs": both.theirs, "lost": lost}
        except ValidationError as error:
            values, status = values | typed, 422
            told["general"] = " ".join(error.messages)
        else:
            return HttpResponseRedirect(meeting.page)
    meeting.refresh_from_db()
    strategy = meeting.body.strategy
    around = Action.objects.filter(readable(request.user)).filter(
        Q(strategy=strategy) | Q(shared_with=strategy)
    )
    told["actions"] = around.distinct().order_by("code")
    told["proposals"] = _open(request.user, agenda.proposed(meeting, today))
    return render(
        request, "steer/committees/agenda.html", _context(meeting, values, ticked, told), status=status
    )


def _open(person: Any, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Those about what somebody may read: a strategy shares actions that its team keeps to itself."""
    told = list(proposals)
    wanted = {one.action.pk for one in told if one.action}
    may = set(Action.objects.filter(readable(person), pk__in=wanted).values_list("pk", flat=True))
    return [one for one in told if one.action is None or one.action.pk in may]


def _context(
    meeting: Meeting, values: Mapping[str, str], ticked: list[str] | None, told: dict[str, Any]
) -> dict[str, Any]:
    items = {f"i{one.pk}": one for one in meeting.items.select_related("action")}
    proposals = told.pop("proposals")
    # The first time, what facts propose is the agenda: one only has to say yes.
    usual = ticked is None and not items
    theirs = told.pop("theirs")
    rows = []
    for key in dict.fromkeys(name.split("-")[0] for name in values if name.startswith("i")):
        line = {name: values.get(f"{key}-{name}", "") for name in ("title", "rank", "allotted", "remove")}
        other = ", ".join(value for name, value in theirs.items() if name.startswith(f"{key}-"))
        if key in items:
            rows.append({"key": key, "item": items[key], "theirs": other, **line})
    free = [
        {
            "key": f"n{rank}",
            "title": values.get(f"n{rank}-title", ""),
            "code": values.get(f"n{rank}-code", ""),
        }
        for rank in range(1, FREE + 1)
    ]
    return {
        "meeting": meeting,
        "rows": rows,
        "free": free,
        "proposals": [(one, usual or one.key in (ticked or ())) for one in proposals],
        "left": MOST_ITEMS - len(items),
        "most": MOST_ITEMS,
        "version": meeting.version,
        "base": asked.kept(_rows(meeting)),
        **told,
    }
