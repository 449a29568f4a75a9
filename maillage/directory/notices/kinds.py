"""What may be left of notices: all of those that leave by mail."""

from maillage.directory.models import User
from maillage.directory.notices import choosing
from maillage.directory.notices.models import Rhythm
from maillage.directory.notices.occasions import Leaving


def _left(person: User, key: str) -> bool:
    return choosing.choice(person).rhythm == Rhythm.NEVER


def _leave(person: User, key: str, gone: bool) -> None:
    choosing.choose(person, rhythm=Rhythm.NEVER if gone else Rhythm.AT_ONCE)


LEAVINGS = (Leaving("avis", lambda person, key: "les avis de ce site par courriel", _left, _leave),)
