"""Run every benchmark and print one table."""

import platform
import sys
from datetime import date

from bench import address_page, build, page, readers


def main() -> None:
    """Print, for each measure, its median and its ratio to the peer of the same run."""
    print(f"{date.today()} · {platform.machine()} · Python {platform.python_version()}\n")
    if not build.SHARED.is_dir():
        sys.exit(f"The official files are needed: {build.SHARED} is missing.")
    home = build.run()
    page.run(home)
    readers.run(home)
    address_page.demonstration()


if __name__ == "__main__":
    main()
