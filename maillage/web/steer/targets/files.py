"""Indicators to take away: where each stands, and every value given, as CSV or XLSX."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.steering.targets.models import Entry, Kind, Sheet, State
from maillage.steering.targets.values import Known, Values
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Measure, Table, table
from maillage.web.exports.table import Kind as Holds
from maillage.web.gate.access import member, writing
from maillage.web.steer.picked import followed, readable_sheets
from maillage.web.steer.standings import ASIDE, Row, number, place, rows, source_of
from maillage.web.steer.targets.listing import asked_refs, asked_strategy, public_sheets
from maillage.web.steer.tree import shown


def _number(name: str, label: str, words: str) -> Column:
    return Column(name, label, words, Holds.NUMBER, 14)


STANDING = (
    Column("numero", "Numéro", "Numéro de l’indicateur", width=9),
    Column("indicateur", "Indicateur", "Nom court de la fiche", width=26),
    Column("titre", "Titre", "Titre", width=54),
    Column("territoire", "Territoire", "Niveau et code", width=18),
    Column("nom", "Nom", "Nom du territoire", width=30),
    Column("periode", "Période", "Période de la dernière valeur", width=12),
    _number("valeur", "Valeur", "Dernière valeur connue ; vide quand il n’y en a pas"),
    Column("unite", "Unité", "Unité", width=16),
    Column("origine", "Origine", "calculée, saisie ou agrégée", width=12),
    Column("connue", "Sur", "Ce que la valeur couvre, quand ce n’est pas tout", width=24),
    Column("source", "Source", "Source de la valeur", width=30),
    _number("cible", "Cible", "Cible"),
    Column("echeance", "Échéance", "Date de la cible", Holds.DATE, 13),
    _number("initiale", "Valeur initiale", "D’où l’avancement est compté"),
    _number("taux", "Avancement", "Pour cent, de 0 à 100"),
    Column("responsable", "Responsable", "Organisation qui en répond", width=30),
    Column("alertes", "À surveiller", "Retard, valeur périmée, hors trajectoire…", width=30),
    Column("avancement_sur", "Avancement sur", "Les deux valeurs dont l’avancement est compté", width=44),
    Column("jugee", "Jugée", "Ce qui atteint la cible, quand quelque chose l’atteint", width=36),
    Column("en_vigueur", "En vigueur", "Jusqu’à quand l’indicateur est suivi, quand il a une fin", width=44),
)
ENTRIES = (
    Column("territoire", "Territoire", "Niveau et code", width=18),
    Column("nom", "Nom", "Nom du territoire", width=30),
    Column("periode", "Période", "Période", width=12),
    _number("valeur", "Valeur", "Valeur, sans arrondi"),
    Column("unite", "Unité", "Unité", width=16),
    Column("origine", "Origine", "calculée, saisie ou agrégée", width=12),
    Column("nature", "Nature", "Résultat ou estimation, pour une valeur saisie", width=12),
    Column("etat", "État", "Acceptée, proposée, remplacée ou écartée", width=12),
    Column("source", "Source", "Source de la valeur", width=34),
    Column("date", "Date", "Jour où elle a été obtenue ou saisie", Holds.DATE, 13),
    Column("commentaire", "Commentaire", "Commentaire", width=40),
    Column("justificatif", "Justificatif", "Adresse d’un document", width=40),
)


def _standing(row: Row) -> list[Cell]:
    standing, sheet = row.standing, row.sheet
    last, target = standing.last, standing.target
    decimals = sheet.decimals
    return [
        *(sheet.number, sheet.code, sheet.title, str(standing.ref), row.place),
        last.period.code if last else "",
        Measure(float(last.value), sheet.unit, decimals) if last else None,
        *(sheet.unit, row.how, last.coverage if last else "", last.source if last else ""),
        Measure(float(target.value), sheet.unit, decimals) if target else None,
        target.on if target else None,
        Measure(float(standing.initial), sheet.unit, decimals) if standing.initial is not None else None,
        row.rate,
        sheet.owner.name if sheet.owner else "",
        " | ".join(row.alerts),
        *(row.stands_on, row.hit, row.held),
    ]


def _given(request: HttpRequest, sheets: list[Sheet], name: str, view: str, form: str) -> HttpResponseBase:
    source = source_of(request)
    refs, _ = asked_refs(request, source, sheets)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for held in rows(source, sheets, refs, timezone.localdate()):
            for row in held:
                yield _standing(row)

    return answer(request, table(name, "Indicateurs et cibles", view, STANDING, draw), form)


@member
@require_safe
def listed_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Where every sheet stands, in the territories asked."""
    strategy = asked_strategy(request, followed(request.user))
    matches = readable_sheets(request.user)
    matches = matches.filter(strategies=strategy) if strategy else matches
    sheets = sorted(matches.select_related("owner"), key=number)
    view = f"{reverse('targets')}?{request.GET.urlencode()}"
    return _given(request, sheets, "indicateurs_cibles", view, form)


@writing
@require_safe
def public_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The same, of a public strategy."""
    strategy = shown(slug)
    view = f"{reverse('targets.public', args=[slug])}?{request.GET.urlencode()}"
    return _given(request, public_sheets(strategy), f"indicateurs_{slug}", view, form)


@member
@require_safe
def values_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """Every value of a sheet: those that were typed, whatever became of them; those that are computed or rolled up."""
    sheet = readable_sheets(request.user).filter(code=code).first()
    if sheet is None:
        raise UsageError(f"Aucun indicateur « {code} » ici.")
    source = source_of(request)
    refs, _ = asked_refs(request, source, [sheet])

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        values = Values(source, [sheet])
        values.load(refs)
        for ref in refs:
            for known in values.series(sheet, ref):
                made_of = next((each for each in (known, known.beside) if each and not each.entry), None)
                if made_of is not None:
                    yield _computed(sheet, ref, place(source, ref), made_of)
        for entry in Entry.objects.filter(sheet=sheet).order_by("territory", "ends_on", "pk"):
            yield [
                *(entry.territory, place(source, entry.territory), entry.period),
                Measure(float(entry.value), sheet.unit, sheet.decimals),
                *(sheet.unit, "saisie", str(Kind(entry.kind).label), str(State(entry.state).label)),
                *(entry.source or sheet.source, timezone.localtime(entry.at).date()),
                *(entry.comment, entry.evidence),
            ]

    title = f"Valeurs de « {sheet.title} »"
    return answer(request, table(f"valeurs_{code}", title, sheet.page, ENTRIES, draw), form)


def _computed(sheet: Sheet, ref: Ref, where: str, known: Known) -> list[Cell]:
    return [
        *(str(ref), where, known.period.code, Measure(float(known.value), sheet.unit, sheet.decimals)),
        *(sheet.unit, ASIDE[known.origin], "", "", known.source, known.on, known.coverage, ""),
    ]
