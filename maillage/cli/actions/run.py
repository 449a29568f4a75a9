"""The actions as a workbook: each cell that is wrong is told, or the actions are written."""

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from maillage.cli.words import counted
from maillage.config.serve import open_home
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.french import spaced

if TYPE_CHECKING:
    from maillage.steering.exchange.changes import Change

SHOWN = 30
LONGEST = 80


def actions(home: Path, options: Namespace) -> None:
    """Write the workbook of all actions, or check one and, when asked, apply it."""
    open_home(home)
    if options.action == "export":
        _export(home, options.file)
    else:
        _import(options.file, options.apply)


def _export(home: Path, file: Path) -> None:
    # Imported here: Django must have started.
    from maillage.observatory.door import current
    from maillage.steering.actions.models import Action
    from maillage.steering.exchange import columns, writing

    try:
        notice = current(home).release.notice
    except DataError:
        notice = ""
    exported = list(columns.loaded(Action.objects.order_by("code")))
    with file.open("wb") as out:
        writing.write(exported, out, notice)
    print(f"{counted(len(exported), 'action')} dans {file}.")


def _import(file: Path, apply: bool) -> None:
    # Imported here: Django must have started.
    from maillage.steering.exchange import applying, powers

    if not file.is_file():
        raise UsageError(f"Fichier {file} introuvable.")
    today = date.today()
    checked = applying.check(file.read_bytes(), powers.of_the_operator(), today)
    for fault in checked.faults[:SHOWN]:
        value = f" (lu : {fault.written[:60]})" if fault.written else ""
        print(spaced(f"  {fault.sheet}, cellule {fault.cell} : {fault.reason}{value}. {fault.advice}"))
    if checked.faults:
        raise DataError(f"{counted(len(checked.faults), 'erreur')} : rien n’a été écrit.")
    summary = f"{len(checked.created)} à créer, {len(checked.changed)} à modifier, {checked.same} sans changement."
    _show("À écrire", [(f"{draft.action}", change) for draft, change in checked.replaced])
    _show("À effacer", [(f"{draft.action}", change) for draft, change in checked.erased])
    if not apply:
        print(f"{summary} Rien n’a été écrit : ajoutez --apply.")
        return
    created, changed = applying.apply(checked, None)
    print(f"{counted(created, 'action créée')}, {counted(changed, 'action modifiée')}.")


def _show(title: str, changes: "list[tuple[str, Change]]") -> None:
    """Each cell that would change, under its action: what it says, what it would say."""
    if changes:
        print(f"{title} :")
    action = ""
    for name, change in changes:
        if name != action:
            print(spaced(f"  {name}"))
            action = name
        where = f" ({change.cell})" if change.cell else ""
        print(spaced(f"    {change.what}{where} : {_quoted(change.before)} → {_quoted(change.after)}"))


def _quoted(text: str) -> str:
    """A value on one line, cut where it is long."""
    line = " ".join(text.split())
    return f"« {line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'} »" if line else "rien"
