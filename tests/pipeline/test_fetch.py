"""What a user gets when Maillage brings official files itself: real sockets, a real server, no mock."""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kernel.errors import MaillageError, NetworkError, UsageError
from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.source import Content, DataGouv, Direct, Listing, Source
from maillage.pipeline.fetch import Fetched, addresses_from_environment, fetch
from maillage.pipeline.http import Manners, proposed_name, safe_name
from tests.pipeline.publisher import Publisher, Reply, closed_port, publishing

QUICK = Manners(tries=3, base_delay=0.01, longest_delay=0.5, pause=0, connect_timeout=0.5, read_timeout=0.5)
BODY = b"code_insee;nom\n" + b"".join(b"%05d;Commune\n" % number for number in range(25001, 26000))
V1 = {"ETag": '"v1"', "Last-Modified": "Wed, 02 Sep 2026 10:00:00 GMT"}
V2 = {"ETag": '"v2"', "Last-Modified": "Thu, 03 Sep 2026 10:00:00 GMT"}
COMMUNE = DataGouv("deploiements", r"(\d{4})T(\d)-Commune", r"\1-T\2")
SITES = Listing("", r"(\d{4})_T(\d)_sites_Metropole\.csv", r"\1-T\2")


Step = tuple[str, int, int | None]


class NoFormat:
    def read(self, path: Path) -> Content:
        raise AssertionError("fetch never reads a file")


def source(remote: Direct | Listing | DataGouv | None) -> Source:
    return Source(
        name="essai",
        table="essais",
        title="Données d’essai",
        publisher="Éditeur",
        page="https://exemple.fr/essai",
        licence=LICENCE_OUVERTE_2,
        frequency="trimestrielle",
        format=NoFormat(),
        required=(),
        remote=remote,
    )


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as one:
        yield one


def bring(url: str, folder: Path, manners: Manners = QUICK, told: list[Step] | None = None) -> Fetched:
    steps = [] if told is None else told
    remote = source(Direct(url))
    (fetched,) = fetch(remote, (), folder, progress=lambda *step: steps.append(step), manners=manners)
    return fetched


def refusal(url: str, folder: Path, manners: Manners = QUICK) -> str:
    with pytest.raises(NetworkError) as caught:
        bring(url, folder, manners)
    return str(caught.value)


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def ranges_asked(publisher: Publisher) -> list[str | None]:
    return [asked.headers["Range"] for asked in publisher.asked]


