"""What a spreadsheet hides: each cell is named and refused, or nothing changes; erasures are told apart."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Step
from maillage.steering.exchange import applying, columns, reading
from maillage.steering.strategies.models import Strategy
from tests.steering.actions.conftest import make
from tests.steering.actions.test_exchange import changed, checked, exported, place

Edit = Callable[[Any], None]


def edited(edit: Edit, sheet: str = "Actions") -> bytes:
    """A fresh export on which something was done in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(exported()))
    edit(book[sheet])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(content: bytes) -> list[tuple[str, str]]:
    return [(fault.cell, fault.reason) for fault in checked(content).faults]


@pytest.fixture
def three(action: Action, strategy: Strategy, people: dict[str, User]) -> list[Action]:
    """A01, A02 and A03, of one organisation, described."""
    rest = [make(strategy, code, lead=action.lead, description="Décrite") for code in ("A02", "A03")]
    action.description = "Décrite"
    return [saving.save(action, None), *rest]


def test_merged_cells_erase_nothing(three: list[Action]) -> None:
    content = edited(lambda sheet: sheet.merge_cells("F2:F4"))
    reason = "cellule fusionnée avec d’autres (F2:F4) : on ne sait pas ce qu’elle dit"
    assert faults(content) == [("F3", reason), ("F4", reason)]
    with pytest.raises(UsageError, match="Rien n’a été écrit"):
        applying.apply(checked(content), None)
    assert Action.objects.filter(lead=None).count() == 0


def test_merged_heads_are_a_column_without_title(three: list[Action]) -> None:
    content = edited(lambda sheet: sheet.merge_cells("E1:F1"))
    assert faults(content) == [("F1", "cette colonne n’a pas de titre")]


@pytest.mark.parametrize("formula", ['=CONCATENATE("un","deux")', '=""'])
def test_a_formula_without_result_erases_nothing(three: list[Action], formula: str) -> None:
    content = changed(exported(), E2=formula)
    assert faults(content) == [("E2", "une formule dont le résultat n’est pas dans le fichier")]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALEUR!", "#NOM?"])
def test_an_error_of_the_spreadsheet_is_no_text(three: list[Action], error: str) -> None:
    assert faults(changed(exported(), E2=error)) == [("E2", f"c’est une erreur du tableur ({error})")]


def test_a_hidden_row_is_written_only_when_nothing_changes_in_it(three: list[Action]) -> None:
    def hide(sheet: Any, title: str | None = None) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet["B3"] = title or sheet["B3"].value

    assert checked(edited(hide)).same == 3
    assert faults(edited(lambda sheet: hide(sheet, "Recopié sans le voir"))) == [
        ("B3", "cette ligne est masquée ou filtrée, et la fiche changerait")
    ]


