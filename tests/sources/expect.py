"""What a source makes of its sample: `python -m tests.sources.expect NAME` shows it, `--keep` writes it down.

Who comes: whoever adds a source. Check the rows by hand before keeping them: from then on the tests hold to them.
"""

import argparse
import json

from tests.sources.reading import SAMPLES, manifest, read, readable


def main() -> None:
    """Show or keep the expected reading of a sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(manifest()), metavar="NAME")
    parser.add_argument("--keep", action="store_true", help="write samples/NAME.expected.json")
    options = parser.parse_args()
    found = read(options.name, manifest()[options.name])
    for kind, columns in (("missing", found.missing), ("unknown", found.unknown)):
        if columns:
            print(f"{kind} columns: {', '.join(columns)}")
    text = written([readable(row) for row in found.rows], found.refused, found.notes, found.doubts)
    if options.keep:
        (SAMPLES / f"{options.name}.expected.json").write_text(text, "utf-8")
    else:
        print(text)


def written(
    rows: list[dict[str, object]],
    refused: list[tuple[int, str, str]],
    notes: list[str],
    doubts: list[tuple[int, str, str]],
) -> str:
    """The expected file: one row a line, so that a change is one line too."""
    parts = []
    kinds = [("rows", rows), ("refused", refused), ("notes", notes), *([("doubts", doubts)] if doubts else [])]
    for name, items in kinds:
        lines = ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in items)
        parts.append(f' "{name}": [\n{lines}\n ]' if items else f' "{name}": []')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
