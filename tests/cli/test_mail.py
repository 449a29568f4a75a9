"""`maillage mail` and `maillage purge`: what leaves, and what is forgotten, as a timer runs them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.terminal import plain
from tests.conftest import stranger

SMTP = {"MAILLAGE_SMTP": "smtp+plain://127.0.0.1:9"}


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(release_home, tmp_path / "home", symlinks=True))


def followed(home: Path) -> None:
    """Somebody who said yes before the figures were what they are."""
    with closing(sqlite3.connect(home / "maillage.sqlite3")) as con, con:
        con.execute("INSERT INTO following_follower (email) VALUES ('ada@exemple.fr')")
        con.execute(
            "INSERT INTO following_subscription (follower_id, commune, address, asked_at, confirmed_at, told) "
            "SELECT id, '25547', '', '2026-11-01', '2026-11-01', '{}' FROM following_follower"
        )


@pytest.mark.more
def test_what_is_due_leaves_once_and_is_written_out_without_a_server(home: Path) -> None:
    followed(home)
    done = stranger(home, "mail")
    assert (done.returncode, done.stderr) == (0, "")
    said = plain(done.stdout)
    assert "To: ada@exemple.fr" in said
    assert "List-Unsubscribe: <http://localhost:8000/suivre/arreter/" in " ".join(said.split())
    assert said.endswith(
        "Suivis : 1 message, 0 renouvellement demandé. Signalements : 0 transmis, 0 réponse envoyée. "
        "Contestations : 0 transmise. Rappels : 0 message. Avis : 0 message.\n"
    )
    again = stranger(home, "mail")
    assert "To: ada@exemple.fr" not in again.stdout


@pytest.mark.more
def test_a_server_that_does_not_answer_loses_nothing(home: Path) -> None:
    followed(home)
    done = stranger(home, "mail", **SMTP)
    assert done.returncode == 3
    assert plain(done.stderr).startswith("maillage : Le serveur de courriel ne répond pas (Connection refused).")
    assert "Traceback" not in done.stderr
    assert "To: ada@exemple.fr" in stranger(home, "mail").stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("MAILLAGE_SMTP", "mail.exemple.fr", marks=pytest.mark.more),
        ("MAILLAGE_SMTP", "smtp://u:secret@host:port"),
        pytest.param("MAILLAGE_ADDRESS", "numerique.exemple.fr", marks=pytest.mark.more),
        pytest.param("MAILLAGE_PROXIES", "deux", marks=pytest.mark.more),
    ],
)
def test_a_setting_that_cannot_be_read_is_told_without_its_password(home: Path, name: str, value: str) -> None:
    done = stranger(home, "mail", **{name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.more
def test_purge_says_what_it_forgot(home: Path) -> None:
    followed(home)
    with closing(sqlite3.connect(home / "maillage.sqlite3")) as con, con:
        con.execute("UPDATE following_subscription SET confirmed_at = NULL")
    done = stranger(home, "purge")
    assert (done.returncode, done.stderr) == (0, "")
    assert plain(done.stdout) == "Oubliés : 2 suivis ou adresses, 0 donnée de signalements.\n"
