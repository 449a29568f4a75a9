"""Runs the tests of what people write on PostgreSQL, started for them: `make test-postgresql`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("tests/directory", "tests/commons", "tests/steering")
sys.path.insert(0, str(ROOT))


def main() -> int:
    """The code pytest ends with."""
    from tests.postgresql import running

    asked = sys.argv[1:] or [room for room in ROOMS if (ROOT / room).is_dir()]
    with running() as address:
        environment = {**os.environ, "DATABASE_URL": address}
        # In the order that pytest-django gives: the files that empty the base, and what migrations wrote, come last.
        at_once = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        return subprocess.call([sys.executable, "-m", "pytest", *at_once, *asked], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
