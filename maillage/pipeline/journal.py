"""The run journal: one JSON line per command that wrote, in `journal.jsonl`."""

import json
from datetime import UTC, datetime

from maillage.store.home import Home


def note(home: Home, action: str, **facts: object) -> None:
    """Add a line: when (UTC), what was done, with which facts."""
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "action": action, **facts}
    with open(home.journal, "a", encoding="utf-8") as handle:
        handle.write(json.dumps(line, ensure_ascii=False) + "\n")
