"""Every refused or flagged row of a source, as a file to send to its publisher. A large workbook is made behind."""

from collections.abc import Iterator
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage import __version__
from maillage.directory.jobs.registry import Arguments, Progress, work
from maillage.directory.mail import absolute
from maillage.kernel import french
from maillage.observatory import door
from maillage.observatory.door import Observatory
from maillage.web.exports import workbook
from maillage.web.exports.about import about_release
from maillage.web.exports.answer import answer
from maillage.web.exports.behind import made_behind
from maillage.web.exports.comma import file_name
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
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
BATCH, BATCH_BEHIND = 1000, 20_000
AT_ONCE = 10_000
"""Rows of a workbook made while one waits: two seconds."""
KEPT = timedelta(days=7)


@public
def file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The rows of the source's page, all of them."""
    source = observatory(request)
    text = request.GET.get("effet", "")
    total = source.problems(name, effect(text), 0, 1)[1]
    if form == "csv" or total <= AT_ONCE:
        return answer(request, _lines(source, name, text), form)
    if total > workbook.MOST_BEHIND:
        raise workbook.too_long(workbook.MOST_BEHIND)
    return made_behind(
        request,
        lines_workbook,
        {"name": name, "effect": text},
        title=f"Lignes refusées ou signalées : {source.source(name).title}",
        asked=f"{release_key(source)}|{__version__}|{name}|{text}",
        back=_view(name, text),
    )


@work("source.lines", kept=KEPT)
def lines_workbook(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """The workbook of all of them, of the release being read when it is made."""
    source = door.current(settings.MAILLAGE_HOME)
    export = _lines(source, arguments["name"], arguments["effect"], progress)
    workbook.write(export, about_release(source, absolute(export.view)), out, workbook.MOST_BEHIND)
    progress(1, "Le fichier se ferme.")
    return file_name(export, source.release, "xlsx")


def _view(name: str, text: str) -> str:
    return reverse("source", args=[name]) + (f"?effet={text}" if text else "")


def _lines(source: Observatory, name: str, text: str, progress: Progress | None = None) -> Table:
    """The table of these rows; what draws many says how far it is."""
    sheet = source.source(name)
    wanted = effect(text)
    obtained = {delivery.period.code: delivery.obtained_on for delivery in sheet.deliveries}
    batch = BATCH_BEHIND if progress else BATCH

    def rows(draft: Table) -> Iterator[tuple[Cell, ...]]:
        draft.deliveries.update((name, code) for code in obtained)
        offset, total = 0, 1
        while offset < total:
            lines, total = source.problems(name, wanted, offset, batch)
            for rank, line in enumerate(lines, start=offset):
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
                if progress and rank % BATCH == 0:
                    progress(rank / total, f"{french.number(rank)} lignes écrites sur {french.number(total)}")
            offset += batch

    return table(
        f"maillage-{name}-lignes",
        f"Lignes refusées ou signalées de {french.typographic(sheet.title)}",
        _view(name, text),
        COLUMNS,
        rows,
        (("Effet", wanted.value),) if wanted else (),
    )
