"""What a user gets when Maillage looks for the right file: data.gouv.fr, listings, addresses, names."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.errors import NetworkError
from maillage.kernel.source import DataGouv, Listing
from maillage.pipeline.fetch import addresses_from_environment, fetch
from maillage.pipeline.http import Manners, proposed_name, safe_name
from tests.pipeline.fetching import BODY, COMMUNE, QUICK, SITES, bring, left_in, refusal, source
from tests.pipeline.publisher import Publisher, Reply, closed_port


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
        new, undated = (resource(publisher, "Liste-b", b"b"), {**resource(publisher, "Liste-c"), "last_modified": 3})
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

    @pytest.mark.parametrize(("count", "more"), [(6, ""), (7, " (et 1 autres)")])
    def test_six_titles_are_shown_each_once_and_cut_at_60_letters(
        self, publisher: Publisher, tmp_path: Path, count: int, more: str
    ) -> None:
        seen = [{"title": f"{rank}{'x' * 60}"} for rank in (*range(count), 0)]
        with pytest.raises(NetworkError) as caught:
            fetch(source(COMMUNE), (), tmp_path, dataset(publisher, *seen), manners=QUICK)
        shown = ", ".join(f"{rank}{'x' * 59}" for rank in range(6))
        assert f"vus\u202f: {shown}{more}." in str(caught.value)

    def test_of_two_files_of_one_quarter_the_last_modified_is_chosen(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        new = resource(publisher, "2026T2-Commune", b"new")
        old = {**resource(publisher, "2026T2-commune ", b"old"), "last_modified": "2026-09-03T23:59:59"}
        (fetched,) = fetch(source(COMMUNE), (), tmp_path, dataset(publisher, old, new, old), manners=QUICK)
        assert (fetched.path.read_bytes(), fetched.published_on) == (b"new", date(2026, 9, 4))

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
    def test_an_api_that_changed_is_said(self, publisher: Publisher, tmp_path: Path, answer: bytes, what: str) -> None:
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

    def test_links_are_relative_to_where_the_index_really_is(self, publisher: Publisher, tmp_path: Path) -> None:
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


class TestListingOfFolders:
    """Quarters are folders, each with one file a département, as for « Ma connexion internet »."""

    REMOTE = Listing("", r"(\d{4})_T([1-4])/(?:index\.html)?", r"\1-T\2", "departement/actuel_{departement}.csv.gz")

    def test_each_departement_comes_from_the_folder_of_the_newest_quarter(
        self, publisher: Publisher, tmp_path: Path
    ) -> None:
        links = b'<a href="last/index.html">a</a><a href="2026_T1/index.html">b</a><a href="2026_T2/">c</a>'
        addresses = {"essai": publisher.give("/eligibilite/", links)}
        for code in ("25", "2A"):
            publisher.give(f"/eligibilite/2026_T2/departement/actuel_{code}.csv.gz", code.encode())
        found = fetch(source(self.REMOTE), ("25", "2A"), tmp_path, addresses, manners=QUICK)
        assert [one.path.name for one in found] == ["actuel_25.csv.gz", "actuel_2A.csv.gz"]
        assert [one.path.read_bytes() for one in found] == [b"25", b"2A"]
        assert {one.period for one in found} == {"2026-T2"}

    def test_an_index_page_stands_for_its_folder(self, publisher: Publisher, tmp_path: Path) -> None:
        addresses = {"essai": publisher.give("/base/", b'<a href="2026_T3/index.html">a</a>')}
        publisher.give("/base/2026_T3/departement/actuel_90.csv.gz", BODY)
        (found,) = fetch(source(self.REMOTE), ("90",), tmp_path, addresses, manners=QUICK)
        assert (found.period, found.path.read_bytes()) == ("2026-T3", BODY)

    def test_an_address_by_departement_replaces_the_index(self, publisher: Publisher, tmp_path: Path) -> None:
        publisher.give("/miroir/25.csv.gz", BODY)
        addresses = {"essai": publisher.address + "/miroir/{departement}.csv.gz"}
        (found,) = fetch(source(self.REMOTE), ("25",), tmp_path, addresses, manners=QUICK)
        assert found.path.read_bytes() == BODY


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

    def test_an_address_given_serves_a_source_that_has_none(self, publisher: Publisher, tmp_path: Path) -> None:
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
    def test_a_hostile_address_stays_in_its_folder(self, publisher: Publisher, tmp_path: Path, path: str) -> None:
        fetched = bring(publisher.give(path, BODY), tmp_path / "in")
        assert fetched.path.parent == tmp_path / "in"
        assert not fetched.path.name.startswith(".")
        assert fetched.path.read_bytes() == BODY

    @given(st.text() | st.from_regex(r"(\.\./|[/\\.~%]|[a-zé]){0,300}(\.part|\.fetch\.json|\.csv)?\.*"))
    def test_any_text_gives_a_plain_short_name(self, text: str) -> None:
        name = safe_name(text)
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}", name)
        assert not name.endswith((".part", ".fetch.json", "."))
        assert safe_name(name) == name

    @given(st.text() | st.from_regex(r"attachment; filename\*?=.*"))
    def test_any_header_gives_a_plain_name(self, header: str) -> None:
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", proposed_name(header))
