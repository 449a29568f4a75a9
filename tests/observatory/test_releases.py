"""Readers and releases: the new one is seen, the old one still answers, and threads do not disturb each other."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date

import pytest

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Completeness, Origin, Value
from maillage.observatory.door import Observatory, current
from maillage.observatory.sheets import ProfileLine
from maillage.pipeline.compute import compute, deliveries_of
from maillage.pipeline.publish import publish
from maillage.store.duck import connect, quoted
from maillage.store.home import Home
from maillage.store.receipt import ArchivedFile, Counts, Receipt

FTTH = "taux_locaux_raccordables_ftth"
OPEN_DATA = "taux_communes_3500_open_data"


@pytest.fixture
def home(release_home, tmp_path):
    """A copy of the samples' home, to publish in."""
    return shutil.copytree(release_home, tmp_path / "home", symlinks=True)


def test_a_new_release_is_seen_at_the_next_request_and_the_old_one_still_answers(home):
    before = current(home)
    assert current(home) is before, "the release is opened once"
    compute(Home(home), "27")
    publish(Home(home))
    after = current(home)
    assert (before.release.number, after.release.number) == (1, 2)
    ref = Ref.parse("region:27")
    assert before.series(FTTH, ref) == after.series(FTTH, ref)


@pytest.mark.more
def test_computing_without_publishing_changes_nothing_for_readers(home):
    before = current(home)
    compute(Home(home), "27")
    assert current(home) is before


@pytest.mark.more
def test_eight_threads_asking_at_once_get_the_right_answers(release_home):
    observatory = current(release_home)
    refs = [one.ref for level in Level for one in observatory.territories(level)]
    period = Period.parse("2018-T1")

    def ask(ref):
        here = current(release_home)
        return (
            here.profile(ref),
            here.series(FTTH, ref),
            here.ranking(FTTH, ref.level, period),
            here.layer(FTTH, ref.level, period),
            here.search(ref.code),
            here.problems("arcep_ftth_2018"),
        )

    expected = [ask(ref) for ref in refs]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            assert list(threads.map(ask, refs)) == expected


def test_threads_opening_a_release_at_once_share_one(home):
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: current(home), range(32)))
    assert len({id(one) for one in found}) == 1


def test_a_commune_that_is_concerned_but_unknown_does_not_read_as_without_object(home):
    folder = (home / "releases" / "current").resolve()
    path = folder / "values.parquet"
    kept = f"FROM read_parquet({quoted(path)}) WHERE NOT (code = '25388' AND indicateur = '{OPEN_DATA}')"
    with closing(connect()) as con:
        con.execute(f"CREATE TABLE kept AS {kept}")
        con.execute(f"COPY kept TO {quoted(path)} (FORMAT parquet)")
    found = {
        code: next(
            line
            for line in Observatory(folder).profile(Ref(Level.COMMUNE, code))
            if line.sheet.indicator.name == OPEN_DATA
        )
        for code in ("25388", "25547")
    }
    assert not found["25388"].values
    assert found["25388"].concerned, "4,100 inhabitants: concerned, only unknown"
    assert not found["25547"].concerned, "1,200 inhabitants"


def value(period, amount, segment=0):
    origin = Origin("essai", "Essai", "Éditeur", period, date(2026, 1, 1))
    return Value(
        Ref(Level.COMMUNE, "25056"), Period.parse(period), amount, 1, 2, Completeness(1, 1), (), (origin,), segment
    )


@pytest.mark.parametrize(
    ("values", "change"),
    [
        ([], None),
        ([("2024", 10.0, 0)], None),
        ([("2024", 10.0, 0), ("2025", 12.5, 0)], 2.5),
        ([("2023", 1.0, 0), ("2024", 10.0, 0), ("2025", 12.5, 1)], None),
        ([("2023", 1.0, 0), ("2024", 10.0, 1), ("2025", 12.5, 1)], 2.5),
        ([("2023", 10.0, 0), ("2024", None, 0), ("2025", 12.5, 0)], 2.5),
        ([("2023", 10.0, 0), ("2024", 12.5, 0), ("2025", None, 0)], None),
    ],
    ids=["no value", "one value", "two values", "across a break", "after a break", "over a hole", "last unknown"],
)
def test_a_change_is_told_between_the_last_two_values_that_compare(observatory_sheet, values, change):
    line = ProfileLine(observatory_sheet, tuple(value(*one) for one in values), None, True)
    assert line.change == change


@pytest.fixture(scope="module")
def observatory_sheet(release_home):
    return current(release_home).indicator(FTTH)


def receipt(source, period, *rows):
    file = ArchivedFile("f.csv", "archive/f.csv", "0" * 64, 1, "2026-01-01")
    return Receipt(source, "table", period, (file,), Counts(), "data", "problems", rows)


@pytest.mark.parametrize(
    ("asked", "delivered"),
    [
        ("2018-T1", "2018-T1"),
        ("2017-T4", "2018-T1"),
        ("2018-T4", "2019-T1"),
        ("2018-T3", "2018-T1"),
        ("2016", "2018-T1"),
    ],
    ids=["its own", "in its rows", "in the rows of a later one", "the last before", "the first there is"],
)
def test_a_figure_comes_from_the_delivery_that_describes_its_period(asked, delivered):
    receipts = [
        receipt("a", "2018-T1", "2017-T4", "2018-T1"),
        receipt("a", "2019-T1", "2018-T4", "2019-T1"),
        receipt("b", "2018-T1"),
    ]
    found = deliveries_of(receipts, ["a"], Period.parse(asked))
    assert [(one.source, one.period) for one in found] == [("a", delivered)]


def test_a_source_never_delivered_is_no_origin():
    assert deliveries_of([], ["a"], Period.parse("2018")) == []


def test_reading_and_building_never_wait_for_the_web_framework():
    modules = "maillage.observatory.door, maillage.pipeline.build, " + ", ".join(
        f"maillage.cli.{family}.run" for family in ("reading", "simulating", "up", "writing")
    )
    roots = "{name.split('.')[0] for name in sys.modules}"
    code = f"import sys, {modules}; print(sorted({roots} & {{'django', 'ninja'}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
