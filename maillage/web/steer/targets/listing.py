"""The indicators of a strategy. Its team comes asking « où en sommes-nous, que manque-t-il ? » and leaves with the last
values of every indicator, its target, its rate, and what is late, stale or nobody's. Everybody may read those of a
public strategy.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.steering.rights import Act, allows_somewhere
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet
from maillage.steering.targets.progress import RULE
from maillage.steering.targets.standing import Alert
from maillage.web.forms.pickers import territories
from maillage.web.gate.access import member, writing
from maillage.web.steer.picked import followed, readable_sheets
from maillage.web.steer.standings import Row, amount, number, place, rows, source_of, usual
from maillage.web.steer.tree import shown

LAST = 6
LEVELS = (Level.DEPARTEMENT, Level.EPCI)


def asked_strategy(request: HttpRequest, among: list[Strategy]) -> Strategy | None:
    """The strategy asked; None for all of them. Raises UsageError for one that is not among these."""
    slug = request.GET.get("strategie", "")
    if not slug:
        return None
    strategy = next((candidate for candidate in among if candidate.slug == slug), None)
    if strategy is None:
        raise UsageError(f"Stratégie « {slug[:40]} » inconnue, ou sans indicateur.")
    return strategy


def asked_refs(request: HttpRequest, source: Observatory | None, sheets: list[Sheet]) -> tuple[list[Ref], str]:
    """The territories asked: one (`territoire`), or all those of a level (`niveau`); and the level, empty for one."""
    level = request.GET.get("niveau", "")
    if level and source is not None:
        if level not in LEVELS:
            raise UsageError("Niveau : departement ou epci.")
        return [territory.ref for territory in source.territories(Level(level))], level
    text = request.GET.get("territoire", "")
    if text:
        return [territories.ref(source, text) if source is not None else Ref.parse(text)], ""
    first = usual(source, sheets)
    return ([first] if first else []), ""


def choices(source: Observatory | None) -> list[tuple[str, str]]:
    """The territories one may choose, by level."""
    if source is None:
        return []
    region = source.release.region
    options = [(str(region), place(source, region))]
    for level in LEVELS:
        options += [(str(territory.ref), territory.name) for territory in source.territories(level)]
    return options


def alerted(lines: list[Row], alert: str) -> list[Row]:
    """The rows that ask for this attention; all without one. Raises UsageError for an unknown one."""
    if not alert:
        return lines
    if alert not in list(Alert):
        raise UsageError(f"Alerte « {alert[:40]} » inconnue. Choisissez parmi : {', '.join(Alert)}.")
    return [line for line in lines if alert in line.alerts]


def last_values(row: Row) -> list[tuple[str, str]]:
    """The values before the last: period and value, newest first."""
    return [(known.period.label, amount(row.sheet, known.value)) for known in row.standing.series[-2 : -LAST - 1 : -1]]


def _context(request: HttpRequest, sheets: list[Sheet], page: str) -> dict[str, Any]:
    source = source_of(request)
    refs, level = asked_refs(request, source, sheets)
    matrix = rows(source, sheets, refs, timezone.localdate())
    alert = request.GET.get("alerte", "")
    lines = alerted([held[0] for held in matrix if held], alert) if not level else []
    return {
        "page": page,
        "level": level,
        "refs": [(ref, place(source, ref)) for ref in refs],
        "place": place(source, refs[0]) if refs else "",
        "chosen": str(refs[0]) if refs and not level else "",
        "choices": choices(source),
        "levels": [(str(each), each.plural) for each in LEVELS] if source else [],
        "rows": [(each, last_values(each)) for each in lines],
        "matrix": matrix if level else [],
        "alert": alert,
        "alerts": list(Alert),
        "sheets": sheets,
        "rule": RULE,
        "query": request.GET.urlencode(),
    }


@member
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every sheet: in one territory with its last values, or in all those of a level."""
    among = followed(request.user)
    strategy = asked_strategy(request, among)
    matches = readable_sheets(request.user).filter(strategies=strategy) if strategy else readable_sheets(request.user)
    sheets = sorted(matches.select_related("owner", "person"), key=number)
    context = _context(request, sheets, reverse("targets"))
    context |= {"strategies": among, "strategy": strategy, "may_shape": allows_somewhere(request.user, Act.SHAPE)}
    return render(request, "steer/targets/list.html", context)


def public_sheets(strategy: Strategy) -> list[Sheet]:
    """The sheets of a strategy, in their order."""
    return sorted(Sheet.objects.filter(strategies=strategy).select_related("owner"), key=number)


@writing
@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What a public strategy aims at and how far it is: values, targets, rates."""
    strategy = shown(slug)
    context = _context(request, public_sheets(strategy), reverse("targets.public", args=[slug]))
    return render(request, "steer/targets/public.html", context | {"strategy": strategy})