def test_a_hidden_column_or_sheet_is_written_only_when_nothing_changes_in_it(three: list[Action]) -> None:
    Step.objects.create(action=three[0], title="Marché")

    def hide(sheet: Any) -> None:
        sheet.column_dimensions["E"].hidden = True
        sheet["E2"] = None

    assert faults(edited(hide)) == [("E2", "cette colonne est masquée, et la fiche changerait")]

    def hide_sheet(sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        sheet["D2"] = date(2026, 3, 1)
        sheet["A3"], sheet["B3"] = "A01", "Une étape de plus"

    assert faults(edited(hide_sheet, "Étapes")) == [
        ("D2", "cette feuille est masquée, et la fiche changerait"),
        ("B3", "cette feuille est masquée, et la fiche changerait"),
    ]


@pytest.mark.parametrize(
    ("head", "typed"),
    [
        ("Code", "'A01"),
        ("Code", " A01\u00a0"),
        ("Titre", "Raccorder les\u00a0écoles "),
        ("Titre", "'Raccorder les écoles"),
        ("Titre", "Raccorder les écoles_x000D_\n"),
        ("Titre", "\u200bRaccorder les écoles"),
        ("Porteur", "Syndicat\u00a0Essai "),
        ("État", "\u00a0En\u00a0cours"),
        ("Éléments", "o1 \n "),
        ("Début prévu", " 01/01/2026\u00a0"),
        ("Début prévu", 46023),
        ("Début prévu", "46023"),
        ("Version", "'2"),
    ],
)
def test_what_cannot_be_seen_in_a_text_changes_nothing(three: list[Action], head: str, typed: Any) -> None:
    found = checked(changed(exported(), **{place(head): typed}))
    assert (found.faults, found.changed, found.same) == ([], [], 3)


@pytest.mark.parametrize(
    ("head", "typed", "reason"),
    [
        ("Titre", date(2026, 4, 3), "le tableur en a fait une date (03/04/2026)"),
        ("Code", date(2026, 4, 3), "le tableur en a fait une date (03/04/2026)"),
        ("Public visé", True, "le tableur en a fait VRAI"),
        ("Fin prévue", 2026, "le tableur en a fait une date (18/07/1905)"),
        ("Fin prévue", "2026", "ce n’est pas une date"),
        ("Fin prévue", "31/12/26", "ce n’est pas une date"),
        ("Code", "a01", "ce code est presque A01"),
    ],
)
def test_what_a_spreadsheet_retyped_is_refused(three: list[Action], head: str, typed: Any, reason: str) -> None:
    assert faults(changed(exported(), **{place(head): typed})) == [(place(head), reason)]


def test_a_code_whose_zeros_were_taken_off_makes_no_new_action(strategy: Strategy) -> None:
    make(strategy, "007")
    assert faults(changed(exported(), A2=7)) == [("A2", "ce code est presque 007")]
    assert faults(changed(exported(), A3="007", B3="Encore", C3="essai")) == [("A3", "ce code est écrit deux fois")]


def test_columns_may_move_or_go_and_one_without_title_is_told(three: list[Action]) -> None:
    def move(sheet: Any) -> None:
        sheet.delete_cols(5)
        sheet.move_range("B1:B4", cols=30)
        sheet.delete_cols(2)

    assert checked(edited(move)).same == 3
    assert faults(changed(exported(), E1=None)) == [("E1", "cette colonne n’a pas de titre")]


def test_a_step_written_with_a_hard_space_is_the_same_step(action: Action) -> None:
    Step.objects.create(action=action, title="Marché public")
    found = checked(changed(exported(), "Étapes", B2="Marché\u00a0public ", D2=date(2026, 3, 1)))
    told = [(change.cell, change.what, change.before, change.after) for _, change in found.replaced]
    assert told == [("D2", "Étape « Marché public », fin prévue", "", "01/03/2026")]


def test_each_cell_is_told_before_and_after_and_what_is_erased_apart(three: list[Action]) -> None:
    cells = {
        place("Titre"): "Autre titre",
        place("Description"): None,
        place("Fin prévue", 3): None,
        place("État", 4): "Réalisée",
        place("Code", 5): "A04",
        place("Titre", 5): "Neuve",
        place("Stratégie", 5): "essai",
        place("Priorité", 5): "Haute",
        place("Visible par", 5): "Équipe projet",
        place("État", 5): "À étudier",
    }
    found = checked(changed(exported(), "Actions", **cells))
    told = [(draft.action.code, change.cell, change.before, change.after) for draft, change in found.replaced]
    assert told[:2] == [("A01", "B2", "Raccorder les écoles", "Autre titre"), ("A03", "T4", "En cours", "Réalisée")]
    assert ("A04", "B5", "", "Neuve") in told
    assert [(draft.action.code, change.what, change.before) for draft, change in found.erased] == [
        ("A01", "Description", "Décrite"),
        ("A02", "Fin prévue", "31/12/2026"),
    ]
    assert Action.objects.get(code="A01").title == "Raccorder les écoles"


def test_what_a_change_of_state_lets_go_is_told_as_erased(strategy: Strategy) -> None:
    make(strategy, "A01", status="realisee", ended_on=date(2026, 10, 1))
    found = checked(changed(exported(), **{place("État"): "En cours"}))
    assert [(change.what, change.before) for _, change in found.erased] == [("Fin réelle", "01/10/2026")]


def test_a_cut_workbook_is_refused_in_words(three: list[Action]) -> None:
    content = exported()
    for wrong in (content[:-200], content.replace(b"<sheetData>", b"<sheetDa"), content[: len(content) // 2]):
        if wrong != content:
            with pytest.raises(UsageError, match="XLSX"):
                reading.read(wrong)


def test_the_help_of_the_workbook_says_what_is_hidden_is_not_written(three: list[Action]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported()))
    assert any("masque" in str(row[0].value) for row in book[columns.HELP].iter_rows())
