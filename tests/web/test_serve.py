"""Serving: one command, one folder, a clean stop."""

import shutil
import signal
import stat
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from maillage.config.serve import serve
from maillage.kernel.errors import UsageError
from tests.serving import answers, free_port, said_by, start


@pytest.mark.more
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_server_says_where_it_is_and_stops_when_asked(
    release_home: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    home = tmp_path / "home"
    shutil.copytree(release_home, home, symlinks=True)
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}/", server, home)
        server.send_signal(stop)
        assert server.wait(timeout=20) == 0
    said = said_by(home).read_text("utf-8")
    assert f"Maillage est ouvert à l’adresse http://localhost:{port}/" in said
    assert "Traceback" not in said
    # The server's own home folder is this one: whatever it writes outside of MAILLAGE_HOME shows here.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "home.log"]
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600


def test_a_port_already_taken_is_said_in_french(served: str, tmp_path: Path) -> None:
    port = int(served.rsplit(":", 1)[1])
    with pytest.raises(UsageError, match=r"le port est déjà pris.*--port"):
        serve(tmp_path, "127.0.0.1", port)


def test_static_files_are_named_by_their_content_compressed_and_kept(served: str) -> None:
    with urllib.request.urlopen(f"{served}/") as answer:
        body = answer.read().decode()
    address = body.split('rel="stylesheet" href="')[1].split('"')[0]
    asked = urllib.request.Request(f"{served}{address}", headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_another_host_name_is_refused(served: str) -> None:
    asked = urllib.request.Request(f"{served}/", headers={"Host": "ailleurs.exemple"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(asked)
    assert refusal.value.code == 400
    refusal.value.close()


def test_a_question_about_a_page_brings_no_body(served: str) -> None:
    asked = urllib.request.Request(f"{served}/territoires/region/27", method="HEAD")
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200
        assert answer.read() == b""
