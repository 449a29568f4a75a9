"""Loading what is shipped beside what stands here already, and by the command."""

import re
import shutil
from pathlib import Path

import pytest

from maillage.kernel.errors import UsageError
from maillage.steering import shipped
from maillage.steering.strategies.models import Edition, State, Strategy
from tests import homes

pytestmark = pytest.mark.django_db

# The command four times, in one process of its own.
COMMANDS = """
from maillage.cli.main import main
for arguments in ([], ["load", "scoran-bfc"], ["load", "scoran-bfc"]):
    main(["strategies", *arguments])
    print("===")
try:
    main(["strategies", "load", "nulle-part"])
except SystemExit as left:
    print(left.code)
"""


def test_an_edition_in_force_here_is_not_replaced_by_the_one_of_the_package() -> None:
    own = Strategy.objects.create(slug="scoran-bfc", title="La nôtre", level="region")
    Edition.objects.create(strategy=own, name="2024", level_names=[["axe", "axes"]], state=State.IN_FORCE)
    done, *_ = shipped.load(["scoran-bfc"])
    assert done.left == ["la fiche, changée ici"]
    assert own.editions.get(name="2019").state == State.DRAFT


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageError, match="Il y a : codex-nfc, ppun-bfc, scoran-bfc, capeco-bfc"):
        shipped.load(["scoran-xx"])


@pytest.mark.more
def test_the_command_lists_what_is_shipped_and_loads_it_once(tmp_path: Path) -> None:
    home = Path(shutil.copytree(homes.blank(), tmp_path / "home"))
    listed, first, again, unknown = homes.run_python(COMMANDS, home).split("===\n")
    assert re.search(r"scoran-bfc .* 90 +à charger", listed)
    assert "scoran-bfc : 92 éléments ajoutés" in first
    assert "scoran-bfc : 0 élément ajouté" in again
    assert "Instances : 0 élément ajouté" in again
    assert unknown == "2\n"
