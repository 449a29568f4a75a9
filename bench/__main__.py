"""Run the benches of one region, each of which prints and writes its table: `python -m bench`, or `make bench`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import address_page, build, page, readers, table
from bench.serving import demonstration


def main() -> None:
    """Print and write, for each measure, its median and its ratio to the peer of the same run."""
    asked = table.asked(table.parser("bench", __doc__))
    if not build.SHARED.is_dir():
        sys.exit(f"The official files are needed: {build.SHARED} is missing.")
    with TemporaryDirectory(prefix="maillage_bench_") as folder:
        home = build.run(asked, Path(folder))
        page.run(asked, home)
        readers.run(asked, home)
    with demonstration(None) as home:
        address_page.run(asked, home)


if __name__ == "__main__":
    main()
