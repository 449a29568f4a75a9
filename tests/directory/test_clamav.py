"""Files sent to Debian's clamd, with a base of one signature: what it knows is refused, the rest passes."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maillage.directory.uploads.clamav import Antivirus
from maillage.directory.uploads.door import DOCUMENT, TABLE, admit
from maillage.kernel.errors import UsageError

pytestmark = pytest.mark.more

KNOWN = b"maillage-signature-d-essai"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture(scope="module", params=["unix", "tcp"])
def clamd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a real clamd answers."""
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    if not Path(program).exists():
        pytest.fail("No clamd: run scripts/install_clamav.sh.")
    home = tmp_path_factory.mktemp("clamd")
    (home / "base").mkdir()
    (home / "base" / "essai.ndb").write_text(f"Maillage.Essai:0:*:{KNOWN.hex()}\n")
    port = 20_000 + os.getpid() % 20_000
    where = f"LocalSocket {home}/clamd.ctl" if request.param == "unix" else f"TCPSocket {port}\nTCPAddr 127.0.0.1"
    (home / "clamd.conf").write_text(
        f"{where}\nDatabaseDirectory {home}/base\nForeground yes\nLogFile {home}/clamd.log\nMaxThreads 2\n"
    )
    address = f"{home}/clamd.ctl" if request.param == "unix" else f"127.0.0.1:{port}"
    with subprocess.Popen([program, "-c", str(home / "clamd.conf")], stdout=subprocess.DEVNULL) as server:
        for _ in range(600):
            try:
                found = Antivirus.parse(address)
                assert found is not None
                found.check(b"bonjour")
                break
            except UsageError:
                assert server.poll() is None, (home / "clamd.log").read_text()
                time.sleep(0.1)
        yield address
        server.terminate()


def test_a_real_antivirus_refuses_what_it_knows_and_lets_the_rest_in(clamd: str, settings: Any) -> None:
    settings.MAILLAGE_CLAMAV = Antivirus.parse(clamd)
    assert admit(PDF, "a.pdf", DOCUMENT).content == PDF
    heavy = PDF.replace(b"1 0 obj", b"% " + b"vide " * 400_000 + b"\n1 0 obj")
    assert admit(heavy, "a.pdf", DOCUMENT).content == heavy
    for content, purpose in ((PDF.replace(b"<<>>", b"(" + KNOWN + b")"), DOCUMENT), (b"a;" + KNOWN, TABLE)):
        with pytest.raises(UsageError, match=r"Maillage\.Essai"):
            admit(content, "a", purpose)
