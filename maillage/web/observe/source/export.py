"""Every refused or flagged row of a source, as a file to send to its publisher."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.kernel import french
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.source.view import effect

COLUMNS = (
    Column("source", "Source", "Nom de la source", width=24),
    Column("periode", "Période", "Période de la livraison", width=11),
    Column("fichier", "Fichier", "Fichier reçu", width=34),
    Column("ligne", "Ligne", "Ligne dans le fichier, la première est 1", Kind.NUMBER, 9),
    Column("colonne", "Colonne", "Colonne en cause ; vide : toute la ligne", width=22),
    Column("valeur", "Valeur lue", "Telle que le fichier la donne", width=24),
    Column("motif", "Motif", "Pourquoi la ligne est refusée ou signalée", width=50),
    Column("effet", "Effet", "refusée, ou signalée et gardée telle quelle", width=12),
    Column("obtenu_le", "Obtenu le", "Jour où la livraison a été obtenue", Kind.DATE, 13),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
)
BATCH = 1000


@public
def file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The rows of the source's page, all of them."""
    source = observatory(request)
    sheet = source.source(name)
    text = request.GET.get("effet", "")
    wanted = effect(text)
    obtained = {delivery.period.code: delivery.obtained_on for delivery in sheet.deliveries}

    def rows(draft: Table) -> Iterator[tuple[Cell, ...]]:
        draft.deliveries.update((name, code) for code in obtained)
        offset, total = 0, 1
        while offset < total:
            lines, total = source.problems(name, wanted, offset, BATCH)
            for line in lines:
                problem = line.problem
                yield (
                    name,
                    line.period.code,
                    problem.file,
                    problem.line,
                    problem.column,
                    problem.value,
                    problem.reason,
                    problem.effect.value,
                    obtained.get(line.period.code),
                    source.release.number,
                )
            offset += BATCH

    export = table(
        f"maillage-{name}-lignes",
        f"Lignes refusées ou signalées de {french.typographic(sheet.title)}",
        reverse("source", args=[name]) + (f"?effet={text}" if text else ""),
        COLUMNS,
        rows,
        (("Effet", wanted.value),) if wanted else (),
    )
    return answer(request, export, form)
