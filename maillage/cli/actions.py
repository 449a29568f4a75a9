"""`maillage actions`: the actions as a workbook, out and back.

Who comes: whoever runs the platform, with a spreadsheet of actions; leaves with each cell that is wrong, or with the
actions written.
"""

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from maillage.cli.arguments import Commands
from maillage.cli.words import counted
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.french import spaced

if TYPE_CHECKING:
    from maillage.steering.exchange.changes import Change

SHOWN = 30
LONGEST = 80


def declare(commands: Commands) -> None:
    """The commands of this file."""
    parser = commands.add_parser(
        "actions",
        help="sortir les actions en classeur, ou en vérifier et en écrire un",
        description="Sortir toutes les actions dans un classeur XLSX, ou en lire un : tout est vérifié d’abord, et à "
        "la moindre erreur rien n’est écrit.",
        epilog="Exemple : maillage actions export actions.xlsx, puis maillage actions import actions.xlsx --apply",
    )
    parser.add_argument("action", choices=("import", "export"), help="export : écrire le classeur ; import : le lire")
    parser.add_argument("file", type=Path, metavar="fichier", help="le classeur XLSX")
    parser.add_argument(
        "--apply", action="store_true", help="écrire ce que le classeur demande, s’il n’a aucune erreur"
    )
    parser.set_defaults(run=actions)


def actions(home: Path, options: Namespace) -> None:
    """Write the workbook of all actions, or check one and, when asked, apply it."""
    # Imported here: the other commands must not wait for Django to start.
    from maillage.config.serve import open_home

    open_home(home)
    if options.action == "export":
        _export(home, options.file)
    else:
        _import(options.file, options.apply)


def _export(home: Path, file: Path) -> None:
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
