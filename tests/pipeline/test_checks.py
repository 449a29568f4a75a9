"""What a file must satisfy as a whole, to the very row: its columns, its name, its number of rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from maillage.kernel.derived import Tally
from maillage.kernel.errors import DataError
from maillage.kernel.problem import Effect
from maillage.kernel.source import Bounds, LookAlike, Source
from maillage.pipeline.checks import (
    check_bounds,
    check_columns,
    check_look_alikes,
    check_not_shrunk,
    check_tallies,
    reference_delivery,
)
from maillage.territories.cog import Cog, Commune
from tests.cli.terminal import plain
from tests.pipeline import fetching
from tests.pipeline.receipts import receipt

SOURCE = fetching.source(None)


def source(**changes: object) -> Source:
    return replace(SOURCE, **changes)


def cog(communes: int, inhabitants: int) -> Cog:
    """A region of so many communes, each with so many inhabitants, and one commune elsewhere."""
    known = {f"25{rank:03}": "27" for rank in range(communes)} | {"67482": "44"}
    every = {code: Commune(code, code, code[:2], region, inhabitants, (), "") for code, region in known.items()}
    return Cog("27", "Bourgogne", every, {}, {}, {}, {"25": "Doubs"}, {}, ["25"])


class TestColumns:
    def test_columns_that_are_missing_are_named_together_and_one_is_named_alone(self) -> None:
        asked = source(required=("code", "nom", r"prises\.(ftth|cuivre)"))
        with pytest.raises(DataError) as caught:
            check_columns(asked, "f.csv", ())
        message = "f.csv : colonnes absentes « code », « nom », « prises.(ftth|cuivre) ». Colonnes lues : aucune."
        assert plain(str(caught.value)).startswith(message)
        with pytest.raises(DataError, match=r"f\.csv : colonne absente « nom ». Colonnes lues : code, prises\.ftth"):
            check_columns(asked, "f.csv", ("code", "prises.ftth"))

    def test_a_column_nobody_declared_is_told_and_the_optional_or_ignored_ones_are_not(self) -> None:
        asked = source(required=("code",), optional=("nom",), ignored=(r"elig_\d+",))
        [problem] = check_columns(asked, "f.csv", ("code", "nom", "elig_10", "elig_x"))
        assert (problem.file, problem.line, problem.column) == ("f.csv", 0, "elig_x")
        assert problem.effect is Effect.FLAGGED
        assert check_columns(asked, "f.csv", ("code",)) == []


class TestLookAlikes:
    OTHERS = (LookAlike("la liste des sites prévus", "a_venir", "trimestre"), LookAlike("le 4G fixe", "", "fixe"))

    @pytest.mark.parametrize(
        ("name", "columns", "reason"),
        [
            ("Sites_A_Venir.csv", ("code",), "la liste des sites prévus (son nom le dit)"),
            ("x.csv", ("trimestre",), "la liste des sites prévus (il a la colonne « trimestre »)"),
            ("x.csv", ("fixe", "code"), "le 4G fixe (il a la colonne « fixe »)"),
        ],
    )
    def test_another_file_is_refused_by_its_name_or_by_a_column_of_its_own(
        self, tmp_path: Path, name: str, columns: tuple[str, ...], reason: str
    ) -> None:
        with pytest.raises(DataError) as caught:
            check_look_alikes(source(look_alikes=self.OTHERS), tmp_path / name, columns)
        assert f"{name} : ce fichier semble être {reason}, et non" in plain(str(caught.value))

    def test_a_file_with_its_usual_name_or_that_has_no_usual_name_is_taken_at_its_word(self, tmp_path: Path) -> None:
        assert check_look_alikes(source(look_alikes=self.OTHERS), tmp_path / "x.csv", ("code",)) == []
        usual = source(look_alikes=self.OTHERS, usual_name=r"sites_\d{4}")
        assert check_look_alikes(usual, tmp_path / "SITES_2026.csv", ("code",)) == []

    def test_a_name_that_does_not_tell_names_the_files_that_only_a_name_tells_apart(self, tmp_path: Path) -> None:
        usual = source(look_alikes=self.OTHERS, usual_name=r"sites_\d{4}")
        [problem] = check_look_alikes(usual, tmp_path / "x.csv", ("code",))
        reason = "ce nom ne dit pas de quel fichier il s’agit : la liste des sites prévus ont les mêmes colonnes"
        assert plain(problem.reason).startswith(reason)
        assert (problem.line, problem.effect) == (0, Effect.FLAGGED)


class TestBounds:
    PER_COMMUNE = Bounds("commune", 0.75, 2)
    PER_INHABITANTS = Bounds("habitants", 1.5, 2)

    @pytest.mark.parametrize("kept", [3, 8])
    def test_as_many_rows_as_the_least_or_the_most_are_plausible(self, kept: int) -> None:
        assert check_bounds(source(bounds=self.PER_COMMUNE), cog(4, 10), kept) == []

    def test_one_row_less_than_the_least_is_refused_with_the_least_rounded_up(self) -> None:
        with pytest.raises(DataError) as caught:
            check_bounds(source(bounds=self.PER_COMMUNE), cog(5, 10), 3)
        message = "3 lignes gardées pour Bourgogne, moins que le minimum plausible de 4 (0,75 par commune)."
        assert message in plain(str(caught.value))

    def test_one_row_more_than_the_most_is_told_and_kept(self) -> None:
        [problem] = check_bounds(source(bounds=self.PER_COMMUNE), cog(4, 10), 9)
        assert problem.reason == "9 lignes gardées, plus que le maximum plausible de 8 (2 par commune)"
        assert (problem.file, problem.line, problem.effect) == ("", 0, Effect.FLAGGED)

    def test_the_most_is_rounded_down_and_counted_for_10_000_inhabitants_of_the_region(self) -> None:
        asked = source(bounds=self.PER_INHABITANTS)
        assert check_bounds(asked, cog(2, 6_000), 2) == []
        [problem] = check_bounds(asked, cog(2, 6_000), 3)
        assert problem.reason.endswith("plus que le maximum plausible de 2 (2 par 10 000 habitants)")
        with pytest.raises(DataError, match=r"minimum plausible de 2 \(1,5 par 10 000 habitants\)"):
            check_bounds(asked, cog(2, 6_000), 1)

    def test_a_source_without_bounds_may_have_any_number_of_rows(self) -> None:
        assert check_bounds(SOURCE, cog(4, 10), 0) == []


class TestShrunk:
    @pytest.mark.parametrize(("had", "least"), [(100, 90), (101, 91), (20, 18), (10, 8), (3, 1), (2, 0)])
    def test_a_tenth_of_the_rows_or_two_may_go_and_not_one_more(self, had: int, least: int) -> None:
        check_not_shrunk(SOURCE, receipt(kept=had), least)
        if least:
            with pytest.raises(DataError, match=f"{least - 1} lignes gardées, contre {had} dans la livraison"):
                check_not_shrunk(SOURCE, receipt(kept=had), least - 1)

    def test_a_first_delivery_may_have_any_number_of_rows(self) -> None:
        check_not_shrunk(SOURCE, None, 0)

    def test_a_delivery_is_compared_with_that_of_its_period_else_with_the_last_of_its_source(self) -> None:
        old, new, other = receipt(period="2026-T1"), receipt(period="2026-T2"), receipt("autre", "2026-T3")
        known = [old, new, other]
        assert reference_delivery(known, "arcep_mci_debits", "2026-T1") is old
        assert reference_delivery(known, "arcep_mci_debits", "2026-T3") is new
        assert reference_delivery(known, "jamais", "2026-T3") is None


class TestTallies:
    def message(self, counted: dict[str, int | None], loaded: dict[str, int | None]) -> str:
        tables = {"counted": list(counted.items()), "loaded": list(loaded.items())}
        with pytest.raises(DataError) as caught:
            check_tallies(lambda sql: list(tables[sql]), "Lieux", [Tally("lieux", "counted", "loaded")])
        return plain(str(caught.value))

    def test_groups_that_count_what_was_loaded_say_nothing_and_a_group_of_none_is_no_group(self) -> None:
        counted, loaded = [("2026", 3), ("2025", 0)], [("2026", 3), ("2024", None)]
        tables = {"counted": counted, "loaded": loaded}
        check_tallies(lambda sql: list(tables[sql]), "Lieux", [Tally("lieux", "counted", "loaded")])

    def test_one_more_or_one_less_stops_with_the_group_and_both_numbers(self) -> None:
        message = self.message({"2025": 1_500, "2026": 3}, {"2025": 1_500, "2026": 4})
        assert "les lieux comptés ne sont pas ceux qui sont chargés (2026 : 3 comptés, 4 chargés)." in message
        assert "(2026 : 1 comptés, 0 chargés)" in self.message({"2026": 1}, {})
        assert "(2026 : 0 comptés, 1 chargés)" in self.message({}, {"2026": 1})

    def test_three_groups_are_told_and_the_number_of_the_others(self) -> None:
        three = {f"202{year}": 1 for year in range(3)}
        assert "autres" not in self.message(three, {})
        message = self.message({**three, "2023": 1, "2024": 1}, {})
        assert "2022 : 1 comptés, 0 chargés ; et 2 autres écarts)" in message
        assert "2023" not in message
