"""On which occasions somebody is told, and what they may leave: declared in the `kinds.py` of their app."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from maillage.directory import discovery
from maillage.directory.models import User
from maillage.directory.rights import Act
from maillage.directory.things import About


def _nothing(person: User, about: About) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why somebody is told. `asks`: something is expected of them, which the weekly reminder would say again; `needs`:
    what they must be able to do with the thing, besides reading it, to be shown what the notice says.

    `leave`: the path by which they leave what tells them, when it is less than all notices; empty for none.
    """

    name: str
    asks: bool = False
    needs: Act | None = None
    leave: Callable[[User, About], str] = _nothing


@dataclass(frozen=True, slots=True)
class Leaving:
    """What may be left from a mail in one click, and joined again. `key` says which, when there are several.

    `words`: what it is, after « Ne plus recevoir », for this person; `left`: whether it is; `leave`: do it, or undo it.
    """

    name: str
    words: Callable[[User, str], str]
    left: Callable[[User, str], bool]
    leave: Callable[[User, str, bool], None]


@cache
def occasions() -> dict[str, Occasion]:
    """The occasions that apps declare, by name."""
    modules = discovery.modules("kinds").values()
    return {occasion.name: occasion for module in modules for occasion in getattr(module, "OCCASIONS", ())}


@cache
def leavings() -> dict[str, Leaving]:
    """What may be left, by name."""
    modules = discovery.modules("kinds").values()
    return {leaving.name: leaving for module in modules for leaving in getattr(module, "LEAVINGS", ())}
