"""A JSON array as npm @etalab/decoupage-administratif writes it: one record a line, no space, accents in clear."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

COG_PERIOD, COG_OBTAINED_ON = "2026", "2026-04-15"
METRO = "metro"


def liaison(name: str) -> int:
    """`typeLiaison`, how « de » is written before a name: 1 elided before a vowel, else 0 (articles are not told)."""
    return int(name[0] in "AEIOUÉÈÎ")


def write_records(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    """Write the array as a stream."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        for rank, record in enumerate(records):
            out.write(("," if rank else "") + "\n" + json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        out.write("\n]\n")
