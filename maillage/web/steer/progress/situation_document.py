"""Where a strategy is, on one page. Who must answer « où en est-on ? » in five minutes comes, and leaves with an A4
sheet: its state, what moved since the last committee, what alerts, the next dates; all of it as they may read it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.steering.actions.standing import months_before
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Body, Decision, Kind, Meeting, Stage
from maillage.steering.rights import visible
from maillage.steering.strategies.models import Strategy
from maillage.web.addresses import SLUG
from maillage.web.documents.described import (
    Block,
    Cell,
    Column,
    Document,
    Link,
    Paragraph,
    Points,
    Section,
    Table,
    Tone,
)
from maillage.web.documents.fitting import short
from maillage.web.documents.frame import framed
from maillage.web.documents.routes import Declared
from maillage.web.gate.access import member
from maillage.web.steer import aims, moved, portfolio, rows
from maillage.web.steer.portfolio import Portfolio

MOST = 6
"""How many lines each part has: with two printed lines each, the whole stays on one page."""
LONGEST, LONGEST_NAME = 150, 90
ALERTS = (Column("Action", share=6), Column("Ce qui alerte", share=9))
DATES = (Column("Date", share=2), Column("Quoi", share=11))


def _strategy(request: HttpRequest, slug: str) -> Strategy:
    """The strategy, for who may be told of it. Raises UsageError: what may not be read is not there."""
    mine = Strategy.objects.filter(visible(request.user), slug=slug, framework=False).distinct()
    strategy = mine.select_related("organisation").first()
    if strategy is None:
        raise UsageError("Aucune stratégie suivie de ce nom ne vous est ouverte.")
    return strategy


def _bodies(request: HttpRequest, strategy: Strategy) -> list[Body]:
    """The bodies whose dates the reader may know."""
    known = Body.objects.filter(access.known(request.user), strategy=strategy)
    return list(Body.objects.filter(pk__in=known.values("pk")))


def _since(bodies: Sequence[Body], today: date) -> tuple[date, str]:
    """The day since when changes are told, in words too: the last steering committee, else any, else a quarter."""
    now = timezone.now()
    steering = [body for body in bodies if body.kind == Kind.STEERING]
    before = moved.last_meeting(steering, now) or moved.last_meeting(bodies, now)
    if before is None:
        since = months_before(today, 3)
        return since, f"Depuis trois mois ({french.day(since)})"
    return timezone.localtime(before.starts_at).date(), f"Depuis le comité du {before.day}"


def _rest(count: int, word: str) -> list[Block]:
    """What does not fit on the page is counted, never forgotten."""
    many = french.counted(count - MOST, f"autre {word}", f"autres {word}s")
    return [Paragraph(f"Et {many}.", Tone.SOFT)] if count > MOST else []


def _moved(held: Portfolio, since: date, said: str) -> Section:
    lines = moved.moved(held, since)
    if not lines:
        return Section(said, (Paragraph("Rien de daté n’a changé.", Tone.SOFT),))
    shown = Points(tuple(short(line, LONGEST) for line in lines[:MOST]))
    return Section(said, (shown, *_rest(len(lines), "mouvement")))


def _alerts(held: Portfolio, measured: aims.Aims) -> Section:
    """The actions that alert the most first, then one sentence for indicators."""
    last = portfolio.last_syntheses(held, held.open)
    alerts: list[tuple[int, Cell, str]] = []
    for action in held.open:
        told = list(rows.alerts(action, held.today))
        if action in held.stormy:
            told.insert(0, rows.shown(action, held.today).weather_words.lower())
        if action.pk in held.over:
            told.append("au-dessus de son budget")
        if told:
            synthesis = last.get(action.pk)
            settle = f" ; à trancher : {synthesis.to_settle}" if synthesis and synthesis.to_settle else ""
            words = french.capital(short(f"{', '.join(told)}{settle}", LONGEST))
            weight = len(told) + 3 * (action in held.stormy) + bool(settle)
            alerts.append((weight, Link(short(str(action), LONGEST_NAME), action.page), words))
    alerts.sort(key=lambda alert: -alert[0])
    lines = tuple((title, words) for _, title, words in alerts[:MOST])
    blocks: list[Block] = [Table("Alertes", ALERTS, lines, "Aucune action n’alerte."), *_rest(len(alerts), "action")]
    if measured.wrong:
        titles = " ; ".join(row.sheet.title for row in measured.wrong[:3])
        count = french.counted(len(measured.wrong), "indicateur")
        blocks.append(Paragraph(short(f"{count} hors trajectoire ou cible manquée : {titles}.", 2 * LONGEST)))
    return Section("Alertes", tuple(blocks))


def _dates(request: HttpRequest, held: Portfolio, bodies: Sequence[Body]) -> Section:
    now = timezone.now()
    meetings = Meeting.objects.filter(body__in=bodies, starts_at__gt=now).exclude(stage=Stage.CANCELLED)
    mine = Decision.objects.filter(access.decisions(request.user), following.OPEN)
    decisions = mine.filter(Q(item__meeting__body__strategy=held.strategy)).select_related("item").distinct()
    dates = moved.coming(held, meetings.select_related("body").order_by("starts_at")[:MOST], decisions)
    lines = tuple((french.day(day), short(words, LONGEST)) for day, words in dates[:MOST])
    table = Table("Prochaines dates", DATES, lines, "Aucune date n’est fixée dans les trois mois.")
    return Section("Prochaines dates", (table, *_rest(len(dates), "date")))


def describe(request: HttpRequest, slug: str) -> Document:
    """Where a strategy is, for a member. Raises UsageError for who may not be told of it."""
    person: Any = request.user
    strategy, today = _strategy(request, slug), timezone.localdate()
    held = portfolio.portfolio(person, strategy, today)
    measured = aims.aims(request, person, strategy, today)
    bodies = _bodies(request, strategy)
    state: Block = portfolio.key_figures(held)
    if not held.actions:
        state = Paragraph("Aucune action de cette stratégie ne vous est ouverte, ou aucune n’est saisie.", Tone.SOFT)
    return framed(
        request,
        "Point de situation",
        short(strategy.title, LONGEST),
        [
            Section("L’état", (state,)),
            _moved(held, *_since(bodies, today)),
            _alerts(held, measured),
            _dates(request, held, bodies),
        ],
        address=reverse("progress.situation", args=[strategy.slug]),
        subtitle=f"Au {french.day(today)}",
        simulated=strategy.simulated,
        sources=["Chacun n’y lit que ce que son rôle permet."],
        crumbs=[Link("Votre bureau", reverse("desk"))],
        dense=True,
    )


DOCUMENT = Declared("progress.situation", rf"piloter/strategies/{SLUG}/point-de-situation", member, describe)
