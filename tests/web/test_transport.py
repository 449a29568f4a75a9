"""Parts of a file, as those who read tiles ask for them (RFC 9110, §14): from, up to, or the last so many bytes."""

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from maillage.web.gate.transport import file_or_part

# Closing an answer looks at the connections of the database.
pytestmark = pytest.mark.django_db
CONTENT = b"0123456789"


def answered(tmp_path: Path, **headers: str) -> Any:
    path = tmp_path / "tuiles.pmtiles"
    path.write_bytes(CONTENT)
    return file_or_part(RequestFactory().get("/", headers=headers), path, '"un"', "application/octet-stream")


@pytest.mark.parametrize(
    ("asked", "content", "told"),
    [
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-1", b"9", "bytes 9-9/10"),
        ("bytes=-10", CONTENT, "bytes 0-9/10"),
        ("bytes=-9999", CONTENT, "bytes 0-9/10"),
        ("bytes=0-0", b"0", "bytes 0-0/10"),
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=7-9999", b"789", "bytes 7-9/10"),
    ],
)
def test_a_part_is_exactly_what_was_asked(tmp_path: Path, asked: str, content: bytes, told: str) -> None:
    answer = answered(tmp_path, Range=asked)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, content)
    assert (answer["Content-Range"], answer["Content-Length"]) == (told, str(len(content)))


@pytest.mark.parametrize("asked", ["bytes=-0", "bytes=10-", "bytes=99-100", "bytes=4-2"])
def test_a_part_that_does_not_exist_is_refused_with_the_size(tmp_path: Path, asked: str) -> None:
    answer = answered(tmp_path, Range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=1-2,4-5", "lignes=1-2", "bytes=a-b"])
def test_what_is_no_part_gives_the_whole(tmp_path: Path, asked: str) -> None:
    answer = answered(tmp_path, Range=asked)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, CONTENT)
    answer.close()


def test_a_part_of_another_version_gives_the_whole(tmp_path: Path) -> None:
    answer = answered(tmp_path, **{"Range": "bytes=-3", "If-Range": '"autre"'})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, CONTENT)
    answer.close()
