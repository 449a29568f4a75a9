"""« Le comité de demain »: what was due from an operator since the last delivery, what came, what to ask, a letter.

Who comes: who meets the operator tomorrow; they leave with two sheets to print, a letter to sign and the list of the
buildings that wait.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.observatory.due import Between, Due, MovedSector
from maillage.observatory.listed import OVERDUE, Wanted
from maillage.web.documents.described import (
    Column,
    Document,
    Figure,
    Figures,
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
from maillage.web.fibre import bar, counted
from maillage.web.fibre.bar import Where
from maillage.web.fibre.committee import answers, picture, story
from maillage.web.fibre.committee.letter import letter
from maillage.web.fibre.committee.story import Commune
from maillage.web.fibre.postponed import shift
from maillage.web.fibre.where import OPERATOR, PLACE, QUARTER, operators
from maillage.web.forms import asked as address
from maillage.web.gate.access import public
from maillage.web.words.curve import duration
from maillage.web.words.held import NOTICE, finding, held

WHAT = "Comité de suivi de la fibre"
SOURCE = "arcep_cartefibre_immeubles"
MOST = 10
"""Communes of the table; the others are added up in a last line."""
MOST_MOVED = 8
BECAME = "Ce que sont devenus les immeubles dus"
WHERE = "Immeubles qui attendent encore, par commune ; l’aire d’un cercle est leur nombre"
BY_COMMUNE = "Ce qui était dû, commune par commune"
MOVED = "Les dates qui ont changé"
EACH = "De ce qui était dû à ce qui attend encore, commune par commune"
COUNTING = (
    "Est dû un immeuble qui n’avait pas la fibre à la première date, et dont l’opérateur annonçait alors la fin du "
    "délai pour la seconde au plus tard. Est arrivé celui où la fibre est là, ou vient sur demande ; repoussé, celui "
    "dont la date est désormais plus lointaine. Les autres attendent encore, date passée ou retirée. Un immeuble est "
    "suivi par son identifiant chez l’opérateur."
)
ONE_DELIVERY = (
    "Une seule livraison de « Ma carte fibre » est chargée, ou c’est la plus ancienne qui est choisie : rien ne peut "
    "encore être comparé. Chargez le trimestre suivant, ou choisissez-en un plus récent."
)
NO_DELIVERY = (
    "Aucune liste d’immeubles de « Ma carte fibre » n’a été chargée : elle se charge avec la commande « maillage load "
    "arcep_cartefibre_immeubles ». Il en faut deux trimestres."
)


def _where(request: HttpRequest) -> Where:
    """What is asked. Raises UsageError for an operator or a quarter that does not exist."""
    where = bar.where(request)
    if where.operator and where.operator not in dict(operators(where.source)):
        raise UsageError(f"Opérateur « {where.operator} » inconnu : choisissez-le sur la page « La fibre ».")
    if where.periods:
        address.period(request.GET.get(QUARTER, ""), where.periods)
    return where


def _communes(where: Where, asked: Between) -> list[Commune]:
    """What was due, commune by commune, those where most wait first."""
    due = where.source.due.by_commune(asked)
    refs = {code: Ref(Level.COMMUNE, code) for code in due}
    grounds = {code: where.source.nearby.ground.of(ref) for code, ref in refs.items()}
    return story.ranked(
        [
            Commune(
                code,
                where.source.territory(refs[code]).name,
                counts,
                ground.copper_ends_on if (ground := grounds[code]) else None,
            )
            for code, counts in due.items()
        ]
    )


def _figures(total: Due, asked: Between) -> Figures:
    """Due, kept, missed, slipped."""
    by = french.day(asked.last.end)
    return Figures(
        (
            Figure("Dû", french.number(total.due), f"immeubles promis pour le {by} au plus tard"),
            Figure(finding("Tenu", "Arrivé"), french.number(total.arrived), "arrivés depuis, sur demande compris"),
            Figure(finding("Manqué", "Attend"), french.number(total.missed), "attendent encore"),
            Figure(finding("Glissé", "Repoussé"), french.number(total.put_off), f"repoussés après le {by}"),
        )
    )


def _glance(total: Due, asked: Between) -> Section:
    blocks: list[Paragraph | Figures | Picture] = [
        *((Paragraph(NOTICE, Tone.SOFT),) if held() else ()),
        Paragraph(story.summary(total, asked.first.end, asked.last.end), Tone.LEAD),
    ]
    if total.due:
        became = {words: count for _, words, count in picture.parts(total)}
        words = story.alternative(f"{french.number(total.due)} immeubles dus", became)
        day = french.day(asked.last.end)
        drawn, narrow = (picture.became(total, day, wide) for wide in (picture.WIDE, picture.NARROW))
        blocks += [Picture(drawn, words, caption=BECAME, narrow=narrow), _figures(total, asked)]
    if aside := story.left(total):
        blocks.append(Paragraph(aside, Tone.SOFT))
    return Section("Ce qui était dû", tuple(blocks))


def _waiting(where: Where, asked: Between, communes: Sequence[Commune], total: Due) -> Section | None:
    """Where they wait: the map, what moves and what does not, the table whose numbers open their buildings."""
    if not communes:
        return None
    drawn = picture.where_they_wait(where, communes)
    shown = [each for each in communes if each.due.missed][: picture.MOST] or list(communes[: picture.MOST])
    title = finding(story.moving(shown, total), BY_COMMUNE)
    blocks: list[Picture | Section | Table] = []
    if drawn:
        again = f", dont {french.number(total.again)} depuis deux livraisons ou plus" if total.again else ""
        head = f"Carte des immeubles qui attendent{again}"
        words = story.alternative(head, {each.name: each.due.missed for each in shown[:3]})
        blocks.append(Picture(drawn, words, caption=WHERE, share=58))
    if len(communes) > 1:
        words = story.alternative(f"{title}. Attendent encore", {each.name: each.due.missed for each in shown})
        drawn, narrow = (picture.by_commune(shown, wide) for wide in (picture.WIDE, picture.NARROW))
        blocks.append(Section(title, (Picture(drawn, words, caption=EACH, share=80, narrow=narrow),)))
    blocks.append(_table(where, asked, communes))
    return Section("Où ils attendent", tuple(blocks), idea=title)


def _late(where: Where, asked: Between) -> dict[str, int]:
    """The buildings late at the last delivery, by commune: those that were not due included."""
    only = frozenset(filter(None, [asked.operator]))
    return where.source.listed.counts(Wanted(asked.last, asked.communes, OVERDUE, only))


def _table(where: Where, asked: Between, communes: Sequence[Commune]) -> Table:
    late, chosen = _late(where, asked), counted.chosen(where)
    by = french.day(asked.last.end)
    columns = (
        Column("Commune", share=4),
        *(Column(words, Kind.FIGURES) for words in ("Dus", "Arrivés")),
        *(Column(words, Kind.FIGURES, 3) for words in ("Repoussés", "Attendent encore", "Dont travaux non commencés")),
        Column(f"En retard au {by}", Kind.FIGURES, 3),
    )
    rows: list[tuple[str | Link, ...]] = []
    for each in communes[:MOST]:
        count = late.get(each.code, 0)
        at = counted.address(**{**chosen, PLACE: f"commune:{each.code}", counted.COUNTED: OVERDUE})
        rows.append((each.name, *_counts(each.due), Link(french.number(count), at) if count else "0"))
    if others := communes[MOST:]:
        rest = sum((each.due for each in others), Due())
        count = sum(late.get(each.code, 0) for each in others)
        rows.append(
            (french.counted(len(others), "autre commune", "autres communes"), *_counts(rest), french.number(count))
        )
    return Table(BY_COMMUNE, columns, tuple(rows))


def _counts(due: Due) -> tuple[str, ...]:
    return tuple(french.number(count) for count in (due.due, due.arrived, due.put_off, due.missed, due.not_begun))


def _moved(where: Where, sectors: Sequence[MovedSector]) -> Section:
    """The dates that changed since the last delivery, sector by sector."""
    rows = tuple(
        (
            where.source.territory(Ref(Level.COMMUNE, sector.commune)).name,
            sector.exchange or "inconnu",
            french.day(sector.before),
            french.day(sector.now),
            shift(sector.before, sector.now),
            french.number(sector.waiting),
        )
        for sector in sectors[:MOST_MOVED]
    )
    columns = (
        Column("Commune", share=3),
        Column("Secteur", share=3),
        Column("Date d’avant", share=3),
        Column("Date d’aujourd’hui", share=3),
        Column("Écart", Kind.FIGURES),
        Column("Attendent", Kind.FIGURES),
    )
    others = len(sectors) - len(rows)
    after = (
        [Paragraph(f"{french.counted(others, 'autre secteur', 'autres secteurs')} aussi.", Tone.SOFT)] if others else []
    )
    empty = "Aucun secteur n’a changé de date entre les deux livraisons."
    title = finding(story.moved_title(sectors), MOVED)
    return Section(title, (Table(MOVED, columns, rows, empty), *after))


def _choose(where: Where) -> Section:
    """Which operator to write to, when none is chosen."""
    query = {PLACE: str(where.place.ref), QUARTER: where.period.code if where.period else ""}
    page = reverse("committee")
    links = tuple(
        Link(name, f"{page}?{urlencode({**query, OPERATOR: code})}")
        for code, name in operators(where.source, where.communes)
    )
    return Section("Un courrier par opérateur", (Paragraph("Choisissez à qui écrire :"), Points(links)), spoken=False)


def _sections(where: Where, asked: Between, communes: Sequence[Commune], total: Due) -> list[Section]:
    # What is asked and the letter conclude: neither is written where nothing may be concluded.
    questions = [] if held() else story.asks(communes, timezone.localdate())
    sections = [_glance(total, asked), answers.section(where, answers.answers(where))]
    if questions:
        items = tuple(f"{commune.name} : {words}" for commune, words, _ in questions)
        sections.append(Section("À demander", (Points(items, ordered=True),)))
    if waiting := _waiting(where, asked, communes, total):
        sections.append(waiting)
    sections.append(_moved(where, where.source.due.moved(asked)))
    sections.append(Section("Comment nous comptons", (Paragraph(COUNTING, Tone.SOFT),), spoken=False))
    if total.missed and not held():
        asks = [words for *_, words in questions]
        sections.append(letter(where, asked, communes, total, asks) if where.operator else _choose(where))
    return sections


def describe(request: HttpRequest) -> Document:
    """The sheets of a place, an operator (or all) and a quarter. Raises UsageError for what does not exist."""
    where = _where(request)
    source, period = where.source, where.period
    operator = source.nearby.operator(where.operator) if where.operator else "tous les opérateurs"
    earlier = [each for each in where.periods if period and each.end < period.end]
    query = urlencode([(name, request.GET[name]) for name in ASKS if request.GET.get(name)])
    title, subtitle, attached = WHAT, f"{where.place.name}, {operator}", []
    sheet = source.source(SOURCE)
    sources = []
    if period is None or not earlier:
        sections = [Section("Rien à comparer encore", (Paragraph(ONE_DELIVERY if period else NO_DELIVERY),))]
    else:
        asked = Between(earlier[-1], period, where.communes, where.operator)
        communes = _communes(where, asked)
        total = sum((each.due for each in communes), Due())
        neutral = f"Ce qui était dû au {french.day(period.end)}"
        title = finding(story.headline(total, duration(asked.first, asked.last)), neutral)
        since = french.day(asked.first.end + timedelta(days=1))
        subtitle = f"{subtitle}, du {since} au {french.day(period.end)}"
        sections = _sections(where, asked, communes, total)
        late = {**counted.chosen(where), counted.COUNTED: OVERDUE}
        attached = [
            Link("Les immeubles en retard (XLSX)", f"{reverse('listed.file', args=['xlsx'])}?{urlencode(late)}")
        ]
        sources = [f"D’après : {sheet.title}, {sheet.publisher}, {asked.first.label} et {period.label}."]
    back = f"{reverse('slips')}?{query}" if query else reverse("slips")
    return framed(
        request,
        WHAT,
        title,
        sections,
        address=f"{reverse('committee')}?{query}" if query else reverse("committee"),
        subtitle=subtitle,
        sources=sources,
        crumbs=[Link("La fibre", reverse("rollout")), Link("Les dates annoncées", back)],
        attached=attached,
        named=f"{where.place.name} {operator} {period.code if period else ''}",
    )


ASKS = (PLACE, OPERATOR, QUARTER)
DOCUMENT = Declared("committee", "comite-fibre", public, describe, (Form.PDF, Form.DOCX), asks=ASKS)
