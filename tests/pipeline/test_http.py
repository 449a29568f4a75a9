"""How a publisher is asked, to the second and the byte: what is tried again, how long after, and what is too much."""

import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from maillage.pipeline import http
from maillage.pipeline.http import Client, Failure, Manners, Passing, http_day, last_part, megabytes, safe_name
from tests.pipeline.fetching import QUICK, bring, refusal
from tests.pipeline.publisher import Publisher, Reply


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long a client waited, each time, without waiting."""
    durations: list[float] = []
    monkeypatch.setattr(http.time, "sleep", durations.append)
    return durations


def tried(manners: Manners, *troubles: Passing | None) -> tuple[str, int]:
    """How a task ends that meets these troubles in turn, the last one for ever, and how often it was tried."""
    left, done = list(troubles), 0

    def attempt() -> str:
        nonlocal done
        done += 1
        trouble = left.pop(0) if len(left) > 1 else left[0]
        if trouble:
            raise trouble
        return "fait"

    with Client(manners) as client:
        try:
            return client.persist(attempt), done
        except Failure as failure:
            return failure.what, done


def test_each_new_try_waits_twice_as_long_up_to_the_longest(waits: list[float]) -> None:
    manners = Manners(tries=5, base_delay=1, longest_delay=5)
    assert tried(manners, Passing("a", "coupé")) == ("coupé, 5 essais", 5)
    assert waits == [1, 2, 4, 5]


def test_what_passes_at_the_last_try_is_done(waits: list[float]) -> None:
    trouble = Passing("a", "coupé")
    assert tried(Manners(tries=3), trouble, trouble, None) == ("fait", 3)
    assert tried(Manners(tries=2), trouble, trouble, None) == ("coupé, 2 essais", 2)
    assert tried(Manners(tries=1), trouble, None) == ("coupé, 1 essais", 1)


def test_a_publisher_that_asks_for_the_longest_wait_is_obeyed_and_for_one_second_more_is_left(
    waits: list[float],
) -> None:
    manners = Manners(tries=3, longest_delay=60)
    assert tried(manners, Passing("a", "lent", wait=60), None) == ("fait", 2)
    assert tried(manners, Passing("a", "lent", wait=0), None) == ("fait", 2)
    assert waits == [60, 0]
    assert tried(manners, Passing("a", "lent", wait=61)) == ("lent et demande d’attendre 61 secondes", 1)


@pytest.mark.parametrize(
    ("status", "what", "tries"),
    [
        (401, "le serveur refuse l’accès (401)", 1),
        (404, "il n’y a rien à cette adresse (404)", 1),
        (410, "il n’y a rien à cette adresse (410)", 1),
        (204, "le serveur répond par un code inattendu (204)", 1),
        (408, "le serveur demande de ralentir (408), 2 essais", 2),
        (425, "le serveur demande de ralentir (425), 2 essais", 2),
        (429, "le serveur demande de ralentir (429), 2 essais", 2),
        (499, "le serveur répond par un code inattendu (499)", 1),
        (500, "le serveur est en panne (500), 2 essais", 2),
        (501, "le serveur est en panne (501), 2 essais", 2),
    ],
)
def test_an_answer_says_what_it_means_and_is_tried_again_where_it_may_pass(
    publisher: Publisher, tmp_path: Path, waits: list[float], status: int, what: str, tries: int
) -> None:
    assert what in refusal(publisher.give("/c.csv", Reply(status)), tmp_path, Manners(tries=2))
    assert len(publisher.asked) == tries


def test_as_many_redirects_as_allowed_are_followed_and_not_one_more(publisher: Publisher, tmp_path: Path) -> None:
    publisher.give("/3", b"x")
    for step in range(3):
        publisher.redirect(f"/{step}", f"/{step + 1}")
    few = Manners(redirects=3, pause=0)
    assert bring(publisher.address + "/0", tmp_path, few).resolved_url == publisher.address + "/3"
    assert "redirige plus de 2 fois" in refusal(publisher.address + "/0", tmp_path, Manners(redirects=2, pause=0))


def test_a_redirect_told_by_its_name_alone_starts_from_the_address_that_tells_it(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.give("/b/last.csv", b"right")
    publisher.give("/a/last.csv", b"wrong")
    publisher.redirect("/b/then", "last.csv")
    fetched = bring(publisher.redirect("/a/first", "/b/then"), tmp_path)
    assert (fetched.path.read_bytes(), fetched.resolved_url) == (b"right", publisher.address + "/b/last.csv")


def test_an_answer_of_the_largest_size_is_read_and_one_byte_more_is_too_much(publisher: Publisher) -> None:
    url = publisher.give("/api", json.dumps("x" * 98).encode())
    with Client(Manners(pause=0, largest_answer=100)) as client:
        assert client.json(url) == ("x" * 98, url)
    with Client(Manners(pause=0, largest_answer=99)) as client, pytest.raises(Failure, match="dépasse"):
        client.json(url)


@pytest.mark.parametrize("announced", [True, False])
def test_a_file_of_the_largest_size_is_kept_and_one_byte_more_is_too_much(
    publisher: Publisher, tmp_path: Path, announced: bool
) -> None:
    headers = {} if announced else {"Content-Length": "", "Connection": "close"}
    url = publisher.give("/c.csv", Reply(body=b"x" * 100, headers=headers))
    assert bring(url, tmp_path / "kept", Manners(pause=0, largest_file=100)).size == 100
    assert "dépasse" in refusal(url, tmp_path / "refused", Manners(pause=0, tries=1, largest_file=99))


def test_only_links_that_lead_somewhere_are_read(publisher: Publisher) -> None:
    page = b'<link href="x.css"><a>rien</a><a href="">vide</a><a href=" b.csv ">b</a><a href="http://[x">x</a>'
    url = publisher.give("/liste/", page)
    with Client(QUICK) as client:
        assert client.links(url) == [("b.csv", publisher.address + "/liste/b.csv")]


def test_two_requests_to_one_host_are_spaced_and_the_first_one_is_not(publisher: Publisher, waits: list[float]) -> None:
    url = publisher.give("/c.csv", b"x")
    with Client(Manners(pause=50)) as client:
        for _ in range(2):
            client.ask(url, {}).response.close()
    assert waits[0] == 0
    assert 49 < waits[1] <= 50


def test_the_size_and_the_place_that_an_answer_announces_are_read_or_unknown(publisher: Publisher) -> None:
    span = {"Content-Range": "bytes 5-8/*"}
    publisher.give("/part", Reply(206, b"abcd", span))
    publisher.give("/odd", Reply(206, b"abcd", {"Content-Range": "lines 5-8/9"}))
    with Client(QUICK) as client:
        with closing(client.ask(publisher.address + "/part", {}).response):
            answer = client.ask(publisher.address + "/part", {})
            assert (answer.length, answer.starts_at) == (4, 5)
        assert client.ask(publisher.address + "/odd", {}).starts_at is None


@pytest.mark.parametrize(
    ("header", "day"),
    [("Wed, 02 Sep 2026 23:59:59 GMT", date(2026, 9, 2)), ("", None), ("hier", None), ("2026-09-02", None)],
)
def test_a_date_of_the_web_is_its_day_or_nothing(header: str, day: date | None) -> None:
    assert http_day(header) == day


def test_a_wait_is_a_number_of_seconds_or_a_date_and_never_less_than_none() -> None:
    now = datetime.now(UTC)
    assert http._retry_after(" 120 ") == 120
    assert http._retry_after("") is None
    assert http._retry_after("-5") is None
    assert http._retry_after(format_datetime(now - timedelta(hours=1), usegmt=True)) == 0
    wait = http._retry_after(format_datetime(now + timedelta(seconds=100), usegmt=True))
    assert wait is not None
    assert 95 < wait <= 100


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b\\c d.csv", "c_d.csv"),
        ("x" * 101 + ".csv", "x" * 100 + ".csv"),
        ("x" * 101, "x" * 100),
        ("a." + "y" * 16, "a." + "y" * 15),
        ("...", "fichier"),
        ("a.", "a"),
        ("été.csv", "ete.csv"),
        ("a.part", "a.part_"),
        (".fetch.json", "fetch.json"),
        ("a.fetch.json", "a.fetch.json_"),
    ],
)
def test_a_name_is_plain_and_short_and_never_one_of_ours(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_the_last_part_of_an_address_is_decoded_and_a_broken_address_has_none() -> None:
    assert last_part("https://a.fr/x/b%20c.csv?d=1") == "b c.csv"
    assert last_part("https://a.fr/x/") == "x"
    assert last_part("http://[x/b.csv") == ""


def test_a_size_is_told_in_millions_of_bytes() -> None:
    assert [megabytes(size) for size in (0, 10_000_000, 4_294_967_296)] == [
        "0\u202fMo",
        "10\u202fMo",
        "4\u202f295\u202fMo",
    ]


def test_a_proxy_is_used_for_all_but_the_hosts_it_excepts(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.give("http://donnees.invalid/c.csv", b"par le proxy")
    url = publisher.give("/c.csv", b"directement")
    monkeypatch.setenv("http_proxy", publisher.address.removeprefix("http://"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert bring("http://donnees.invalid/c.csv", tmp_path / "a").path.read_bytes() == b"par le proxy"
    assert publisher.asked[0].headers["Proxy-Authorization"] is None
    assert bring(url, tmp_path / "b").path.read_bytes() == b"directement"
