"""A delivery says which label it counts on has no row, and which value nobody knows, before anything is written."""

from pathlib import Path

import pytest

from maillage.kernel.source import labels
from maillage.pipeline.labels import SeenLabels, see_row
from tests.cli.terminal import SAMPLES, own_copy, plain, succeed

BUILDINGS = SAMPLES / "arcep_cartefibre_immeubles.csv"


def told(seen: SeenLabels) -> list[tuple[int, str, str]]:
    return [(one.line, one.value, one.reason) for one in seen.problems()]


def seen(*values: object, known: str = "", exact: bool = False) -> SeenLabels:
    found = SeenLabels(labels("zone", {"A101": "Police", "A140": "Police", "C201": "Collège"}, known, exact))
    for line, value in enumerate(values, 2):
        see_row([found], {"zone": value}, "f.csv", line)
    return found


def test_either_code_of_a_thing_is_enough() -> None:
    assert told(seen("A140", " c201 ")) == []


def test_a_label_without_a_row_is_told_with_all_its_codes() -> None:
    [(line, _, reason)] = told(seen("C201"))
    assert line == 0
    assert reason.startswith("aucune ligne « Police » (A101 ou A140) :")


def test_a_value_nobody_knows_is_told_once_with_its_first_line_and_its_rows() -> None:
    found = told(seen("A101", "C201", "D999", "NN", "D999", None, known="NN"))
    assert [(line, value) for line, value, _ in found] == [(4, "D999")]
    assert "2 lignes, la première ici" in found[0][2]


def test_case_matters_only_where_it_does_for_the_publisher() -> None:
    assert [value for _, value, _ in told(seen("A101", "c201", known="NN", exact=True))] == ["", "c201"]


def test_a_file_without_the_column_says_nothing_of_its_labels() -> None:
    found = SeenLabels(labels("zone", {"A101": "Police"}))
    see_row([found], {"autre": "x"}, "f.csv", 2)
    assert found.problems() == []


def test_a_column_of_another_kind_does_not_fill_the_page() -> None:
    found = told(seen("A101", "C201", *(f"texte {rank}" for rank in range(500)), known="NN"))
    assert len(found) == 21
    assert "encore 480 lignes" in found[-1][2]


def test_a_blank_cell_is_no_value_and_a_number_is_read_as_text() -> None:
    zone = seen(None, "", "  ", 0, known="0")
    assert zone.unknown == {}
    assert zone.present
    assert [(line, value) for line, value, _ in told(zone)] == [(0, "")]


def test_values_within_what_is_known_are_no_news_and_without_a_known_form_no_value_is() -> None:
    assert told(seen("A101", "C201", "x1", "X2", known=r"x\d")) == []
    assert told(seen("A101", "C201", "D999")) == []


def test_twenty_unknown_values_are_told_and_one_more_is_counted_with_its_rows() -> None:
    values = ["A101", "C201", *(f"texte {rank}" for rank in range(20))]
    assert len(told(seen(*values, known="NN"))) == 20
    problems = told(seen(*values, "de trop", "texte 3", "de trop", known="NN"))
    assert len(problems) == 21
    assert problems[-1] == (0, "", "encore 2 lignes de valeurs inconnues dans cette colonne")
    assert "2 lignes, la première ici" in problems[3][2]


def test_an_unknown_value_of_one_row_says_one_and_a_long_one_is_cut_at_80_letters() -> None:
    [(line, value, reason)] = told(seen("A101", "C201", "x" * 81, known="NN"))
    assert (line, value) == (4, "x" * 80)
    assert "(1 ligne)" in reason


def test_rows_that_a_block_holds_together_are_counted_together() -> None:
    zone = seen("A101", "C201", known="NN")
    zone.see("D999", 3, "f.csv", 8)
    zone.see("D999", 4, "f.csv", 9)
    [(line, _, reason)] = told(zone)
    assert line == 8
    assert "7 lignes, la première ici" in reason


def test_labels_without_rows_are_told_together_as_the_publisher_writes_them() -> None:
    zone = SeenLabels(labels("zone", {r"A\.1": "Police", "B.*": "Mairie", "C": "Collège"}))
    zone.see("C", 1, "f.csv", 2)
    [(line, value, reason)] = told(zone)
    assert (line, value) == (0, "")
    assert reason.startswith("aucune ligne « Police » (A.1), « Mairie » (B…) : ")


def test_a_column_of_very_many_values_is_still_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maillage.pipeline.labels.MOST_VALUES", 2)
    assert told(seen("x", "y", "A101", "C201")) == []


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def test_a_size_nobody_can_read_and_a_state_that_is_gone_are_told_by_the_trial(home: Path, tmp_path: Path) -> None:
    spoilt, listed = tmp_path / "carte_fibre_immeubles.csv", tmp_path / "problemes.csv"
    text = BUILDINGS.read_bytes().replace(b"entre 36 et 99", b"de taille moyenne").replace(b"abandonne", b"deploye")
    spoilt.write_bytes(text)
    trial = ("--period", "2026-T3", "--accept-fewer", "--dry-run", "--problems", listed)
    succeed(home, "load", "arcep_cartefibre_immeubles", spoilt, *trial)
    told = plain(listed.read_text("utf-8"))
    assert (
        "carte_fibre_immeubles.csv,8,catg_loc_imb,signalée,"
        '"valeur inconnue, à la place de laquelle rien n’est supposé (1 ligne)"' in told
    )
    assert ",,imb_etat,signalée,aucune ligne « Abandonné » (abandonne) :" in told
