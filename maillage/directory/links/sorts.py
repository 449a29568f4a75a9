"""The sorts of links, declared in the `kinds.py` of the app of their first thing (`SORTS`)."""

from dataclasses import dataclass
from functools import cache

from maillage.directory import discovery
from maillage.directory.rights import Act


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of link, from a thing of kind `one` to one of the kinds `others`: names of kinds, of any app.

    `there` is the head of such links on the sheet of the one, `back` on that of the other; `needs` is what one must be
    able to do with the one, besides reading both, to tie and untie.
    """

    name: str
    one: str
    others: tuple[str, ...]
    there: str
    back: str
    needs: Act


@cache
def sorts() -> dict[str, Sort]:
    """The sorts that apps declare, by name."""
    modules = discovery.modules("kinds").values()
    return {sort.name: sort for module in modules for sort in getattr(module, "SORTS", ())}