class TestOneFile:
    def test_it_lands_whole_with_its_checksum_and_dates(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/last/commune.csv", Reply(body=BODY, headers=V1))
        fetched = bring(url, tmp_path)
        assert fetched.path.name == "commune.csv"
        assert fetched.path.read_bytes() == BODY
        assert fetched == Fetched(
            path=tmp_path / "commune.csv",
            url=url,
            resolved_url=url,
            etag='"v1"',
            last_modified="Wed, 02 Sep 2026 10:00:00 GMT",
            published_on=date(2026, 9, 2),
            sha256=hashlib.sha256(BODY).hexdigest(),
            size=len(BODY),
            period=None,
        )
        assert left_in(tmp_path) == {"commune.csv", "commune.csv.fetch.json"}

    def test_without_etag_nor_date_it_lands_too(self, publisher: Publisher, tmp_path: Path) -> None:
        fetched = bring(publisher.give("/commune.csv", BODY), tmp_path)
        assert (fetched.etag, fetched.last_modified, fetched.published_on) == ("", "", None)

    def test_an_empty_file_is_brought_as_it_is(self, publisher: Publisher, tmp_path: Path) -> None:
        assert bring(publisher.give("/vide.csv", b""), tmp_path).size == 0

    def test_a_gzip_file_is_kept_as_published(self, publisher: Publisher, tmp_path: Path) -> None:
        packed = b"\x1f\x8b" + bytes(range(256))
        url = publisher.give("/base.csv.gz", Reply(body=packed, headers={"Content-Encoding": "gzip"}))
        assert bring(url, tmp_path).path.read_bytes() == packed

    def test_progress_is_told_up_to_the_last_byte(self, publisher: Publisher, tmp_path: Path) -> None:
        told: list[Step] = []
        bring(publisher.give("/commune.csv", BODY), tmp_path, told=told)
        assert told[0] == ("commune.csv", 0, len(BODY))
        assert told[-1] == ("commune.csv", len(BODY), len(BODY))
        assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)

    def test_the_publisher_knows_who_asks_but_no_person(self, publisher: Publisher, tmp_path: Path) -> None:
        bring(publisher.give("/commune.csv", BODY), tmp_path)
        agent = publisher.asked[0].headers["User-Agent"]
        assert re.fullmatch(r"Maillage/[\d.]+ \(observatoire territorial\)", agent)

    def test_requests_to_one_host_are_spaced(self, publisher: Publisher, tmp_path: Path) -> None:
        publisher.give("/file.csv", BODY)
        start = time.monotonic()
        bring(publisher.redirect("/", "/file.csv"), tmp_path, Manners(pause=0.1))
        assert time.monotonic() - start > 0.1

    def test_one_file_for_each_departement(self, publisher: Publisher, tmp_path: Path) -> None:
        publisher.give("/d/base_21.csv", b"cote-d-or")
        publisher.give("/d/base_2A.csv", b"corse")
        remote = Direct(publisher.address + "/d/base_{departement}.csv")
        found = fetch(source(remote), ["21", "2A"], tmp_path, manners=QUICK)
        assert [one.path.name for one in found] == ["base_21.csv", "base_2A.csv"]
        assert [one.path.read_bytes() for one in found] == [b"cote-d-or", b"corse"]

    def test_departements_whose_files_share_a_name_stay_apart(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        named = {"Content-Disposition": "attachment; filename=export.csv"}
        publisher.give("/21/csv", Reply(body=b"cote-d-or", headers=named))
        publisher.give("/25/csv", Reply(body=b"doubs", headers=named))
        remote = Direct(publisher.address + "/{departement}/csv")
        found = fetch(source(remote), ["21", "25"], tmp_path, manners=QUICK)
        assert [one.path.name for one in found] == ["21_export.csv", "25_export.csv"]
        assert [one.path.read_bytes() for one in found] == [b"cote-d-or", b"doubs"]

    def test_an_address_by_departement_without_departement_is_explained(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="attend un département"):
            fetch(source(Direct("http://127.0.0.1/{departement}.csv")), (), tmp_path)


class TestRedirects:
    def test_a_chain_is_followed_and_the_last_address_kept(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        last = publisher.give("/files/2026.csv", BODY)
        publisher.redirect("/b", last, 307)
        fetched = bring(publisher.redirect("/stable.csv", "/b", 301), tmp_path)
        assert (fetched.url, fetched.resolved_url) == (publisher.address + "/stable.csv", last)
        assert (fetched.path.name, fetched.path.read_bytes()) == ("stable.csv", BODY)

    def test_a_stable_address_without_extension_takes_the_name_of_the_file(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        publisher.give("/files/france-services.csv", BODY)
        url = publisher.redirect("/r/31576dff", "/files/france-services.csv")
        assert bring(url, tmp_path).path.name == "france-services.csv"

    def test_an_accent_in_the_target_is_understood(self, publisher: Publisher, tmp_path: Path) -> None:
        publisher.give("/d%C3%A9p%C3%B4t.csv", BODY)
        raw = "/dépôt.csv".encode().decode("latin-1")
        assert bring(publisher.redirect("/r", raw), tmp_path).path.name == "depot.csv"

    def test_a_loop_is_said(self, publisher: Publisher, tmp_path: Path) -> None:
        publisher.redirect("/b", "/a")
        assert "redirige en boucle" in refusal(publisher.redirect("/a", "/b"), tmp_path)

    def test_an_endless_chain_is_stopped(self, publisher: Publisher, tmp_path: Path) -> None:
        for step in range(20):
            publisher.redirect(f"/{step}", f"/{step + 1}")
        assert "redirige plus de 10 fois" in refusal(publisher.address + "/0", tmp_path)
        assert len(publisher.asked) == 11

    @pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://exemple.fr/x.csv", "http://[x/"])
    def test_only_the_web_is_followed(self, publisher: Publisher, tmp_path: Path, target: str) -> None:
        told = refusal(publisher.redirect("/a", target), tmp_path)
        assert "http et https" in told or "mal formée" in told
        assert left_in(tmp_path) == set()

    def test_a_redirect_without_target_is_said(self, publisher: Publisher, tmp_path: Path) -> None:
        assert "sans dire où" in refusal(publisher.give("/a", Reply(302)), tmp_path)


class TestSecondTime:
    def test_an_unchanged_file_is_reused_without_download(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1))
        first = bring(url, tmp_path)
        told: list[Step] = []
        second = bring(url, tmp_path, told=told)
        assert second == first
        assert publisher.asked[1].headers["If-None-Match"] == '"v1"'
        assert told == [("commune.csv", len(BODY), len(BODY))]

    def test_a_date_alone_is_enough_to_reuse(self, publisher: Publisher, tmp_path: Path) -> None:
        headers = {"Last-Modified": V1["Last-Modified"]}
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=headers))
        assert bring(url, tmp_path) == bring(url, tmp_path)
        assert publisher.asked[1].headers["If-Modified-Since"] == headers["Last-Modified"]

    def test_a_new_version_replaces_the_old(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1), Reply(body=b"neuf", headers=V2))
        bring(url, tmp_path)
        second = bring(url, tmp_path)
        assert (second.path.read_bytes(), second.etag) == (b"neuf", '"v2"')

    def test_a_file_damaged_on_disk_is_brought_again(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1))
        bring(url, tmp_path).path.write_bytes(b"abime")
        assert bring(url, tmp_path).path.read_bytes() == BODY

    def test_another_address_with_the_same_name_is_not_mistaken(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        bring(publisher.give("/2026_T1/c.csv", Reply(body=b"ancien", headers=V1)), tmp_path)
        second = bring(publisher.give("/2026_T2/c.csv", Reply(body=b"neuf", headers=V1)), tmp_path)
        assert second.path.read_bytes() == b"neuf"

    def test_a_damaged_memory_only_costs_a_download(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1))
        fetched = bring(url, tmp_path)
        (fetched.path.parent / "commune.csv.fetch.json").write_text('{"url": ', "utf-8")
        assert bring(url, tmp_path) == fetched

    def test_when_the_new_version_fails_the_old_file_is_still_whole(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        cut = Reply(body=b"neuf" * 99, headers=V2, cut=7)
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1), cut)
        first = bring(url, tmp_path)
        refusal(url, tmp_path)
        assert first.path.read_bytes() == BODY


