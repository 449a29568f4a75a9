"""The shapes of the map are read part by part, and kept for ever under the name of their release."""

import re

import pytest
from django.test import Client


@pytest.fixture
def tiles(site: Client) -> str:
    body = site.get("/carte").content.decode()
    found = re.search(r'data-tiles="([^"]+)"', body)
    assert found
    return found[1]


def whole(site: Client, tiles: str) -> bytes:
    return b"".join(site.get(tiles))


def test_the_whole_file_is_a_pmtiles_archive_kept_for_ever(site: Client, tiles: str) -> None:
    answer = site.get(tiles)
    assert answer.status_code == 200
    assert answer["Accept-Ranges"] == "bytes"
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer).startswith(b"PMTiles\x03")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-6", 0, 6), ("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=10-99999999", 10, None)],
)
def test_a_part_of_the_file_comes_alone(site: Client, tiles: str, asked: str, first: int, last: int | None) -> None:
    complete = whole(site, tiles)
    answer = site.get(tiles, headers={"range": asked, "accept-encoding": "gzip"})
    part = complete[first:] if last is None else complete[first : last + 1]
    start = first % len(complete)
    assert answer.status_code == 206
    assert b"".join(answer) == part
    assert answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(complete)}"
    assert answer["Content-Length"] == str(len(part))
    assert "Content-Encoding" not in answer


def test_a_part_beyond_the_end_is_refused(site: Client, tiles: str) -> None:
    size = len(whole(site, tiles))
    for asked in (f"bytes={size}-", "bytes=9-3", "bytes=-0"):
        answer = site.get(tiles, headers={"range": asked})
        assert answer.status_code == 416
        assert answer["Content-Range"] == f"bytes */{size}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "octets=0-1", "bytes=-", "bytes=a-b"])
def test_a_range_we_do_not_read_gives_the_whole_file(site: Client, tiles: str, asked: str) -> None:
    answer = site.get(tiles, headers={"range": asked})
    assert answer.status_code == 200
    assert b"".join(answer) == whole(site, tiles)


def test_a_part_of_another_version_is_never_mixed_in(site: Client, tiles: str) -> None:
    first = site.get(tiles)
    assert b"".join(first)
    tag = first["ETag"]
    same = site.get(tiles, headers={"range": "bytes=0-6", "if-range": tag})
    other = site.get(tiles, headers={"range": "bytes=0-6", "if-range": '"other"'})
    assert (same.status_code, len(b"".join(same))) == (206, 7)
    assert (other.status_code, b"".join(other)) == (200, whole(site, tiles))
    assert site.get(tiles, headers={"if-none-match": tag}).status_code == 304


def test_the_tiles_of_another_release_are_not_there(site: Client) -> None:
    assert site.get("/tuiles/999-20200101000000/territoires.pmtiles").status_code == 404
