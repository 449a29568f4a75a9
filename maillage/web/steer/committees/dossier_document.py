"""The dossier of a COPIL. Its secretary comes before the meeting and leaves with all that the committee must see: the
agenda, the portfolio at a glance, each action to be examined and what is asked of the committee, indicators, a map, the
decisions still open; to print, to edit, to project.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.steering.actions.models import Action, Synthesis, Weather
from maillage.steering.committees import following
from maillage.steering.committees.models import Decision, Meeting, Verdict
from maillage.steering.money.amounts import whole_euros
from maillage.web.addresses import PK
from maillage.web.documents.described import (
    Block,
    Column,
    Document,
    Facts,
    Kind,
    Link,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
    Tone,
)
from maillage.web.documents.frame import framed
from maillage.web.documents.routes import Declared
from maillage.web.documents.writing import Form
from maillage.web.gate.access import member
from maillage.web.steer import aims, gantt, moved, portfolio, rows, spread
from maillage.web.steer import meetings as asked
from maillage.web.steer.committees import papers
from maillage.web.steer.portfolio import Portfolio
from maillage.web.steer.standings import source_of

MOST_MOVED = 14
AGENDA = (Column("Point", share=10), Column("Minutes", Kind.FIGURES, 2), Column("Ce qui est demandé", share=9))
OPEN = (
    Column("Décision", share=6),
    Column("Prise le", share=3),
    Column("Responsable", share=4),
    Column("Échéance", share=4),
)
NOTHING_MOVED = "Rien de daté n’a changé depuis."
NOT_YOURS = "Votre rôle ne permet pas de lire le détail de cette action."


def _asked_of(point: dict[str, Any], synthesis: Synthesis | None) -> str:
    """What the committee is asked on a point."""
    item = point["item"]
    if synthesis is not None and synthesis.to_settle:
        return synthesis.to_settle
    if item.follows is not None:
        verdict = Verdict(item.follows.verdict).label.lower()
        return f"Suite à donner à la décision du {item.follows.item.meeting.day} ({verdict})"
    return "Maintien, diffusion ou abandon" if item.action and point["readable"] else ""


def _agenda(meeting: Meeting, points: Sequence[dict[str, Any]], last: dict[int, Synthesis]) -> Section:
    lines = []
    for point in points:
        item = point["item"]
        synthesis = last.get(item.action_id) if point["readable"] else None
        lines.append((item.title, str(item.allotted), _asked_of(point, synthesis)))
    minutes = sum(point["item"].allotted for point in points)
    head = [Paragraph(meeting.introduction)] if meeting.introduction else []
    table = Table("Ordre du jour", AGENDA, tuple(lines), "L’ordre du jour n’est pas encore établi.")
    idea = f"{french.counted(len(points), 'point')} à l’ordre du jour, en {french.counted(minutes, 'minute')}"
    return Section("Ordre du jour", (*head, table), idea if points else "")


def _glance(held: Portfolio) -> Section:
    late, total = len(held.late), len(held.actions)
    if not total:
        words = "Aucune action de cette stratégie ne vous est ouverte, ou aucune n’est encore saisie."
        return Section("Le portefeuille en un coup d’œil", (Paragraph(words, Tone.SOFT),))
    idea = f"{french.counted(total, 'action')}, dont {french.number(late)} en retard"
    idea += f" et {french.number(len(held.stormy))} en difficulté" if held.stormy else ""
    blocks = (portfolio.key_figures(held), portfolio.states(held), portfolio.weathers(held))
    return Section("Le portefeuille en un coup d’œil", blocks, idea)


def _since(held: Portfolio, meeting: Meeting) -> list[Section]:
    """What moved since the last meeting of the same body."""
    before = moved.last_meeting([meeting.body], meeting.starts_at)
    if before is None:
        return []
    lines = moved.moved(held, timezone.localtime(before.starts_at).date())
    said: list[Block] = [Points(tuple(lines[:MOST_MOVED]))] if lines else [Paragraph(NOTHING_MOVED, Tone.SOFT)]
    if len(lines) > MOST_MOVED:
        more = french.counted(len(lines) - MOST_MOVED, "autre mouvement", "autres mouvements")
        said.append(Paragraph(f"Et {more}.", Tone.SOFT))
    return [Section(f"Depuis la réunion du {before.day}", tuple(said))]


def _facts(held: Portfolio, action: Any) -> Facts:
    shown = rows.shown(action, held.today)
    pairs = [
        ("État", ", ".join((shown.status, *shown.alerts))),
        ("Météo", shown.weather_words or "aucune synthèse encore"),
        ("Étapes faites", shown.done or "aucune étape n’est saisie"),
        ("Fin prévue", shown.ends or "non fixée"),
    ]
    if action.lead:
        pairs.append(("Porteur", action.lead.name))
    sums = held.sums.get(action.pk)
    if sums is not None:
        over = ", au-dessus du budget" if action.pk in held.over else ""
        spent = whole_euros(sums.real)
        pairs.append(("Budget", f"{whole_euros(sums.planned)} prévus ; dépensé : {spent}{over}"))
    return Facts(tuple(pairs))


def _examined(held: Portfolio, point: dict[str, Any], last: dict[int, Synthesis]) -> Section:
    """An action to be examined, or a point about something else."""
    item = point["item"]
    action = next((each for each in held.actions if each.pk == item.action_id), None)
    blocks: list[Block] = []
    idea = item.title
    if not point["readable"]:
        return Section(item.title, (Paragraph(NOT_YOURS, Tone.SOFT),), spoken=False)
    synthesis = last.get(item.action_id)
    if action is not None:
        blocks.append(_facts(held, action))
        weather = Weather(action.weather).label.lower() if action.weather else "sans météo"
        idea = f"{item.title} : {weather}"
    if synthesis is not None:
        done = (("Réalisé", synthesis.done), ("À venir", synthesis.coming))
        told = tuple((label, text) for label, text in done if text)
        blocks += [Facts(told, spoken=False)] if told else []
        blocks += [Facts((("Freins", synthesis.hindered),))] if synthesis.hindered else []
    if item.reasons:
        blocks.append(Points(tuple(item.reasons), spoken=action is None))
    wanted = _asked_of(point, synthesis).rstrip(" .")
    end = "" if wanted.endswith(("?", "!", "…")) else "."
    blocks += [Paragraph(f"Décision demandée : {wanted}{end}", Tone.DECIDED)] if wanted else []
    return Section(item.title, tuple(blocks) or (Paragraph("Rien n’est noté.", Tone.SOFT),), idea)


def _schedule(held: Portfolio, points: Sequence[dict[str, Any]]) -> list[Section]:
    """The actions to be examined, in time."""
    wanted = [point["item"].action_id for point in points]
    actions: list[Action] = [action for action in held.actions if action.pk in wanted]
    drawn = gantt.picture(actions, held.today)
    if not drawn:
        return []
    told = gantt.calendar_rows(actions, [""] * len(actions))
    said = [f"{row['action']}, {' au '.join(filter(None, row['planned'])) or 'sans date'}" for row in told]
    caption = "En blanc, le prévu ; en plein, le réel ; en orange, le dépassement ; losanges, les étapes."
    alt = f"Calendrier des actions à l’ordre du jour. Prévu : {' ; '.join(said)}."
    return [Section("Les actions à l’ordre du jour dans le temps", (Picture(drawn, alt, caption),))]


def _indicators(held: aims.Aims) -> Section:
    idea = ""
    if held.rows:
        count = french.counted(len(held.rows), "indicateur")
        idea = f"{count}, dont {french.number(len(held.wrong))} hors trajectoire ou cible manquée"
    return Section("Les indicateurs face à leurs cibles", (aims.table(held), *aims.curves(held)), idea)


def _map(request: HttpRequest, held: Portfolio) -> list[Section]:
    source = source_of(request)
    drawn = spread.picture(source, Level.EPCI, [action.territories for action in held.actions]) if source else None
    if drawn is None or not held.actions:
        return []
    picture, none = drawn
    idea = french.counted(none, "EPCI n’a aucune action en propre", "EPCI n’ont aucune action en propre")
    return [Section("Où sont les actions", (picture,), idea if none else "Chaque EPCI a au moins une action en propre")]


def _open(meeting: Meeting, held: Portfolio) -> Section:
    decisions: list[Decision] = list(following.of_body(meeting.body))
    lines = []
    for decision in decisions:
        due = french.day(decision.due_on) or "sans échéance"
        late = " (dépassée)" if decision.late(held.today) else ""
        title = Link(decision.item.title, decision.page)
        lines.append((title, decision.item.meeting.day, papers.responsible(decision), f"{due}{late}"))
    late_ones = french.number(sum(decision.late(held.today) for decision in decisions))
    idea = f"{french.counted(len(decisions), 'décision')} à suivre, dont {late_ones} en retard" if decisions else ""
    table = Table("Décisions à suivre", OPEN, tuple(lines), "Rien n’est à suivre.")
    return Section("Décisions à suivre", (table,), idea)


def describe(request: HttpRequest, number: str) -> Document:
    """The dossier for who reads the papers of the body: actions, money and indicators as this reader may read them.
    Raises UsageError for anybody else."""
    meeting = asked.one_meeting(request, number)
    today, strategy = timezone.localdate(), meeting.body.strategy
    held = portfolio.portfolio(request.user, strategy, today)
    points = papers.points(meeting, request.user)
    last = portfolio.last_syntheses(held, [point["item"].action for point in points if point["item"].action])
    measured = aims.aims(request, request.user, strategy, today)
    examined = tuple(_examined(held, point, last) for point in points)
    sections = [
        _agenda(meeting, points, last),
        _glance(held),
        *_since(held, meeting),
        *([Section("Les points, un par un", examined)] if examined else []),
        *_schedule(held, points),
        _indicators(measured),
        *_map(request, held),
        _open(meeting, held),
        Section("Toutes les actions", (portfolio.table(held, held.actions, "Toutes les actions"),)),
    ]
    return framed(
        request,
        "Dossier de séance",
        meeting.body.name,
        sections,
        address=reverse("committees.dossier", args=[meeting.pk]),
        subtitle=f"{papers.where(meeting)}. {strategy.title}",
        simulated=meeting.body.simulated or strategy.simulated,
        sources=[papers.RESERVED, *measured.sources],
        crumbs=papers.crumbs(meeting),
    )


DOCUMENT = Declared(
    "committees.dossier", rf"piloter/reunions/{PK}/dossier", member, describe, (Form.PDF, Form.DOCX, Form.PPTX)
)
