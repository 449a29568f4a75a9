"""The workbook of actions, written: their sheet, the sheet of their steps, and how to fill them in."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from maillage.steering.actions.models import Action
from maillage.steering.exchange.columns import ACTIONS, COLUMNS, HELP, STEP_COLUMNS, STEPS, Cell, Column, row, step_row

RULES = (
    "Une ligne par action, désignée par son code. Un code inconnu crée une fiche ; un code connu la modifie.",
    "Une colonne absente laisse ce qu’elle dit tel quel. Une cellule vide l’efface.",
    "Ce que le tableur masque n’est pas écrit : cellules fusionnées, formules sans résultat, erreurs, lignes filtrées.",
    "Une étape est désignée par le code de l’action et son titre. Celles que le fichier ne nomme pas restent.",
    "Tout est vérifié d’abord. À la moindre erreur, rien n’est écrit.",
)
# What a spreadsheet would run, were it typed.
FORMULAS = ("=", "+", "-", "@")


def _sheet(book: Any, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], notice: str) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    quoted = book.add_format({"quote_prefix": True})
    for rank, column in enumerate(columns):
        sheet.set_column(rank, rank, column.width)
        sheet.write_string(0, rank, column.head, head)
    if notice:
        sheet.write_string(0, len(columns), "Mention", head)
    sheet.freeze_panes(1, 2)
    last = 0
    for last, cells in enumerate(rows, start=1):
        for rank, cell in enumerate((*cells, *([notice] if notice else []))):
            if isinstance(cell, date):
                sheet.write_datetime(last, rank, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(last, rank, cell)
            elif cell:
                sheet.write_string(last, rank, cell, quoted if cell.startswith(FORMULAS) else None)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if notice:
        sheet.set_footer(f"&L{notice}&RPage &P sur &N")


def _help(book: Any, notice: str) -> None:
    sheet = book.add_worksheet(HELP)
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    rank = 0
    for line in (*([notice] if notice else []), *RULES):
        sheet.write_string(rank, 0, line)
        rank += 1
    for name, columns in ((ACTIONS, COLUMNS), (STEPS, STEP_COLUMNS)):
        rank += 1
        sheet.write_string(rank, 0, f"Feuille « {name} »", bold)
        for column in columns:
            rank += 1
            sheet.write_string(rank, 0, column.head)
            sheet.write_string(rank, 1, column.words + (", nécessaire" if column.needed else ""))


def write(actions: Iterable[Action], out: IO[bytes], notice: str = "") -> None:
    """The workbook of these actions, `loaded`; `notice` says on each sheet that they are simulated."""
    selection = list(actions)
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"title": "Actions", "comments": notice})
    _sheet(book, ACTIONS, COLUMNS, map(row, selection), notice)
    steps = (step_row(action.code, step) for action in selection for step in action.steps.all())
    _sheet(book, STEPS, STEP_COLUMNS, steps, notice)
    _help(book, notice)
    book.close()
