"""The site stands: damaged releases, full and read-only disks, slow clients, a busy database, what programs ask."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from maillage.kernel.errors import DataError
from maillage.observatory import door
from maillage.store import whole
from tests.conftest import maillage, stranger
from tests.serving import answers, free_port, said_by, start
from tests.web.axe import faults
from tests.web.filling import submits

ROOT = Path(__file__).parents[2]


@pytest.fixture
def two_releases(release_home: Path, tmp_path: Path) -> Iterator[Path]:
    """A home whose first release was published again as the second."""
    home = Path(shutil.copytree(release_home, tmp_path / "home", symlinks=True))
    second = home / "releases" / "00002"
    shutil.copytree(home / "releases" / "00001", second)
    facts = json.loads((second / "release.json").read_text())
    (second / "release.json").write_text(json.dumps(facts | {"number": 2}))
    whole.seal(second)
    (home / "releases" / "current").unlink()
    (home / "releases" / "current").symlink_to("00002")
    door.close()
    yield home
    door.close()


def cut(path: Path) -> None:
    """The file as a full disk leaves it."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def altered(path: Path) -> None:
    """One byte of the file, changed."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_what_is_published_is_listed_with_its_digests(release_home: Path) -> None:
    folder = (release_home / "releases" / "current").resolve()
    listed = json.loads((folder / whole.LIST).read_text())
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files - {whole.LIST} == set(listed)
    assert whole.altered(folder) == ""


@pytest.mark.more
@pytest.mark.parametrize("name", ["values.parquet", "catalogue.json", "search.sqlite", "digests.json", "release.json"])
def test_a_cut_release_gives_way_to_the_one_before(reading: Any, two_releases: Path, name: str) -> None:
    cut(two_releases / "releases" / "00002" / name)
    site = reading(two_releases)
    page = site.get("/").content.decode()
    assert "La publication n° 2 est abîmée" in page
    assert "ces pages montrent la n° 1" in page


def test_a_release_that_lost_a_file_gives_way_too(reading: Any, two_releases: Path) -> None:
    (two_releases / "releases" / "00002" / "ranking.parquet").unlink()
    assert "est abîmée" in reading(two_releases).get("/indicateurs").content.decode()


def test_one_changed_byte_is_seen_when_the_site_starts(two_releases: Path) -> None:
    altered(two_releases / "releases" / "00002" / "values.parquet")
    assert [folder.name for folder in door.verify(two_releases)] == ["00002"]
    assert door.current(two_releases).release.number == 1
    assert door.current(two_releases).damaged == 2


def test_a_whole_release_says_nothing_of_the_kind(reading: Any, two_releases: Path) -> None:
    assert door.verify(two_releases) == []
    assert "abîmée" not in reading(two_releases).get("/").content.decode()


def test_without_any_whole_release_the_reader_is_told(reading: Any, two_releases: Path) -> None:
    for number in (1, 2):
        cut(two_releases / "releases" / f"0000{number}" / "catalogue.json")
    with pytest.raises(DataError, match="aucune autre n’est entière"):
        door.current(two_releases)
    assert reading(two_releases).get("/").status_code == 503


@pytest.mark.django_db
def test_health_tells_the_release_and_the_database(reading: Any, two_releases: Path) -> None:
    site = reading(two_releases)
    answer = site.get("/sante")
    told = answer.json()
    assert answer.status_code == 200
    assert told["publication"]["numero"] == 2
    assert (told["publication_abimee"], told["base_de_donnees"]) == (None, True)
    cut(two_releases / "releases" / "00002" / "values.parquet")
    door.close()
    told = site.get("/sante").json()
    assert (told["publication"]["numero"], told["publication_abimee"]) == (1, 2)


@pytest.mark.django_db
def test_health_is_503_without_release(reading: Any, tmp_path: Path) -> None:
    answer = reading(tmp_path).get("/sante")
    assert answer.status_code == 503
    assert answer.json()["publication"] is None


def small_disk(place: Path, *options: str) -> None:
    """A disk of its own at this place, of a few megabytes or as the options say."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", *options, "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no disk of one's own can be mounted here: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    small_disk(place, "-o", "size=60m")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> None:
    """Not a byte is left."""
    handle = os.open(place / "filling", os.O_WRONLY | os.O_CREAT)
    block = 64 * 1024
    while block:
        try:
            os.write(handle, bytes(block))
        except OSError:
            block //= 2
    os.close(handle)


def served_once(home: Path) -> subprocess.CompletedProcess[str]:
    """What the command says of a site that cannot start."""
    return stranger(home, "serve", "--port", str(free_port()))


def one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if not line.startswith("·")][1:] == []
    for word in words:
        assert word in done.stderr


@pytest.mark.more
def test_serve_says_in_one_sentence_that_the_disk_is_full(disk: Path, release_home: Path) -> None:
    shutil.copytree(release_home, disk / "home", symlinks=True)
    fill(disk)
    one_sentence(served_once(disk / "home"), "sur un disque plein", "Libérez de la place")


