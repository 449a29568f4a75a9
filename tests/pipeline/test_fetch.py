"""What a user gets when Maillage brings official files itself: real sockets, a real server, no mock."""

import hashlib
import re
import time
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest

from maillage.kernel.errors import MaillageError, NetworkError, UsageError
from maillage.kernel.source import Direct
from maillage.pipeline.fetch import Fetched, fetch
from maillage.pipeline.http import Manners
from tests.pipeline.fetching import BODY, QUICK, V1, V2, Step, bring, left_in, ranges_asked, refusal, source
from tests.pipeline.publisher import Publisher, Reply, closed_port


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

    def test_departements_whose_files_share_a_name_stay_apart(self, publisher: Publisher, tmp_path: Path) -> None:
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
    def test_a_chain_is_followed_and_the_last_address_kept(self, publisher: Publisher, tmp_path: Path) -> None:
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

    def test_another_address_with_the_same_name_is_not_mistaken(self, publisher: Publisher, tmp_path: Path) -> None:
        bring(publisher.give("/2026_T1/c.csv", Reply(body=b"ancien", headers=V1)), tmp_path)
        second = bring(publisher.give("/2026_T2/c.csv", Reply(body=b"neuf", headers=V1)), tmp_path)
        assert second.path.read_bytes() == b"neuf"

    def test_a_damaged_memory_only_costs_a_download(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1))
        fetched = bring(url, tmp_path)
        (fetched.path.parent / "commune.csv.fetch.json").write_text('{"url": ', "utf-8")
        assert bring(url, tmp_path) == fetched

    def test_when_the_new_version_fails_the_old_file_is_still_whole(self, publisher: Publisher, tmp_path: Path) -> None:
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
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1, cut=5000), Reply(body=new, headers=V2))
        fetched = bring(url, tmp_path)
        assert (fetched.path.read_bytes(), fetched.etag) == (new, '"v2"')

    def test_a_server_that_resumes_another_version_is_not_believed(self, publisher: Publisher, tmp_path: Path) -> None:
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

    def test_a_server_that_resumes_elsewhere_is_not_believed(self, publisher: Publisher, tmp_path: Path) -> None:
        span = {"Content-Range": f"bytes 6000-{len(BODY) - 1}/{len(BODY)}"}
        url = publisher.give(
            "/commune.csv",
            Reply(body=BODY, headers=V1, cut=5000),
            Reply(206, BODY[6000:], {**V1, **span}),
            Reply(body=BODY, headers=V1),
        )
        assert bring(url, tmp_path).path.read_bytes() == BODY

    def test_a_file_shorter_than_what_was_received_starts_again(self, publisher: Publisher, tmp_path: Path) -> None:
        url = publisher.give("/commune.csv", Reply(body=BODY, headers=V1, cut=5000), Reply(body=b"court", headers=V1))
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

    def test_a_silent_server_is_left_and_what_it_gave_kept(self, publisher: Publisher, tmp_path: Path) -> None:
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
