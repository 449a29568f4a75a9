"""What people write is kept on PostgreSQL too: tables, signing in, counts by several at once, French order. See also
`make test-postgresql`, which runs all their tests there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.config.database import chosen
from maillage.kernel.errors import UsageError
from tests.conftest import ROOT
from tests.postgresql import running

pytestmark = pytest.mark.more

PROGRAM = """
import sys
from pathlib import Path
from maillage.config.serve import open_home
open_home(Path(sys.argv[1]))
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from django.db import connection, connections
from django.test import Client
from maillage.directory.joining import Described, describe, join
from maillage.directory.limits import Limit, allowed
from maillage.directory.sign_in import token_for
from maillage.directory.models import Attempt, Organisation

assert connection.vendor == "postgresql"
describe("Doubs", Described(territory="departement:25"))
join("ada@exemple.fr", "Doubs", "contributeur")
visitor = Client(headers={"host": "localhost"})
link = "/piloter/connexion/" + token_for("ada@exemple.fr")
print(visitor.post(link).status_code, visitor.post(link).status_code)
print(visitor.get("/contestations/espace").status_code)

ten = Limit("ensemble", 10, timedelta(days=365))
def sent(_):
    try:
        return allowed(ten, "192.0.2.1")
    finally:
        connections.close_all()
with ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(sent, range(40))))
print(Attempt.objects.get().count)
describe("Zone", Described(territory="departement:25"))
describe("Équipe", Described(territory="departement:25"))
print(",".join(Organisation.objects.values_list("name", flat=True)))
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running() as one:
        yield one


def test_one_signs_in_and_no_more_pass_when_several_threads_send_at_once(address: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(ROOT), "MAILLAGE_DEBUG": "1"},
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["302", "410", "200", "10", "40", "Doubs,Équipe,Zone"]
    assert not (tmp_path / "maillage.sqlite3").exists()


def test_the_database_is_named_by_one_address(tmp_path: Path) -> None:
    told = chosen({"DATABASE_URL": "postgresql://moi:a%40b@bd.exemple.fr:5433/base?sslmode=require"}, tmp_path)
    assert (told["USER"], told["PASSWORD"], told["HOST"], told["PORT"]) == ("moi", "a@b", "bd.exemple.fr", "5433")
    assert (told["NAME"], told["OPTIONS"]) == ("base", {"sslmode": "require"})
    assert chosen({}, tmp_path)["NAME"] == tmp_path / "maillage.sqlite3"
    for wrong in ("mysql://moi@hote/base", "postgresql://hote", "postgresql://hote:x/base"):
        with pytest.raises(UsageError, match="DATABASE_URL"):
            chosen({"DATABASE_URL": wrong}, tmp_path)
