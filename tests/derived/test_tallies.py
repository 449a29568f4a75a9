"""What computed tables count is what was loaded: each that counts says so, and nothing is published otherwise."""

import shutil
from pathlib import Path

import pytest

from maillage import derived
from maillage.kernel.derived import Tally
from maillage.kernel.errors import DataError
from maillage.pipeline.checks import check_tallies
from maillage.pipeline.compute import compute
from maillage.store.home import Home

COUNTING = {"avancement_immeubles", "debits_terrestres", "glissements_ftth", "locaux_ftth", "prioritaires_fixe"}
ONE = Tally("lieux", "counted", "loaded")


def test_every_table_that_counts_rows_of_the_lake_says_what_must_add_up():
    assert {name for name, module in derived.catalogue().items() if module.DERIVED.tallies} == COUNTING


@pytest.mark.parametrize(
    ("counted", "loaded"),
    [({"2026": 3}, {"2026": 2}), ({"2026": 2}, {"2026": 3}), ({}, {"2026": 1}), ({"2026": 1}, {})],
)
def test_one_more_or_one_less_than_what_was_loaded_is_refused(counted, loaded):
    said = {"counted": list(counted.items()), "loaded": list(loaded.items())}
    with pytest.raises(DataError, match=r"« Table » : les lieux comptés ne sont pas ceux qui sont chargés \(2026"):
        check_tallies(said.__getitem__, "Table", (ONE,))


def test_a_group_without_any_number_counts_zero():
    said = {"counted": [("2026", 2), ("2025", None)], "loaded": [("2026", 2)]}
    check_tallies(said.__getitem__, "Table", (ONE,))


def test_a_table_that_counts_a_row_too_many_publishes_nothing(
    release_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(shutil.copytree(release_home, tmp_path / "home", symlinks=True))
    before = (home.root / "releases" / "current").resolve()
    module = derived.catalogue()["avancement_immeubles"]
    usual = module.compute
    monkeypatch.setattr(
        module, "compute", lambda query, report: [*usual(query, report), *list(usual(query, report))[:1]]
    )
    with pytest.raises(DataError, match="immeubles comptés ne sont pas ceux qui sont chargés"):
        compute(home, "27")
    assert (home.root / "releases" / "current").resolve() == before
    assert not home.build.exists()