class TestCutConnection:
    def test_it_resumes_where_it_stopped(self, publisher: Publisher, tmp_path: Path) -> None:
        whole = Reply(body=BODY, headers=V1)
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1, cut=5000), whole)
        fetched = bring(url, tmp_path)
        assert fetched.path.read_bytes() == BODY
        assert fetched.sha256 == hashlib.sha256(BODY).hexdigest()
        assert ranges_asked(publisher) == [None, "bytes=5000-"]
        assert publisher.asked[1].headers["If-Range"] == '"v1"'

    def test_a_later_run_resumes_what_an_earlier_one_left(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1, cut=4000))
        assert "coupée" in refusal(url, tmp_path, Manners(tries=1, pause=0))
        assert left_in(tmp_path) == {"commune.csv.part", "commune.csv.fetch.json"}
        publisher.give("/commune.csv", Reply(body=BODY, headers=V1))
        assert bring(url, tmp_path).path.read_bytes() == BODY
        assert ranges_asked(publisher) == [None, "bytes=4000-"]
        assert left_in(tmp_path) == {"commune.csv", "commune.csv.fetch.json"}

    def test_a_server_that_ignores_ranges_sends_it_again_from_the_start(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        first = Reply(body=BODY, headers=V1, cut=5000)
        url = publisher.give("/commune.csv", first, Reply(body=BODY, headers=V1, ranges=False))
        told: list[Step] = []
        assert bring(url, tmp_path, told=told).path.read_bytes() == BODY
        assert ranges_asked(publisher) == [None, "bytes=5000-"]
        assert told[-1] == ("commune.csv", len(BODY), len(BODY))

    def test_a_file_that_changed_meanwhile_starts_again(self, publisher: Publisher, tmp_path: Path) -> None:
        new = BODY.upper() + b"fin"
        url = publisher.give(
            "/commune.csv", Reply(body=BODY, headers=V1, cut=5000), Reply(body=new, headers=V2)
        )
        fetched = bring(url, tmp_path)
        assert (fetched.path.read_bytes(), fetched.etag) == (new, '"v2"')

    def test_a_server_that_resumes_another_version_is_not_believed(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        new = BODY.upper()
        span = {"Content-Range": f"bytes 5000-{len(new) - 1}/{len(new)}"}
        url = publisher.give(
            "/commune.csv",
            Reply(body=BODY, headers=V1, cut=5000),
            Reply(206, new[5000:], {**V2, **span}),
            Reply(body=new, headers=V2),
        )
        assert bring(url, tmp_path).path.read_bytes() == new
        assert ranges_asked(publisher) == [None, "bytes=5000-", None]

    def test_a_server_that_resumes_elsewhere_is_not_believed(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        span = {"Content-Range": f"bytes 6000-{len(BODY) - 1}/{len(BODY)}"}
        url = publisher.give(
            "/commune.csv",
            Reply(body=BODY, headers=V1, cut=5000),
            Reply(206, BODY[6000:], {**V1, **span}),
            Reply(body=BODY, headers=V1),
        )
        assert bring(url, tmp_path).path.read_bytes() == BODY

    def test_a_file_shorter_than_what_was_received_starts_again(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        url = publisher.give(
            "/commune.csv", Reply(body=BODY, headers=V1, cut=5000), Reply(body=b"court", headers=V1)
        )
        assert bring(url, tmp_path).path.read_bytes() == b"court"

    @pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"faible"'}])
    def test_without_proof_that_it_is_the_same_file_it_starts_again(
        self, publisher: Publisher, tmp_path: Path, headers: dict[str, str]
    ) -> None:
        url = publisher.give(
            "/commune.csv", Reply(body=BODY, headers=headers, cut=5000), Reply(body=BODY, headers=headers)
        )
        assert bring(url, tmp_path).path.read_bytes() == BODY
        assert ranges_asked(publisher) == [None, None]

    def test_cut_again_and_again_it_gives_up_and_says_so(self, publisher: Publisher, tmp_path: Path) -> None:
        told = refusal(publisher.give("/commune.csv", Reply(body=BODY, headers=V1, cut=10)), tmp_path)
        assert "la connexion a été coupée, 3 essais" in told
        assert "commune.csv" not in left_in(tmp_path)

    def test_a_silent_server_is_left_and_what_it_gave_kept(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        announced = Reply(body=BODY, headers={**V1, "Content-Length": str(len(BODY) + 1)})
        hurried = Manners(tries=1, pause=0, read_timeout=0.1)
        assert "tarde trop" in refusal(publisher.give("/c.csv", announced), tmp_path, hurried)
        assert (tmp_path / "c.csv.part").read_bytes() == BODY


class TestRefusals:
    def test_a_404_says_what_where_and_what_to_do(self, publisher: Publisher, tmp_path: Path) -> None:
        told = refusal(publisher.address + "/disparu.csv", tmp_path)
        assert told == (
            "«\u202fDonnées d’essai\u202f»\u202f: il n’y a rien à cette adresse (404). Réessayez plus tard, "
            "donnez une autre adresse dans la variable MAILLAGE_URL_ESSAI, ou téléchargez le fichier à la "
            "main depuis https://exemple.fr/essai puis lancez «\u202fmaillage load essai <fichier>\u202f». "
            f"Adresse demandée\u202f: {publisher.address}/disparu.csv"
        )
        assert len(publisher.asked) == 1
        assert left_in(tmp_path) == set()

    def test_behind_a_redirect_both_addresses_are_said(self, publisher: Publisher, tmp_path: Path) -> None:
        told = refusal(publisher.redirect("/stable.csv", "/disparu.csv"), tmp_path)
        assert f"{publisher.address}/stable.csv → {publisher.address}/disparu.csv" in told

    def test_access_refused_is_said(self, publisher: Publisher, tmp_path: Path) -> None:
        assert "refuse l’accès (403)" in refusal(publisher.give("/c.csv", Reply(403)), tmp_path)

    def test_a_code_nobody_expects_is_said(self, publisher: Publisher, tmp_path: Path) -> None:
        assert "inattendu (418)" in refusal(publisher.give("/c.csv", Reply(418)), tmp_path)

    def test_a_passing_breakdown_is_not_even_noticed(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/c.csv", Reply(500), Reply(503), Reply(body=BODY))
        assert bring(url, tmp_path).path.read_bytes() == BODY

    def test_a_lasting_breakdown_is_said_after_some_tries(self, publisher: Publisher, tmp_path: Path) -> None:
        told = refusal(publisher.give("/c.csv", Reply(502)), tmp_path)
        assert "le serveur est en panne (502), 3 essais" in told
        assert len(publisher.asked) == 3

    def test_a_server_that_asks_to_slow_down_is_obeyed(self, publisher: Publisher, tmp_path: Path) -> None:
        soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
        url = publisher.give(
            "/c.csv",
            Reply(429, headers={"Retry-After": "0"}),
            Reply(503, headers={"Retry-After": soon}),
            Reply(body=BODY),
        )
        told_not_by_us = Manners(base_delay=30, pause=0)
        assert bring(url, tmp_path, told_not_by_us).path.read_bytes() == BODY
        assert datetime.now(UTC) >= parsedate_to_datetime(soon)

    @pytest.mark.parametrize("form", ["3600", "date"])
    def test_a_server_that_asks_to_come_back_much_later_is_left_alone(
        self, publisher: Publisher, tmp_path: Path, form: str
    ) -> None:
        later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
        reply = Reply(429, headers={"Retry-After": later if form == "date" else form})
        told = refusal(publisher.give("/c.csv", reply), tmp_path)
        assert re.search(r"demande de ralentir \(429\) et demande d’attendre (3600|359\d) secondes", told)
        assert len(publisher.asked) == 1

    def test_a_server_that_is_down_is_said(self, tmp_path: Path) -> None:
        told = refusal(f"http://127.0.0.1:{closed_port()}/c.csv", tmp_path)
        assert "la connexion est impossible (serveur arrêté ou accès bloqué), 3 essais" in told

    def test_an_unknown_server_name_is_said(self, tmp_path: Path) -> None:
        assert "le nom du serveur est introuvable" in refusal("http://nom.invalid/c.csv", tmp_path)

    def test_a_broken_encryption_is_said(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/c.csv", BODY).replace("http:", "https:")
        assert "la connexion chiffrée n’a pas pu être établie" in refusal(url, tmp_path)
        assert not publisher.asked

    @pytest.mark.parametrize("url", ["file:///etc/passwd", "commune.csv", "http://", "http://[::1/c.csv"])
    def test_an_address_that_is_not_one_is_said(self, tmp_path: Path, url: str) -> None:
        assert re.search("http et https|mal formée", refusal(url, tmp_path))

    @pytest.mark.parametrize("announced", [True, False])
    def test_a_file_too_large_is_stopped(self, publisher: Publisher, tmp_path: Path, announced: bool) -> None:
        headers = {} if announced else {"Content-Length": "", "Connection": "close"}
        url = publisher.give("/c.csv", Reply(body=b"x" * 3_000_000, headers=headers))
        small = Manners(tries=1, pause=0, largest_file=1_000_000)
        told: list[Step] = []
        with pytest.raises(NetworkError, match=r"dépasse la taille permise \(1\u202fMo\)"):
            bring(url, tmp_path, small, told)
        assert max(done for _, done, _ in told) <= 1_000_000
        assert left_in(tmp_path) == set()

    def test_a_web_page_in_place_of_the_file_is_refused(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/c.csv", b"\n<!DOCTYPE html><p>Connectez-vous au Wi-Fi")
        assert "une page web arrive à la place du fichier" in refusal(url, tmp_path)
        assert left_in(tmp_path) == set()

    def test_a_file_packed_on_the_way_is_refused(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/c.csv", Reply(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}))
        assert "compresse le fichier" in refusal(url, tmp_path)

    def test_a_disk_that_refuses_is_said(self, publisher: Publisher, tmp_path: Path) -> None:
        (tmp_path / "essai").write_text("un fichier là où il faut un dossier")
        with pytest.raises(MaillageError, match="écriture impossible"):
            bring(publisher.give("/c.csv", BODY), tmp_path / "essai")

    def test_a_source_without_address_says_to_hand_the_file_over(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError) as caught:
            fetch(source(None), (), tmp_path)
        assert "maillage load essai <fichier>" in str(caught.value)
        assert "https://exemple.fr/essai" in str(caught.value)


def dataset(publisher: Publisher, *resources: object, **more: object) -> dict[str, str]:
    body = json.dumps({"resources": resources, **more}).encode()
    publisher.give("/api/1/datasets/deploiements/", body)
    return {"data.gouv.fr": publisher.address + "/"}


def resource(publisher: Publisher, title: str, body: bytes = BODY) -> dict[str, str]:
    path = f"/static/{title}.zip".lower()
    return {"title": title, "url": publisher.give(path, body), "last_modified": "2026-09-04T08:00:00.1+00:00"}


class TestDataGouv:
    def test_the_newest_quarter_is_chosen(self, publisher: Publisher, tmp_path: Path) -> None:
        titles = ("2026T1-Commune", "2026T2-commune", "2025T4-Commune", "2026T3-Immeuble", "2026T9-Commune")
        addresses = dataset(publisher, *(resource(publisher, title, title.encode()) for title in titles))
        (fetched,) = fetch(source(COMMUNE), (), tmp_path, addresses, manners=QUICK)
        assert (fetched.period, fetched.path.read_bytes()) == ("2026-T2", b"2026T2-commune")
        assert fetched.path.name == "2026t2-commune.zip"
        assert fetched.published_on == date(2026, 9, 4)

    def test_without_period_in_the_title_the_last_modified_is_chosen(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        old = {**resource(publisher, "Liste-a", b"a"), "last_modified": "2024-01-01"}
        new, undated = (
            resource(publisher, "Liste-b", b"b"),
            {**resource(publisher, "Liste-c"), "last_modified": 3},
        )
        addresses = dataset(publisher, old, new, undated)
        remote = DataGouv("deploiements", "liste-.", "")
        (fetched,) = fetch(source(remote), (), tmp_path, addresses, manners=QUICK)
        assert (fetched.period, fetched.path.read_bytes()) == (None, b"b")

    def test_no_title_that_fits_lists_what_was_seen(self, publisher: Publisher, tmp_path: Path) -> None:
        seen = [resource(publisher, f"Fichier\u001b[31m {number}") for number in range(9)]
        with pytest.raises(NetworkError) as caught:
            fetch(source(COMMUNE), (), tmp_path, dataset(publisher, *seen), manners=QUICK)
        told = str(caught.value)
        assert "aucun titre ne correspond" in told
        assert "Fichier [31m 0, " in told
        assert "(et 3 autres)" in told
        assert "\u001b" not in told

    @pytest.mark.parametrize(
        ("answer", "what"),
        [
            (b"<html>maintenance</html>", "n’est pas du JSON"),
            (b"[" * 100_000, "n’est pas du JSON"),
            (b"[]", "«\u202fresources\u202f» manque"),
            (b'{"files": []}', "«\u202fresources\u202f» manque"),
            (b'{"resources": [{"name": "2026T2-Commune"}]}', "n’ont plus de «\u202ftitle\u202f»"),
            (b'{"resources": [{"title": "2026T2-Commune"}]}', "n’a plus d’adresse"),
            (b'{"resources": [{"title": "2026T2-Commune", "url": "http://[x"}]}', "mal formée"),
            (b'{"resources": []}', "la liste est vide"),
        ],
    )
    def test_an_api_that_changed_is_said(
        self, publisher: Publisher, tmp_path: Path, answer: bytes, what: str
    ) -> None:
        publisher.give("/api/1/datasets/deploiements/", answer)
        with pytest.raises(NetworkError, match=what):
            fetch(source(COMMUNE), (), tmp_path, {"data.gouv.fr": publisher.address}, manners=QUICK)

    def test_an_api_that_never_stops_is_stopped(self, publisher: Publisher, tmp_path: Path) -> None:
        addresses = dataset(publisher, padding="x" * 10_000)
        small = Manners(pause=0, largest_answer=9_000)
        with pytest.raises(NetworkError, match="la réponse dépasse"):
            fetch(source(COMMUNE), (), tmp_path, addresses, manners=small)

    def test_an_api_cut_once_is_asked_again(self, publisher: Publisher, tmp_path: Path) -> None:
        body = json.dumps({"resources": [resource(publisher, "2026T2-Commune")]}).encode()
        publisher.give("/api/1/datasets/deploiements/", Reply(body=body, cut=20), Reply(body=body))
        addresses = {"data.gouv.fr": publisher.address}
        (fetched,) = fetch(source(COMMUNE), (), tmp_path, addresses, manners=QUICK)
        assert fetched.period == "2026-T2"

    def test_a_file_given_by_hand_replaces_the_catalogue(self, publisher: Publisher, tmp_path: Path) -> None:
        addresses = {"essai": publisher.give("/miroir/2025T4-commune.zip", BODY)}
        (fetched,) = fetch(source(COMMUNE), (), tmp_path, addresses, manners=QUICK)
        assert (fetched.period, fetched.path.read_bytes()) == ("2025-T4", BODY)


class TestListing:
    INDEX = (
        b'<html><a href="../">..</a> <a name="x">x</a> <a href="http://[x">x</a>'
        b'<a href="2025_T4_sites_Metropole.csv">a</a>'
        b'<a href="/sites/files/2026_T2_sites%5FMetropole.csv">b</a>'
        b'<a href="2026_T1_sites_Metropole.csv?x=1">c</a> <a href="2027_T1_sites_Mayotte.csv">d</a>'
    )

    def test_the_newest_quarter_is_chosen(self, publisher: Publisher, tmp_path: Path) -> None:
        index = publisher.give("/sites/last/", self.INDEX)
        publisher.give("/sites/files/2026_T2_sites%5FMetropole.csv", BODY)
        (fetched,) = fetch(source(Listing(index, SITES.pattern, SITES.period)), (), tmp_path, manners=QUICK)
        assert (fetched.period, fetched.path.name) == ("2026-T2", "2026_T2_sites_Metropole.csv")
        assert fetched.path.read_bytes() == BODY

    def test_links_are_relative_to_where_the_index_really_is(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        publisher.give("/sites/2026_T3/", b'<a href="2026_T3_sites_Metropole.csv">a</a><![oups x]>')
        publisher.give("/sites/2026_T3/2026_T3_sites_Metropole.csv", BODY)
        addresses = {"essai": publisher.redirect("/sites/last/", "/sites/2026_T3/")}
        (fetched,) = fetch(source(SITES), (), tmp_path, addresses, manners=QUICK)
        assert (fetched.period, fetched.size) == ("2026-T3", len(BODY))

    def test_no_link_that_fits_lists_what_was_seen(self, publisher: Publisher, tmp_path: Path) -> None:
        addresses = {"essai": publisher.give("/last/", b'<a href="lisezmoi.txt">x</a>')}
        with pytest.raises(NetworkError, match=r"aucun lien ne correspond.*vus\u202f: lisezmoi\.txt"):
            fetch(source(SITES), (), tmp_path, addresses, manners=QUICK)

    def test_a_file_given_by_hand_replaces_the_index(self, publisher: Publisher, tmp_path: Path) -> None:
        addresses = {"essai": publisher.give("/x/2026_T2_sites_Metropole.csv", BODY)}
        (fetched,) = fetch(source(SITES), (), tmp_path, addresses, manners=QUICK)
        assert (fetched.period, fetched.size) == ("2026-T2", len(BODY))


class TestAddresses:
    def test_the_environment_names_sources_and_the_catalogue(self) -> None:
        environ = {
            "MAILLAGE_URL_ARCEP_MOBILE_SITES": " http://miroir.fr/sites.csv ",
            "MAILLAGE_URL_DATA_GOUV": "http://miroir.fr",
            "MAILLAGE_URL_VIDE": "",
            "MAILLAGE_HOME": "/srv",
        }
        assert addresses_from_environment(environ) == {
            "arcep_mobile_sites": "http://miroir.fr/sites.csv",
            "data.gouv.fr": "http://miroir.fr",
        }

    def test_an_address_given_serves_a_source_that_has_none(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        addresses = {"essai": publisher.give("/c.csv", BODY)}
        (fetched,) = fetch(source(None), (), tmp_path, addresses, manners=QUICK)
        assert fetched.path.read_bytes() == BODY

    def test_the_proxy_of_the_organisation_is_used(
        self, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publisher.give("http://donnees.invalid/c.csv", BODY)
        monkeypatch.setenv("http_proxy", publisher.address.replace("//", "//agent:mot%20secret@"))
        assert bring("http://donnees.invalid/c.csv", tmp_path).path.read_bytes() == BODY
        assert publisher.asked[0].headers["Proxy-Authorization"] == "Basic YWdlbnQ6bW90IHNlY3JldA=="

    def test_a_proxy_that_is_down_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{closed_port()}")
        assert "le proxy ne laisse pas passer" in refusal("http://donnees.invalid/c.csv", tmp_path)


class TestNames:
    @pytest.mark.parametrize(
        ("proposed", "kept"),
        [
            ('attachment; filename="../../etc/passwd.csv"', "passwd.csv"),
            ('attachment; filename="C:\\\\temp\\\\x.csv"', "x.csv"),
            ("attachment; filename*=UTF-8''d%C3%A9p%C3%B4t%2F..%2F.bashrc.csv", "bashrc.csv"),
            ('attachment; filename="a\x07b.csv"', "a_b.csv"),
        ],
    )
    def test_a_hostile_name_stays_in_its_folder(
        self, publisher: Publisher, tmp_path: Path, proposed: str, kept: str
    ) -> None:
        reply = Reply(body=BODY, headers={"Content-Disposition": proposed})
        fetched = bring(publisher.give("/r/31576dff", reply), tmp_path / "in")
        assert fetched.path == tmp_path / "in" / kept
        assert left_in(tmp_path) == {kept, "31576dff.fetch.json"}

    @pytest.mark.parametrize("path", ["/..%2F..%2F.profile", "/x/%2E%2E", "/%2500.csv", "/c.csv.part", "/"])
    def test_a_hostile_address_stays_in_its_folder(
        self, publisher: Publisher, tmp_path: Path, path: str
    ) -> None:
        fetched = bring(publisher.give(path, BODY), tmp_path / "in")
        assert fetched.path.parent == tmp_path / "in"
        assert not fetched.path.name.startswith(".")
        assert fetched.path.read_bytes() == BODY

    @settings(max_examples=50)
    @given(st.text() | st.from_regex(r"(\.\./|[/\\.~%]|[a-zé]){0,300}(\.part|\.fetch\.json|\.csv)?\.*"))
    def test_any_text_gives_a_plain_short_name(self, text: str) -> None:
        name = safe_name(text)
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}", name)
        assert not name.endswith((".part", ".fetch.json", "."))
        assert safe_name(name) == name

    @given(st.text() | st.from_regex(r"attachment; filename\*?=.*"))
    def test_any_header_gives_a_plain_name(self, header: str) -> None:
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", proposed_name(header))
