import os

import pytest

from maillage.store import duck


def test_two_runs_of_one_process_never_see_each_other_s_tables():
    with duck.scratch() as first, duck.scratch() as second:
        first.execute("CREATE TABLE staging AS SELECT 1 AS ligne")
        second.execute("CREATE TABLE staging AS SELECT 2 AS ligne")
        assert first.execute("FROM staging").fetchall() == [(1,)]
        assert second.execute("FROM staging").fetchall() == [(2,)]
    with duck.scratch() as third, pytest.raises(duck.duckdb.CatalogException):
        third.execute("FROM staging")


def test_a_run_that_fails_leaves_nothing_behind():
    with duck.scratch() as con:
        con.execute("CREATE TABLE staging (ligne INTEGER)")
        with pytest.raises(duck.duckdb.ConversionException):
            con.execute("INSERT INTO staging VALUES ('x')")
    with duck.scratch() as con:
        assert con.execute("SELECT count(*) FROM duckdb_databases() WHERE database_name LIKE 'run_%'").fetchall() == [
            (1,)
        ]


def test_a_copy_of_the_process_opens_its_own_once_closed():
    with duck.scratch() as con:
        con.execute("SELECT 1")
    duck.close()
    child = os.fork()
    if child == 0:
        with duck.scratch() as con:
            answer = con.execute("SELECT sum(range)::INTEGER FROM range(10)").fetchone()
        os._exit(0 if answer == (45,) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
