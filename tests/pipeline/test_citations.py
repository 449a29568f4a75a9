"""A figure that was published stays what it was, whatever later releases say and once its own is deleted."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.observatory.cited import Citations, Sought
from maillage.observatory.door import Observatory, current
from maillage.store import citations
from maillage.store.duck import connect
from tests.cli.terminal import FTTH, SPEED, debits, debits_file, every_commune, own_copy, plain, publish, run, succeed

FIRST, QUARTER = Period.parse("2018-T1"), Period.parse("2026-T2")
COMMUNE, REGION = Ref.parse("commune:25547"), Ref.parse("region:27")
HEAD = "commune_publiee,periode,colonne,action,ancienne,nouvelle,motif,par,le,statut"
LINE = "25547,2018-T1,raccordables,corriger,700,650,Un immeuble compté deux fois,SIG de la Région,2026-11-25,appliquée"


def correct(home: Path) -> None:
    """An operator corrects a cell of a file."""
    (home / "corrections").mkdir(exist_ok=True)
    (home / "corrections" / "arcep_ftth_2018.csv").write_text(f"{HEAD}\n{LINE}\n", "utf-8")


@pytest.fixture(scope="module")
def story(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A home with three releases, of which the second corrects a cell and the third replaces a file; the folders of the
    first two are deleted. With the key of each."""
    place = tmp_path_factory.mktemp("cited")
    home, keys = own_copy(release_home, place), []
    keys.append(current(home).release.key)
    correct(home)
    publish(home)
    keys.append(current(home).release.key)
    lines = [debits(line[:5], eligible=60, day="2026-06-30") for line in every_commune()]
    succeed(home, "load", "arcep_mci_debits", debits_file(place, *lines, name="arcep_mci_debits.csv"))
    publish(home)
    keys.append(current(home).release.key)
    for number in (1, 2):
        shutil.rmtree(home / "releases" / f"{number:05d}")
    return home, keys


@pytest.fixture
def kept(story: tuple[Path, list[str]]) -> Citations:
    return current(story[0]).citations


def test_each_release_says_what_it_said_once_it_is_deleted(story: tuple[Path, list[str]]) -> None:
    home, keys = story
    said = [current(home).cited(key, FTTH, COMMUNE, FIRST) for key in keys]
    assert [cited.value.numerator for cited in said] == [700, 650, 650]
    assert [cited.release.number for cited in said] == [1, 2, 3]
    assert {cited.name for cited in said} == {current(home).territory(COMMUNE).name}
    assert said[0].value.origins[0].publisher == "Arcep"


def test_a_figure_that_a_release_did_not_have_is_refused_in_words(story: tuple[Path, list[str]]) -> None:
    home, keys = story
    with pytest.raises(UsageError, match="ne porte ce numéro"):
        current(home).cited("1-20200101000000", FTTH, COMMUNE, FIRST)
    with pytest.raises(UsageError, match="n’avait pas ce chiffre"):
        current(home).cited(keys[0], FTTH, COMMUNE, Period.parse("2001"))


def test_what_changed_since_is_told_with_its_reason(story: tuple[Path, list[str]], kept: Citations) -> None:
    home, keys = story
    (since,) = kept.since(current(home).cited(keys[0], FTTH, COMMUNE, FIRST))
    assert (since.by.number, since.since.number, since.published) == (2, 1, True)
    assert (since.before, since.after) == (pytest.approx(100 * 700 / 650), pytest.approx(100))
    assert "Un immeuble compté deux fois (SIG de la Région, 25 novembre 2026)" in since.cause
    assert kept.since(current(home).cited(keys[1], FTTH, COMMUNE, FIRST)) == []


def test_corrections_of_a_release_come_last_first_the_region_before_its_communes(kept: Citations) -> None:
    rows = kept.corrections(Sought(), 0, 1000)
    assert len(rows) == kept.count(Sought())
    assert [row.by.number for row in rows] == sorted((row.by.number for row in rows), reverse=True)
    speeds = kept.corrections(Sought(release=3, indicator=SPEED), 0, 50)
    assert speeds[0].territory == REGION
    assert {row.period for row in speeds} == {QUARTER}
    assert plain(speeds[0].cause).startswith("fichier remplacé : « ")
    (corrected, *_) = kept.by_indicator(Sought(release=3, indicator=SPEED), 5)
    assert (corrected.count, corrected.first.territory) == (len(speeds), REGION)


def test_what_did_not_change_is_kept_once(story: tuple[Path, list[str]]) -> None:
    home, _ = story
    folders = citations.kept(home)
    assert list(folders) == [1, 2, 3]
    assert {path.name for path in folders[1].iterdir()} == {"catalogue.json", "figures.parquet", "release.json"}
    with closing(connect()) as con:
        counted = f"SELECT publication, count(*) FROM {citations.rows(folders)} GROUP BY 1 ORDER BY 1"
        first, second, third = (count for _, count in con.execute(counted).fetchall())
    # Corrected: a commune, and what it is part of. Replaced: the shares of one quarter.
    assert 0 < second < 12
    assert second < third < first / 4


def test_a_release_made_before_citations_has_all_its_figures_kept_at_the_next(
    release_home: Path, tmp_path: Path
) -> None:
    home = own_copy(release_home, tmp_path)
    first = current(home).release.key
    shutil.rmtree(home / "citations")
    shutil.rmtree(home / "releases" / "00001" / citations.OWN)
    correct(home)
    publish(home)
    assert current(home).cited(first, FTTH, COMMUNE, FIRST).value.numerator == 700


def test_a_number_that_was_cited_is_not_given_again(story: tuple[Path, list[str]], tmp_path: Path) -> None:
    home = own_copy(story[0], tmp_path)
    shutil.rmtree(home / "releases")
    publish(home)
    after = current(home)
    assert after.release.number == 4
    assert after.cited(story[1][0], FTTH, COMMUNE, FIRST).value.numerator == 700


def test_citations_that_cannot_be_read_stop_the_computation_in_words(release_home: Path, tmp_path: Path) -> None:
    home = own_copy(release_home, tmp_path)
    (home / "citations" / "00001" / citations.FIGURES).unlink()
    (home / "citations" / "00001" / citations.FIGURES).write_text("autre chose")
    done = run(home, "compute")
    assert done.code == 3
    assert "Remettez-les d’une sauvegarde" in done.err


def test_nothing_reserved_is_kept(demo_home: Path) -> None:
    open_release: Observatory = current(demo_home)
    reserved = {sheet.name for sheet in open_release.sources() if sheet.reserved}
    text = (open_release.folder / citations.OWN / citations.CATALOGUE).read_text("utf-8")
    assert reserved
    assert not [name for name in reserved if name in text]