@pytest.mark.more
def test_serve_says_in_one_sentence_that_the_disk_is_read_only(disk: Path, release_home: Path) -> None:
    shutil.copytree(release_home, disk / "home", symlinks=True)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    one_sentence(served_once(disk / "home"), "en lecture seule", "MAILLAGE_HOME")


@pytest.mark.more
def test_serve_says_in_one_sentence_that_the_database_is_cut(release_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(release_home, tmp_path / "home", symlinks=True))
    cut(home / "maillage.sqlite3")
    one_sentence(served_once(home), "maillage.sqlite3", "sauvegarde")


def test_serve_says_in_one_sentence_that_the_key_is_empty(release_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(release_home, tmp_path / "home", symlinks=True))
    (home / "secret_key").write_text("")
    one_sentence(served_once(home), "secret_key est vide")


@pytest.mark.more
def test_compute_on_a_full_disk_leaves_nothing_and_serves_what_was(disk: Path, release_home: Path) -> None:
    home = Path(shutil.copytree(release_home, disk / "home", symlinks=True))
    fill(disk)
    done = maillage(home, "compute")
    one_sentence(done, "Impossible d’écrire", "ce qui était publié le reste")
    assert not (home / "build.tmp").exists()
    assert not (home / "build").exists()
    assert door.verify(home) == []
    door.close()


PARTIAL = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    b"POST /suivre HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nabc",
)


@pytest.mark.more
def test_fifty_readers_are_answered_while_sixty_four_clients_never_end_theirs(served: str) -> None:
    port = int(served.rpartition(":")[2])
    slow = [socket.create_connection(("localhost", port)) for _ in range(64)]
    try:
        for rank, client in enumerate(slow):
            client.sendall(PARTIAL[rank % 2])

        def read(rank: int) -> int:
            with urllib.request.urlopen(f"{served}/indicateurs", timeout=120) as answer:
                return int(answer.status)

        with ThreadPoolExecutor(50) as readers:
            assert set(readers.map(read, range(50))) == {200}
        # Those that were patient enough are still there, and end theirs.
        slow[0].sendall(b"1\r\nConnection: close\r\n\r\n")
        assert slow[0].recv(15).startswith(b"HTTP/1.1 ")
    finally:
        for client in slow:
            client.close()


def test_a_body_sent_byte_by_byte_is_read_whole(served: str) -> None:
    port = int(served.rpartition(":")[2])
    with socket.create_connection(("localhost", port)) as client:
        for byte in b"GET /sante HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n":
            client.sendall(bytes([byte]))
        answer = b""
        while block := client.recv(4096):
            answer += block
    assert answer.startswith(b"HTTP/1.1 200")


