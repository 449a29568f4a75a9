"""Writes `maillage/config/empty.sql`, the base that new homes begin with: run it after each migration that is added."""

import os
import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parent.parent
APPLIED = "2026-01-01 00:00:00"


def main() -> None:
    """Migrate an empty base the ordinary way, and dump it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MAILLAGE_HOME": folder, "DJANGO_SETTINGS_MODULE": "maillage.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django
        from django.core.management import call_command

        django.setup()
        from maillage.config.tables import EMPTY

        call_command("migrate", verbosity=0)
        with closing(sqlite3.connect(Path(folder) / "maillage.sqlite3")) as base:
            base.execute("UPDATE django_migrations SET applied = ?", (APPLIED,))
            lines = [re.sub(r"[ \t]+$", "", line, flags=re.MULTILINE) for line in base.iterdump()]
        EMPTY.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{EMPTY.relative_to(ROOT)} : {EMPTY.stat().st_size:,} octets")


if __name__ == "__main__":
    main()
