"""Connectable premises find their denominator, in their own file or in the other sheet."""

from contextlib import closing

from maillage.derived.locaux_ftth import compute
from maillage.kernel.problem import Effect
from tests.territories.by_hand import fill, little_france


def computed(deployed, premises):
    problems = []
    with closing(little_france()) as con:
        fill(con, "deploiement_ftth", *deployed)
        fill(con, "logements_etablissements", *premises)
        rows = list(compute(lambda sql: con.execute(sql).fetchall(), lambda *found: problems.append(found)))
    return rows, problems


def deployed(commune, served, period="2018-T1", **more):
    return {"commune": commune, "periode": period, "raccordables": served, "source": "ftth", **more}


def premises(commune, dwellings, offices, period="2018-T1", **more):
    counts = {"logements": dwellings, "etablissements": offices}
    return {"commune": commune, "periode": period, "source": "logements", **counts, **more}


def facts(rows):
    names = ("commune_publiee", "periode", "raccordables", "locaux", "source_locaux")
    return [tuple(row[name] for name in names) for row in rows]


def test_the_dwellings_and_offices_of_the_other_sheet_serve_every_quarter():
    rows, problems = computed(
        [deployed("25001", 10, "2017-T3"), deployed("25001", 20, "2017-T4")], [premises("25001", 90, 10)]
    )
    assert facts(rows) == [("25001", "2017-T3", 10, 100, "logements"), ("25001", "2017-T4", 20, 100, "logements")]
    assert not problems


def test_a_file_that_gives_its_own_premises_is_measured_against_them():
    rows, _ = computed([deployed("25001", 10, "2026-T2", locaux=200)], [premises("25001", 90, 10)])
    assert facts(rows) == [("25001", "2026-T2", 10, 200, "ftth")]


def test_premises_are_matched_by_the_code_that_was_published_before_any_merger():
    rows, _ = computed(
        [deployed("25003", 1, commune_publiee="25003"), deployed("25003", 2, commune_publiee="25021")],
        [premises("25003", 30, 0, commune_publiee="25003"), premises("25003", 40, 0, commune_publiee="25021")],
    )
    assert facts(rows) == [("25003", "2018-T1", 1, 30, "logements"), ("25021", "2018-T1", 2, 40, "logements")]


def test_a_commune_missing_from_the_other_sheet_has_no_denominator():
    rows, _ = computed([deployed("25001", 10)], [premises("25002", 90, 10)])
    assert ("25001", "2018-T1", 10, None, None) in facts(rows)


def test_a_commune_the_sheet_of_deployments_forgets_is_unknown_and_not_zero():
    rows, _ = computed(
        [deployed("25001", 10, "2017-T4"), deployed("25001", 10), deployed("25002", 5)],
        [premises("25001", 90, 10), premises("25002", 9, 1)],
    )
    assert ("25002", "2017-T4", None, 10, "logements") in facts(rows)
    assert len(rows) == 4


def test_a_later_file_of_its_own_premises_forgets_nobody():
    rows, _ = computed([deployed("25001", 10, "2026-T2", locaux=20)], [premises("25002", 9, 1)])
    assert len(rows) == 1


def test_more_connectable_premises_than_premises_is_kept_and_flagged_at_its_line():
    rows, problems = computed(
        [deployed("25002", 1), deployed("25001", 101, ligne=42, fichier="ftth.csv"), deployed("25003", 100)],
        [premises("25001", 90, 10), premises("25002", 1, 0), premises("25003", 100, 0)],
    )
    assert ("25001", "2018-T1", 101, 100, "logements") in facts(rows)
    [(source, problem)] = problems
    assert (source, problem.file, problem.line, problem.value) == ("ftth", "ftth.csv", 42, "101")
    assert problem.effect is Effect.FLAGGED
    assert "101 locaux raccordables pour 100 logements et établissements" in problem.reason


def test_premises_above_in_a_file_of_its_own_are_left_to_the_rule_of_its_table():
    _, problems = computed([deployed("25001", 101, "2026-T2", locaux=100)], [])
    assert not problems
