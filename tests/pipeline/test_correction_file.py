"""The file of corrections, line by line: what is understood, what is refused, and what is done to a row."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from maillage.kernel.errors import DataError
from maillage.kernel.problem import Effect
from maillage.kernel.table import Column, Kind, Table
from maillage.pipeline.corrections import Corrections, read_corrections, said
from maillage.store.home import Home
from tests.cli.terminal import plain

TABLE = Table(
    "essais",
    "Essais",
    (
        Column("commune", Kind.TEXT, "Commune"),
        Column("periode", Kind.TEXT, "Période"),
        Column("nom", Kind.TEXT, "Nom"),
        Column("prises", Kind.INTEGER, "Prises"),
        Column("part", Kind.DECIMAL, "Part"),
        Column("ouvert", Kind.BOOLEAN, "Ouvert"),
        Column("contour", Kind.GEOMETRY, "Contour"),
    ),
    key=("commune_publiee",),
)
UNDATED = Table("listes", "Listes", (Column("code", Kind.TEXT, "Code"), Column("nom", Kind.TEXT, "Nom")), ("code",))
LINE = {
    "commune_publiee": "25056",
    "periode": "",
    "colonne": "prises",
    "action": "corriger",
    "ancienne": "1",
    "nouvelle": "2",
    "motif": "Essai",
    "par": "SIG",
    "le": "2026-11-25",
    "statut": "appliquée",
}
REMOVED = {"colonne": "", "action": "retirer", "ancienne": "", "nouvelle": ""}
Row = dict[str, object]


def given(folder: Path, *lines: Mapping[str, str], heads: tuple[str, ...] = tuple(LINE)) -> Corrections:
    """The corrections of a file of these lines, each told by what differs from LINE."""
    text = "\n".join([",".join(heads), *(",".join((LINE | line)[head] for head in heads) for line in lines)])
    (folder / "corrections").mkdir(exist_ok=True)
    (folder / "corrections" / "essai.csv").write_text(text, "utf-8")
    return read_corrections(Home(folder), "essai", TABLE)


def refusal(folder: Path, *lines: Mapping[str, str], heads: tuple[str, ...] = tuple(LINE)) -> str:
    with pytest.raises(DataError) as caught:
        given(folder, *lines, heads=heads)
    return plain(str(caught.value)).removeprefix("corrections/essai.csv")


def row(code: str = "25056", period: str = "2026-T1", **cells: object) -> Row:
    return {"commune": code, "periode": period, "prises": 1, **cells}


class TestReading:
    def test_a_source_without_a_file_has_no_correction(self, tmp_path: Path) -> None:
        none = read_corrections(Home(tmp_path), "essai", TABLE)
        assert (none.found, none.digest, none.idle()) == ({}, "", [])
        line = row()
        assert none.apply(line, "f.csv", 2, "25056") == (True, [])
        assert line == row()

    def test_a_file_that_is_a_folder_is_told_unreadable(self, tmp_path: Path) -> None:
        (tmp_path / "corrections" / "essai.csv").mkdir(parents=True)
        with pytest.raises(DataError, match=r"^corrections/essai.csv : fichier illisible \(Is a directory\)"):
            read_corrections(Home(tmp_path), "essai", TABLE)

    @pytest.mark.parametrize(
        ("column", "old", "new", "read"),
        [
            ("prises", "1", "2", (1, 2)),
            ("prises", "", "0", (None, 0)),
            ("prises", "1 000", "2,0", (1000, 2)),
            ("part", "0,5", "1.25", (0.5, 1.25)),
            ("ouvert", "oui", "NON", (True, False)),
            ("ouvert", "1", "false", (True, False)),
            ("nom", "1", "01", ("1", "01")),
            ("commune", "25056", "25034", ("25056", "25034")),
            ("periode", "2026-T1", "2026", ("2026-T1", "2026")),
        ],
    )
    def test_a_cell_is_read_as_its_column_holds_it(
        self, tmp_path: Path, column: str, old: str, new: str, read: tuple[object, object]
    ) -> None:
        cells = {"colonne": column, "ancienne": f'"{old}"', "nouvelle": f'"{new}"'}
        [[correction]] = given(tmp_path, cells).found.values()
        assert (correction.old, correction.new) == read
        assert [type(cell) for cell in (correction.old, correction.new)] == [type(cell) for cell in read]

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            ({"ancienne": "un"}, "colonne « ancienne » : « un » illisible dans la colonne prises"),
            ({"nouvelle": "2.5"}, "colonne « nouvelle » : « 2.5 » illisible dans la colonne prises"),
            ({"colonne": "ouvert", "ancienne": "peut-être"}, "« peut-être » illisible dans la colonne ouvert"),
            ({"colonne": "contour"}, "« contour » inconnu. Écrivez : commune, nom, ouvert, part, periode, prises"),
            ({"periode": "T1 2026"}, "colonne « periode » : « T1 2026 » illisible"),
            ({"ancienne": "2"}, "colonne « nouvelle » : la même valeur que l’ancienne"),
            ({"motif": ""}, "colonne « motif » : à remplir : une correction est signée et motivée"),
            ({"par": ""}, "colonne « par » : à remplir : une correction est signée et motivée"),
            ({"le": ""}, "colonne « le » : «  », date illisible"),
            ({"statut": ""}, "colonne « statut » : à remplir. Écrivez : proposée, appliquée, retirée"),
            ({"action": "doubler"}, "colonne « action » : « doubler » inconnu. Écrivez : corriger, retirer"),
            (REMOVED | {"nouvelle": "2"}, "colonne « nouvelle » : à laisser vide : la ligne entière est retirée"),
        ],
    )
    def test_a_cell_that_cannot_be_understood_stops_with_its_line_and_column(
        self, tmp_path: Path, cells: Mapping[str, str], message: str
    ) -> None:
        said_of = refusal(tmp_path, {"commune_publiee": "90010"}, cells)
        assert said_of.startswith(", ligne 3, colonne « ")
        assert message in said_of
        assert said_of.endswith(". Rien n’a été chargé, les données d’avant restent.")

    @pytest.mark.parametrize("state", ["proposée", "retirée"])
    def test_a_line_that_is_not_in_force_is_checked_and_left_out(self, tmp_path: Path, state: str) -> None:
        assert given(tmp_path, {"statut": state}).found == {}
        assert "illisible" in refusal(tmp_path, {"statut": state, "nouvelle": "deux"})

    def test_two_lines_for_the_same_cell_are_refused_unless_they_differ_by_column_period_or_state(
        self, tmp_path: Path
    ) -> None:
        message = refusal(tmp_path, {}, {"commune_publiee": "90010"}, {"nouvelle": "3"})
        assert message.startswith(", ligne 4 : même case que la ligne 2.")
        other = ({"periode": "2026-T1"}, {"colonne": "part"}, {"statut": "proposée", "nouvelle": "3"}, REMOVED)
        [kept] = given(tmp_path, {}, *other).found.values()
        assert [correction.line for correction in kept] == [2, 3, 4, 6]

    def test_a_column_that_is_missing_or_unknown_is_named_on_line_1(self, tmp_path: Path) -> None:
        heads = tuple(LINE)
        without = tuple(head for head in heads if head != "motif")
        assert refusal(tmp_path, heads=without).startswith(", ligne 1, colonne « motif » : colonne absente.")
        (tmp_path / "corrections" / "essai.csv").write_text(",".join((*heads, "avis")), "utf-8")
        with pytest.raises(
            DataError, match=r"ligne 1, colonne «.avis.» : colonne inconnue\. Colonnes attendues : comm"
        ):
            read_corrections(Home(tmp_path), "essai", TABLE)

    def test_the_period_may_be_left_out_and_is_no_column_of_a_list_without_one(self, tmp_path: Path) -> None:
        undated = tuple(head for head in LINE if head != "periode")
        [[correction]] = given(tmp_path, {}, heads=undated).found.values()
        assert correction.period == ""
        (tmp_path / "corrections" / "essai.csv").write_text(",".join(["code", *list(LINE)[1:]]), "utf-8")
        with pytest.raises(DataError, match="ligne 1, colonne « periode » : colonne inconnue"):
            read_corrections(Home(tmp_path), "essai", UNDATED)

    def test_a_line_that_cannot_be_cut_into_cells_stops_with_its_number(self, tmp_path: Path) -> None:
        (tmp_path / "corrections").mkdir()
        text = ",".join(LINE) + '\n25056,,prises,"corriger'
        (tmp_path / "corrections" / "essai.csv").write_text(text, "utf-8")
        with pytest.raises(DataError, match=r"^corrections/essai.csv, ligne 2 : ligne illisible : "):
            read_corrections(Home(tmp_path), "essai", TABLE)


class TestApplying:
    def test_the_cell_is_replaced_and_told_with_its_line_old_and_new_value_and_who_says_so(
        self, tmp_path: Path
    ) -> None:
        corrections, line = given(tmp_path, {}), row()
        kept, [problem] = corrections.apply(line, "f.csv", 7, "25057")
        assert (kept, line["prises"]) == (True, 2)
        assert (problem.file, problem.line, problem.column, problem.value) == ("f.csv", 7, "prises", "1")
        assert problem.reason == "« 1 » remplacé par « 2 » : Essai (SIG, 25 novembre 2026)"
        assert (problem.effect, problem.commune) == (Effect.CORRECTED, "25057")
        assert corrections.idle() == []

    def test_a_row_taken_out_is_not_kept_and_what_follows_is_not_applied_to_it(self, tmp_path: Path) -> None:
        corrections = given(tmp_path, REMOVED, {"periode": "2026-T1"})
        kept, [problem] = corrections.apply(row(), "f.csv", 7, "25056")
        assert not kept
        assert (problem.column, problem.value) == ("", "25056")
        assert problem.reason == "ligne retirée : Essai (SIG, 25 novembre 2026)"
        assert problem.loses_row

    def test_another_row_and_another_period_are_left_as_they_are(self, tmp_path: Path) -> None:
        corrections = given(tmp_path, {"periode": "2026-T2"})
        for line in (row("90010", "2026-T2"), row(period="2026-T1")):
            assert corrections.apply(line, "f.csv", 7, "") == (True, [])
            assert line["prises"] == 1

    def test_a_value_too_long_for_a_page_is_cut_at_80_letters(self, tmp_path: Path) -> None:
        long = {"colonne": "nom", "ancienne": "x" * 81, "nouvelle": "y"}
        _, [problem] = given(tmp_path, long).apply(row(nom="x" * 81), "f.csv", 2, "")
        assert problem.value == "x" * 80


class TestIdle:
    def reasons(self, corrections: Corrections) -> list[str]:
        assert {problem.effect for problem in corrections.idle()} <= {Effect.IDLE}
        return [plain(problem.reason) for problem in corrections.idle()]

    def test_a_correction_whose_row_is_not_there_names_its_key(self, tmp_path: Path) -> None:
        corrections = given(tmp_path, {})
        corrections.apply(row("90010"), "f.csv", 2, "")
        [message] = self.reasons(corrections)
        assert message == "correction non appliquée : aucune ligne de cette livraison n’a la clé « 25056 »"
        [problem] = corrections.idle()
        assert (problem.file, problem.line, problem.column) == ("corrections/essai.csv", 2, "prises")
        assert problem.value == "1"

    def test_a_correction_that_the_publisher_made_says_it_can_be_taken_away(self, tmp_path: Path) -> None:
        corrections = given(tmp_path, {})
        corrections.apply(row(prises=2), "f.csv", 2, "")
        [message] = self.reasons(corrections)
        assert message.endswith("le fichier dit désormais la valeur corrigée, elle peut être retirée")

    def test_a_correction_that_meets_a_third_value_tells_it(self, tmp_path: Path) -> None:
        corrections = given(tmp_path, {})
        assert corrections.apply(row(prises=None), "f.csv", 2, "") == (True, [])
        [message] = self.reasons(corrections)
        assert message.endswith("le fichier dit « vide », et non « 1 » ; à relire")

    def test_a_correction_of_a_period_that_is_not_delivered_says_nothing(self, tmp_path: Path) -> None:
        corrections = given(tmp_path, {"periode": "2026-T2"})
        corrections.apply(row("90010", "2026-T1"), "f.csv", 2, "")
        assert corrections.idle() == []
        corrections.apply(row("90010", "2026-T2"), "f.csv", 3, "")
        assert len(self.reasons(corrections)) == 1


def test_a_value_is_said_as_it_is_written_in_a_correction() -> None:
    assert [said(value) for value in (None, True, False, 12, "x")] == ["vide", "oui", "non", "12", "x"]
    assert [said(value) for value in (0.5, 3.0, 1234567.5)] == ["0,5", "3", "1234567,5"]


def test_a_correction_is_signed_with_the_day_it_was_written(tmp_path: Path) -> None:
    [[correction]] = given(tmp_path, {}).found.values()
    assert correction.on == date(2026, 11, 25)
    assert correction.signed == "Essai (SIG, 25 novembre 2026)"
