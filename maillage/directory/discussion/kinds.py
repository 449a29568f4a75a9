"""Why people are told of a discussion, and how one leaves it."""

from maillage.directory.discussion import following
from maillage.directory.models import User
from maillage.directory.notices import leaving
from maillage.directory.notices.occasions import Leaving, Occasion
from maillage.directory.rights import Act
from maillage.directory.things import About

CALLED, SAID, HIDDEN = "discussion.appel", "discussion.message", "discussion.masque"
_NAME = "discussion"


def _about(key: str) -> About:
    kind, _, thing = key.partition(":")
    return kind, thing


def _path(person: User, about: About) -> str:
    return leaving.path(person, _NAME, ":".join(about))


def _left(person: User, key: str) -> bool:
    return following.has_left(person, _about(key))


def _leave(person: User, key: str, gone: bool) -> None:
    following.choose(person, _about(key), not gone)


OCCASIONS = (
    Occasion(CALLED, needs=Act.DISCUSS, leave=_path),
    Occasion(SAID, needs=Act.DISCUSS, leave=_path),
    Occasion(HIDDEN, needs=Act.DISCUSS),
)
LEAVINGS = (Leaving(_NAME, lambda person, key: "les messages de cette discussion", _left, _leave),)
