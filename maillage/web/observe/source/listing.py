"""Every row of a source that was refused, flagged or corrected. A producer comes for them; they leave with the file."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from maillage.kernel import french
from maillage.kernel.problem import Effect, Problem
from maillage.observatory.sheets import SourceSheet
from maillage.web.addresses import NAME
from maillage.web.exports.table import Kind
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown, Stretch
from maillage.web.lists.filters import Filter, every

BATCH = 10_000
EFFECTS = {"refusees": Effect.REFUSED, "signalees": Effect.FLAGGED, "corrigees": Effect.CORRECTED}


class Line(NamedTuple):
    """A row set aside: of which source and period, when that was obtained, in which publication."""

    sheet: SourceSheet
    period: str
    problem: Problem
    obtained_on: Any
    release: int


def sheet(asked: Asked) -> SourceSheet:
    """The source that the address names. Raises DataError for another."""
    return observatory(asked.request).source(asked.place["name"])


def _rows(asked: Asked) -> Stretch:
    source, named = observatory(asked.request), sheet(asked)
    wanted = EFFECTS.get(asked["effet"])
    obtained = {delivery.period.code: delivery.obtained_on for delivery in named.deliveries}
    asked.deliveries.update((named.name, code) for code in obtained)

    def read(offset: int, limit: int) -> Sequence[Line]:
        rows, _ = source.problems(named.name, wanted, offset, limit)
        return [
            Line(named, row.period.code, row.problem, obtained.get(row.period.code), source.release.number)
            for row in rows
        ]

    return Stretch(lambda: source.problems(named.name, wanted, 0, 1)[1], read, BATCH)


def _number(line: Line) -> Shown:
    number = line.problem.line
    return Shown(french.number(number)) if number else Shown("tout le fichier", tone="soft")


def _file(line: Line) -> Shown:
    return Shown(line.problem.file, tone="names")


def _column(line: Line) -> Shown | str:
    return Shown(line.problem.column, tone="names") if line.problem.column else ""


def _reason(line: Line) -> Shown:
    return Shown(line.problem.reason, tone="names")


def _value(line: Line) -> Shown:
    if line.sheet.reserved:
        return Shown("(réservée)", tone="soft")
    return Shown(line.problem.value) if line.problem.value else Shown("(vide)", tone="soft")


def _effect(line: Line) -> Shown:
    return Shown(line.problem.effect.value, tone="missing" if line.problem.effect is Effect.REFUSED else "")


LINES = Listing(
    name="source.lines_file",
    address=rf"sources/{NAME}/lignes",
    title=lambda asked: f"Lignes refusées ou signalées de {sheet(asked).title}",
    what="ligne",
    file=lambda asked: f"maillage-{asked.place['name']}-lignes",
    paged=False,
    view="source",
    sorts=False,
    rows=_rows,
    filters=(
        Filter("effet", "Effet", options=every("Tous", ((key, effect.value) for key, effect in EFFECTS.items()))),
    ),
    columns=(
        Column("source", "Source", "Nom de la source", width=24, cell="sheet.name", first=False),
        Column("periode", "Période", "Période de la livraison", width=11, cell="period", first=False),
        Column("fichier", "Fichier", "Fichier reçu", width=34, cell="problem.file", show=_file),
        Column(
            "ligne",
            "Ligne",
            "Ligne dans le fichier, la première est 1",
            Kind.NUMBER,
            9,
            cell="problem.line",
            show=_number,
        ),
        Column(
            "colonne",
            "Colonne",
            "Colonne en cause ; vide : toute la ligne",
            width=22,
            cell="problem.column",
            show=_column,
            blank="toute la ligne",
        ),
        Column("valeur", "Valeur lue", "Telle que le fichier la donne", width=24, cell="problem.value", show=_value),
        Column(
            "motif", "Motif", "Pourquoi la ligne est refusée ou signalée", width=50, cell="problem.reason", show=_reason
        ),
        Column(
            "effet",
            "Effet",
            "refusée, ou signalée et gardée telle quelle",
            width=12,
            cell="problem.effect.value",
            show=_effect,
        ),
        Column(
            "obtenu_le", "Obtenu le", "Jour où la livraison a été obtenue", Kind.DATE, 13, "obtained_on", first=False
        ),
        Column(
            "publication",
            "Publication",
            "Numéro de la publication de Maillage",
            Kind.NUMBER,
            12,
            "release",
            first=False,
        ),
    ),
)
