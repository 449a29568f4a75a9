"""Every value of an indicator. Who follows it asks « d’où vient ce chiffre, et qu’a-t-on dit avant ? »; they leave with
those that were typed, whatever became of them, those that are computed or rolled up, and the file.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.steering.targets.models import Entry, Kind, Sheet, State
from maillage.steering.targets.values import Known, Values
from maillage.web.addresses import SHEET
from maillage.web.exports.table import Kind as Holds
from maillage.web.exports.table import Measure
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.steer.picked import readable_sheets
from maillage.web.steer.standings import ASIDE, amount, place, source_of
from maillage.web.steer.targets import where


class Given(NamedTuple):
    """A value: where, when, how much, and how it came."""

    sheet: Sheet
    ref: str
    place: str
    period: str
    value: Any
    origin: str
    kind: str
    state: str
    source: str
    on: date | None
    comment: str
    evidence: str

    @property
    def measure(self) -> Measure:
        """How much, as files hold it."""
        return Measure(float(self.value), self.sheet.unit, self.sheet.decimals)


def _sheet(asked: Asked) -> list[Sheet]:
    code = asked.place["code"]
    sheet = readable_sheets(asked.person).filter(code=code).first()
    if sheet is None:
        raise UsageError(f"Aucun indicateur « {code} » ici.")
    return [sheet]


def _rows(asked: Asked) -> list[Given]:
    (sheet,) = where.sheets(asked)
    return [*_computed(asked, sheet), *_typed(asked, sheet)]


def _computed(asked: Asked, sheet: Sheet) -> Iterator[Given]:
    """Those of the observatory, or rolled up, in the territories asked."""
    source, refs = source_of(asked.request), where.refs(asked)
    values = Values(source, [sheet])
    values.load(refs)
    for ref in refs:
        for known in values.series(sheet, ref):
            computed = next((each for each in (known, known.beside) if each and not each.entry), None)
            if computed is not None:
                yield _of_observatory(sheet, ref, place(source, ref), computed)


def _of_observatory(sheet: Sheet, ref: Ref, named: str, known: Known) -> Given:
    return Given(
        *(sheet, str(ref), named, known.period.code, known.value, ASIDE[known.origin], "", ""),
        *(known.source, known.on, known.coverage, ""),
    )


def _typed(asked: Asked, sheet: Sheet) -> Iterator[Given]:
    """Those that were typed, of every territory."""
    source = source_of(asked.request)
    for entry in Entry.objects.filter(sheet=sheet).order_by("territory", "ends_on", "pk"):
        yield Given(
            *(sheet, entry.territory, place(source, entry.territory), entry.period, entry.value, "saisie"),
            *(str(Kind(entry.kind).label), str(State(entry.state).label), entry.source or sheet.source),
            *(timezone.localtime(entry.at).date(), entry.comment, entry.evidence),
        )


def _context(asked: Asked) -> dict[str, Any]:
    (sheet,) = where.sheets(asked)
    return {"steps": [(reverse("targets"), "Indicateurs et cibles"), (sheet.page, sheet.title)]}


def _evidence(row: Given) -> Shown | str:
    return Shown("Justificatif", row.evidence) if row.evidence else ""


def _comment(row: Given) -> Shown | str:
    return Shown(row.comment, under=(Shown("Justificatif", row.evidence),)) if row.evidence else row.comment


VALUES = Listing(
    name="targets.values",
    address=rf"piloter/indicateurs/{SHEET}/valeurs",
    title=lambda asked: f"Valeurs de « {where.sheets(asked)[0].title} »",
    file=lambda asked: f"valeurs_{asked.place['code']}",
    what="valeur",
    access=member,
    context=_context,
    lead="Les valeurs saisies sont de tous les territoires ; celles qui sont calculées, du territoire choisi.",
    empty=("Aucune valeur", "Ce que nous ne savons pas n’est pas un zéro."),
    filters=where.filters(_sheet),
    rows=_rows,
    columns=(
        Column("territoire", "Territoire", "Niveau et code", width=18, cell="ref", first=False),
        Column("nom", "Nom", "Nom du territoire", width=30, cell="place", head="Territoire"),
        Column(
            "periode", "Période", "Période", width=12, cell="period", show=lambda row: Period.parse(row.period).label
        ),
        Column(
            "valeur",
            "Valeur",
            "Valeur, sans arrondi",
            Holds.NUMBER,
            cell="measure",
            show=lambda row: amount(row.sheet, row.value),
        ),
        Column("unite", "Unité", "Unité", width=16, cell="sheet.unit", first=False),
        Column("origine", "Origine", "calculée, saisie ou agrégée", width=12, cell="origin"),
        Column("nature", "Nature", "Résultat ou estimation, pour une valeur saisie", width=12, cell="kind"),
        Column("etat", "État", "Acceptée, proposée, remplacée ou écartée", width=12, cell="state"),
        Column("source", "Source", "Source de la valeur", width=34),
        Column("date", "Date", "Jour où elle a été obtenue ou saisie", Holds.DATE, 13, "on"),
        Column("commentaire", "Commentaire", "Commentaire", width=40, cell="comment", show=_comment),
        Column(
            "justificatif",
            "Justificatif",
            "Adresse d’un document",
            width=40,
            cell="evidence",
            show=_evidence,
            first=False,
        ),
    ),
)
