"""One delivery, loaded: what its receipt counts, what it is compared with, what is written and in which order."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from maillage import sources, tables
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.problem import Effect
from maillage.kernel.table import Rule
from maillage.pipeline import load_rows
from maillage.pipeline.archive import Incoming
from maillage.pipeline.load import Outcome, load
from maillage.store.duck import connect
from maillage.store.home import Home
from maillage.store.receipt import Counts
from tests.cli.terminal import SAMPLES, debits, debits_file, every_commune, own_copy, plain

DEBITS = "arcep_mci_debits"


@pytest.fixture
def home(release_home: Path) -> Home:
    """A home that trials alone may read: nothing is written there."""
    return Home(release_home)


@pytest.fixture
def own(release_home: Path, tmp_path: Path) -> Home:
    return Home(own_copy(release_home, tmp_path))


def trial(home: Home, path: Path, name: str = DEBITS, **options: object) -> Outcome:
    return load(home, name, [Incoming(path)], region="27", dry_run=True, **options)  # type: ignore[arg-type]


def regions(home: Home) -> Outcome:
    return load(home, "cog_regions", [Incoming(SAMPLES / "cog_regions.json")], "2026")


def test_a_source_nobody_knows_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Source « arcep » inconnue\. Sources connues : anct_coeur_de_ville, "):
        load(Home(tmp_path), "arcep", [])


def test_rows_are_counted_read_kept_refused_flagged_outside_and_ignored(home: Home) -> None:
    assert trial(home, SAMPLES / "arcep_mci_debits.csv").receipt.counts == Counts(11, 7, 2, 1, 1, 1, 0)


def test_rows_of_one_line_are_counted_once_whatever_is_wrong_with_it(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = debits_file(tmp_path, *every_commune(), debits("25999"))
    table = tables.catalogue()["debits_communes"]
    few = [Rule("locaux < 100", column, "peu", refuses=False) for column in ("locaux", "eligibles_8")]
    monkeypatch.setitem(tables.catalogue(), "debits_communes", replace(table, rules=(*table.rules, *few)))
    counts = trial(home, path).receipt.counts
    assert (counts.read, counts.kept, counts.refused, counts.flagged) == (9, 8, 1, 8)


def test_a_rule_that_refuses_takes_the_row_out_and_one_that_cannot_be_told_is_met(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tables.catalogue()["debits_communes"]
    rules = (Rule("commune <> '90097'", "commune", "fermée"), Rule("NULL::BOOLEAN", "commune", "inconnue"))
    monkeypatch.setitem(tables.catalogue(), "debits_communes", replace(table, rules=rules))
    outcome = trial(home, debits_file(tmp_path, *every_commune()))
    [problem] = [problem for problem in outcome.problems if problem.line]
    assert (problem.line, problem.column, problem.reason) == (9, "commune", "fermée")
    assert (problem.effect, problem.commune) == (Effect.REFUSED, "90097")
    assert outcome.receipt.counts.kept == 7


def test_a_double_says_the_line_of_the_first_and_its_file_when_it_is_another(home: Home, tmp_path: Path) -> None:
    first = debits_file(tmp_path, *every_commune(), debits("25035"), name="commune_debit.csv")
    second = debits_file(tmp_path, debits("25056"), name="commune_debit2.csv")
    outcome = load(home, DEBITS, [Incoming(first), Incoming(second)], region="27", dry_run=True)
    reasons = {
        (problem.file, problem.line): problem.reason for problem in outcome.problems if problem.effect is Effect.REFUSED
    }
    assert reasons == {
        ("commune_debit.csv", 10): "doublon de la ligne 2 (même commune_publiee, periode)",
        ("commune_debit2.csv", 2): "doublon de la ligne 3 de commune_debit.csv (même commune_publiee, periode)",
    }
    assert {problem.commune for problem in outcome.problems if problem.effect is Effect.REFUSED} == {"25035", "25056"}


def test_a_key_too_long_for_a_page_is_cut_at_80_letters(home: Home, tmp_path: Path) -> None:
    name = "x" * 100
    header = "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,typologie,date_maj"
    line = f"{name},13001217900015,Un lieu,Besançon,25000,25056,1 rue,47.24,6.02,TIERS_LIEUX,2026-10-01"
    path = tmp_path / "lieux.csv"
    path.write_text("\n".join((header, line, line)), "utf-8")
    outcome = trial(home, path, "mediation_nationale", period="2026-10-02", accept_fewer=True)
    [double] = [problem for problem in outcome.problems if "doublon" in problem.reason]
    assert double.value == name[:80]


def test_a_delivery_says_the_last_period_of_its_rows_and_all_those_they_describe(home: Home, tmp_path: Path) -> None:
    lines = [debits("25056", day=day) for day in ("2026-09-30", "2026-12-31", "2026-03-31")]
    receipt = trial(home, debits_file(tmp_path, *every_commune(), *lines)).receipt
    assert receipt.period == "2026-T4"
    assert receipt.row_periods == ("2026-T1", "2026-T3", "2026-T4")


def test_a_table_without_periods_is_of_the_period_that_was_said_and_of_no_row(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    outcome = regions(home)
    assert (outcome.receipt.period, outcome.receipt.row_periods, outcome.difference) == ("2026", (), None)
    with pytest.raises(UsageError, match="ne dit pas la période décrite"):
        load(home, "cog_regions", [Incoming(SAMPLES / "cog_regions.json")])
    day = load(home, "cog_regions", [Incoming(SAMPLES / "cog_regions.json")], day="2026-10-01")
    assert day.receipt.period == "2026-10-01"


def test_a_delivery_is_compared_with_the_one_before_unless_its_keys_mean_something_in_their_period_only(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = debits_file(tmp_path, *every_commune())
    difference = trial(home, path).difference
    assert difference is not None
    assert (difference.period, difference.added, difference.changed) == ("2026-T2", 1, 7)
    table = tables.catalogue()["debits_communes"]
    monkeypatch.setitem(tables.catalogue(), "debits_communes", replace(table, lasting=False))
    assert trial(home, path).difference is None
    assert trial(home, path, period="2026-T2").difference is not None
    assert trial(home, SAMPLES / "odf_observatoire.csv", "odf_observatoire", period="2030").difference is not None


def test_a_file_of_which_nothing_is_kept_tells_the_first_reason_that_lost_a_row(home: Home, tmp_path: Path) -> None:
    header = (SAMPLES / "odf_observatoire.csv").read_text("utf-8").splitlines()[0]
    path = tmp_path / "rien.csv"
    path.write_text(f"{header}\nx;y\n", "utf-8")
    with pytest.raises(DataError) as caught:
        trial(home, path, "odf_observatoire", period="2026")
    message = plain(str(caught.value))
    assert "aucune ligne gardée sur 1 lues (0 hors de la région). Premier motif : ligne 2, 2 colonnes au" in message
    assert any(problem.line == 2 for problem in caught.value.problems)
    path.write_text(header, "utf-8")
    with pytest.raises(DataError, match=r"sur 0 lues \(0 hors de la région\)\. Rien n’a été chargé"):
        trial(home, path, "odf_observatoire", period="2026")


def test_progress_tells_the_rows_read_at_each_batch_and_at_the_end(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_rows, "BATCH", 3)
    steps: list[int] = []
    path = debits_file(tmp_path, *every_commune())
    outcome = trial(home, path, progress=lambda title, rows: steps.append(rows))
    assert steps == [3, 6, 8]
    assert outcome.receipt.counts.kept == 8


def test_a_trial_writes_nothing_and_a_load_writes_rows_by_commune_then_line_with_its_files(
    own: Home, tmp_path: Path
) -> None:
    path = debits_file(tmp_path, *reversed(every_commune()), debits("25034", premises=40), debits("25999"))
    place = own.lake / "debits_communes" / f"source={DEBITS}" / "period=2026-T3"
    trial(own, path)
    assert not place.exists()
    receipt = load(own, DEBITS, [Incoming(path, "2026-10-02")], region="27").receipt
    with closing(connect()) as con:
        rows = con.execute(f"SELECT commune, ligne FROM '{own.root / receipt.data}'").fetchall()
        problems = con.execute(f"SELECT line, effect FROM '{own.root / receipt.problems}'").fetchall()
    assert rows == sorted(rows)
    assert [code for code, _ in rows[:2]] == ["25035", "25035"]
    assert (11, "refusée") in problems
    assert {file.name for file in place.iterdir()} == {
        "receipt.json", Path(receipt.data).name, Path(receipt.problems).name,
    }  # fmt: skip
    assert (own.root / receipt.files[0].archive).read_bytes() == path.read_bytes()
    assert '"action": "load", "source": "arcep_mci_debits", "period": "2026-T3", "kept": 9' in own.journal.read_text()


def test_a_table_that_is_searched_by_other_columns_is_written_in_their_order(
    own: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tables.catalogue()["debits_communes"]
    monkeypatch.setitem(tables.catalogue(), "debits_communes", replace(table, order=("locaux",)))
    lines = [debits(line[:5], premises=100 - rank) for rank, line in enumerate(every_commune())]
    receipt = load(own, DEBITS, [Incoming(debits_file(tmp_path, *lines))], region="27").receipt
    with closing(connect()) as con:
        rows = con.execute(f"SELECT locaux FROM '{own.root / receipt.data}'").fetchall()
    assert rows == [(premises,) for premises in range(93, 101)]


def test_a_list_of_communes_is_loaded_in_a_home_that_has_none_and_nothing_else_is(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    regions(home)
    with pytest.raises(DataError, match="Aucune commune chargée : chargez d’abord le code officiel"):
        trial(home, debits_file(tmp_path, *every_commune()))
    assert sources.catalogue()["cog_regions"].SOURCE.table == "regions"
