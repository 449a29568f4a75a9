"""A very large CSV cut into blocks of whole lines, so that it is never held in memory nor unpacked as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maillage.sources.formats.csv import LONGEST, MOST_LINES
from maillage.sources.formats.files import LARGEST_UNPACKED, too_large, unpacked

BLOCK = 40 * 1024**2


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a file, from line `first`; `head` is what precedes them all, down to the names of columns."""

    head: bytes
    first: int
    text: bytes


def blocks(path: Path, header: int, size: int = BLOCK) -> Iterator[Block]:
    """The lines after line `header` of a file (plain, gzipped or alone in a zip), in blocks of about `size` bytes.

    A record written over several lines is not cut in two. Of a line far too long only the beginning is kept.
    """
    with unpacked(path, ".csv") as stream:
        head = b"".join(stream.readline(LONGEST + 1) for _ in range(header))
        first, total, rest = header + 1, len(head), b""
        # The first block is half as large: a file of one block and a little more is read as two, at the same time.
        wanted = max(1, size // 2)
        while data := stream.read(wanted):
            wanted = size
            total += len(data)
            if total > LARGEST_UNPACKED:
                raise too_large(path, LARGEST_UNPACKED)
            text = rest + data
            cut = _cut(text)
            if cut:
                yield Block(head, first, text[:cut])
                first += text.count(b"\n", 0, cut)
            rest = text[cut:] if b"\n" in text[cut:] else _kept(text, cut)
        if rest:
            yield Block(head, first, rest)


def _kept(text: bytes, start: int) -> bytes:
    """The beginning of a line not yet whole: enough to see that it is too long."""
    return text[start : start + LONGEST + 1]


def _cut(text: bytes) -> int:
    """Where to cut: after the last line that leaves no quote open, else after the last line."""
    cut = last = text.rfind(b"\n") + 1
    odd = text.count(b'"', 0, cut) % 2 == 1
    for _ in range(MOST_LINES):
        if not odd or not cut:
            break
        before = text.rfind(b"\n", 0, cut - 1) + 1
        odd ^= text.count(b'"', before, cut) % 2 == 1
        cut = before
    return last if odd or not cut else cut
