"""What the demonstration offers to whoever comes to sign in."""

from typing import Any

from maillage.directory import mailbox
from maillage.directory import playground as demonstration
from maillage.steering.desk.demonstration import playable


def offered() -> dict[str, Any]:
    """What the page that signs in shows of the demonstration: nothing on any other site."""
    cards = playable() if demonstration.is_open() else []
    if not cards:
        return {"cards": []}
    return {"cards": cards, "letters": len(mailbox.letters()), "restarts": demonstration.may_restart()}
