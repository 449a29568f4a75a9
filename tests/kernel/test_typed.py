"""A table typed by hand reads the same however a spreadsheet saved it."""

from datetime import date
from itertools import product

import pytest

from maillage.kernel import typed
from maillage.kernel.errors import UsageError

ROWS = [["Code", "Nom ", "VALABLE DU"], ["A1", "Pays d’été", "01/02/2022"], ["A2", "a;b,c\td", ""]]
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


def saved(rows: list[list[str]], mark: str, ending: str, told: bool) -> str:
    """What a spreadsheet writes: cells that hold a mark in quotes."""
    lines = [mark.join(f'"{cell}"' if set(cell) & set(";,\t") else cell for cell in row) for row in rows]
    return ending.join([*([f"sep={mark}"] if told else []), *lines, ""])


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_separator_encoding_and_end_of_line_give_the_same_table(encoding: str, ending: str) -> None:
    for mark, told in product(";,\t", (False, True)):
        found = typed.read(saved(ROWS, mark, ending, told).encode(encoding))
        assert found.heads == ("code", "nom", "valable_du")
        assert [one.cells for one in found.lines] == [
            {"code": "A1", "nom": "Pays d’été", "valable_du": "01/02/2022"},
            {"code": "A2", "nom": "a;b,c\td", "valable_du": ""},
        ]
        assert [one.number for one in found.lines] == [2 + told, 3 + told]
        assert found.legacy == (encoding == "cp1252")


def test_what_spreadsheets_add_or_leave_out_is_no_fault() -> None:
    found = typed.read("\n;;;\ncode;nom;;\nA;B;;\n;;;\nC\nD;E\n")
    assert [(one.number, one.cells["code"], one.cells["nom"], one.fault) for one in found.lines] == [
        (4, "A", "B", ""),
        (6, "C", "", ""),
        (7, "D", "E", ""),
    ]


def test_a_line_that_cannot_be_cut_costs_that_line_only() -> None:
    found = typed.read('code;nom\nA;"ouvert\nB;b\nC;c;de trop\nD;"deux\nlignes"\nE;e\n')
    assert [(one.number, bool(one.fault)) for one in found.lines] == [
        (2, True),
        (3, False),
        (4, True),
        (5, False),
        (7, False),
    ]
    assert found.lines[2].fault == "3 colonnes au lieu de 2"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "le fichier est vide"),
        (b"a;A\n1;2\n", "deux colonnes portent le nom « a »"),
        (b"a;b\n1;\x81\x00\n", "texte illisible à la ligne 2 : ni UTF-8, ni Windows-1252"),
        (b"a;b\n1;\x00\n", "ce n’est pas un texte"),
        (b"a;" + b"b" * typed.HEAVIEST, "fichier trop lourd"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        typed.read(content)


@pytest.mark.parametrize(
    "text", ["01/02/2022", "1/2/2022", "01.02.2022", "01-02-2022", "2022-02-01", "2022/02/01", "01/02/2022 00:00:00"]
)
def test_dates_are_day_first(text: str) -> None:
    assert typed.day(text) == date(2022, 2, 1)


@pytest.mark.parametrize("text", ["01/02/22", "1-2-22", "01.02.22"])
def test_a_year_of_two_figures_is_refused_with_the_form_expected(text: str) -> None:
    with pytest.raises(UsageError, match="année à deux chiffres : écrivez JJ/MM/AAAA"):
        typed.day(text)


@pytest.mark.parametrize("text", ["12/31/2022", "2022-02-30", "demain", "2022", ""])
def test_what_is_no_day_is_refused_with_the_form_expected(text: str) -> None:
    with pytest.raises(UsageError, match="écrivez JJ/MM/AAAA"):
        typed.day(text)


def test_a_period_that_a_spreadsheet_made_a_date_is_that_day() -> None:
    assert typed.period("31/03/2025").code == "2025-03-31"
    assert typed.period("2018-T1").code == "2018-T1"


@pytest.mark.parametrize(("text", "code"), [("1004", "01004"), ("1", "01"), ("2A004", "2A004"), ("25056", "25056")])
def test_the_zero_that_a_spreadsheet_took_away_is_put_back(text: str, code: str) -> None:
    assert typed.code(text) == code