def test_a_kept_alive_connection_serves_again(served: str) -> None:
    port = int(served.rpartition(":")[2])
    with socket.create_connection(("localhost", port)) as client:
        for _ in range(3):
            client.sendall(b"HEAD /indicateurs HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(65536).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("address", ["https://localhost", "http://localhost:8000"])
def test_https_follows_the_address_of_the_site_not_what_a_proxy_says(
    reading: Any, release_home: Path, settings: Any, address: str
) -> None:
    settings.MAILLAGE_ADDRESS = address
    site = reading(release_home)
    secure = address.startswith("https")
    for said in ("http", "https"):
        answer = site.get("/suivre?commune=25547", headers={"X-Forwarded-Proto": said}, secure=said == "https")
        assert bool(answer.cookies["maillage_formulaire"]["secure"]) is secure
        assert answer.headers.get("Strict-Transport-Security") == ("max-age=31536000" if secure else None)


@pytest.fixture(scope="module")
def busy_site(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server with a member, and its home."""
    home = tmp_path_factory.mktemp("busy") / "home"
    shutil.copytree(release_home, home, symlinks=True)
    for arguments in (
        ("organisation", "Équipe", "--kind", "equipe", "--territory", "region:27"),
        ("member", "add", "ada@exemple.fr", "--organisation", "Équipe", "--role", "equipe"),
    ):
        assert stranger(home, *arguments).returncode == 0
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}", server, home)
        yield f"http://localhost:{port}", home
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def signed_in(page: Page, home: Path) -> None:
    """Signs in by the link of the last mail."""
    page.goto("/piloter/connexion")
    page.get_by_label("adresse électronique professionnelle").fill("ada@exemple.fr")
    page.get_by_role("button", name="Recevoir le lien").click()
    expect(page.get_by_role("heading", name="Regardez vos messages")).to_be_visible()
    page.goto(re.findall(r"/piloter/connexion/[^\s\"]+", said_by(home).read_text("utf-8"))[-1])
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("**/piloter")


@pytest.mark.more
@pytest.mark.browser
@submits("errors/kept.html")
def test_what_was_typed_is_kept_when_the_database_is_busy(browser: Browser, busy_site: tuple[str, Path]) -> None:
    address, home = busy_site
    with (
        browser.new_context(base_url=address) as context,
        closing(sqlite3.connect(home / "maillage.sqlite3", isolation_level=None)) as other,
    ):
        page = context.new_page()
        page.goto("/suivre?commune=25547")
        page.get_by_label("adresse électronique").fill("lectrice@exemple.fr")
        other.execute("BEGIN IMMEDIATE")
        page.locator("main form button[type=submit]").last.click()
        expect(page.get_by_role("heading", name="Recommencez dans un instant")).to_be_visible(timeout=30_000)
        expect(page.get_by_text("lectrice@exemple.fr")).to_be_visible()
        assert faults(page) == []
        other.execute("ROLLBACK")
        page.get_by_role("button", name="Renvoyer").click()
        page.wait_for_url("**/suivre/envoye**")
        assert other.execute("SELECT count(*) FROM following_follower").fetchall() != [(0,)]


@pytest.mark.more
@pytest.mark.browser
@submits("errors/kept.html")
def test_what_was_typed_is_kept_when_the_session_is_over(browser: Browser, busy_site: tuple[str, Path]) -> None:
    address, home = busy_site
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        signed_in(page, home)
        page.goto("/piloter/strategies/nouvelle")
        page.get_by_label("Titre", exact=False).first.fill("Le numérique de nos vallées")
        for field in page.locator("main form :is(input, textarea)[required]:visible").all()[1:]:
            field.fill("nos-vallees")
        context.clear_cookies()
        page.locator("main form button[type=submit]").last.click()
        expect(page.get_by_role("heading", name="Votre session est finie")).to_be_visible(timeout=30_000)
        expect(page.get_by_text("Le numérique de nos vallées")).to_be_visible()
        assert faults(page) == []
        page.get_by_role("button", name="Puis renvoyer").click()
        expect(page.get_by_role("heading", name="Votre session est finie")).to_be_visible()
        expect(page.get_by_text("Le numérique de nos vallées")).to_be_visible()
        with context.expect_page() as opened:
            page.get_by_role("link", name="Se reconnecter dans un autre onglet").click()
        signed_in(opened.value, home)
        page.get_by_role("button", name="Puis renvoyer").click()
        if page.get_by_role("heading", name="Confirmez votre envoi").count():
            page.get_by_role("button", name="Renvoyer").click()
        expect(page.get_by_text("Le numérique de nos vallées").first).to_be_visible()
        expect(page.get_by_role("heading", name="Votre session est finie")).to_have_count(0)


def test_a_form_of_another_site_is_never_offered_to_be_sent_again(site: Any) -> None:
    forged = {"Sec-Fetch-Site": "cross-site", "Origin": "https://ailleurs.example"}
    answer = site.post("/piloter/strategies/nouvelle", {"title": "Volé"}, headers=forged)
    assert answer.status_code == 302
    strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    page = strict.post("/suivre", {"email": "a@exemple.fr"}, headers=forged).content.decode()
    assert "Formulaire refusé" in page
    assert "a@exemple.fr" not in page


def test_robots_are_told_to_leave_a_simulated_site_alone(reading: Any, demo_home: Path) -> None:
    site = reading(demo_home)
    assert "Disallow: /\n" in site.get("/robots.txt").content.decode()
    assert site.get("/")["X-Robots-Tag"] == "noindex, nofollow"
    assert "<loc>" not in site.get("/sitemap.xml").content.decode()


@pytest.mark.django_db
def test_robots_are_led_to_every_public_page_of_a_real_one(reading: Any, bfc_home: Path) -> None:
    site = reading(bfc_home)
    told = site.get("/robots.txt").content.decode()
    assert "Disallow: /piloter" in told
    assert "Sitemap: http://localhost:8000/sitemap.xml" in told
    assert "X-Robots-Tag" not in site.get("/").headers
    listed = re.findall(r"<loc>http://localhost:8000(/[^<]*)</loc>", site.get("/sitemap.xml").content.decode())
    assert len(listed) == len(set(listed)) > 3_800
    assert "/territoires/commune/25056" in listed
    for address in (one for one in listed if not one.startswith("/territoires/commune/")):
        if not address.startswith("/territoires/epci/"):
            assert site.get(address).status_code == 200, address


def test_a_workbook_of_a_release_is_made_once(site: Any, release_home: Path) -> None:
    shutil.rmtree(release_home / "exports", ignore_errors=True)
    first = b"".join(site.get("/indicateurs.xlsx").streaming_content)
    kept = list((release_home / "exports").glob("*.xlsx"))
    assert len(kept) == 1
    assert b"".join(site.get("/indicateurs.xlsx?n=1").streaming_content) == first
    assert list((release_home / "exports").glob("*")) == kept
