"""The tree of an edition, those in preparation too, or its changes since another, to take away."""

from typing import Any

from maillage.steering.strategies.models import Edition
from maillage.web.addresses import PK, SLUG
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing
from maillage.web.lists.filters import Field, Filter
from maillage.web.steer.shaping import common
from maillage.web.steer.tree import beside
from maillage.web.steer.tree_files import (
    CHANGES,
    TREE,
    branches,
    changes,
    changes_name,
    changes_title,
    tree_name,
    tree_title,
)


def _edition(asked: Asked) -> Edition:
    """The edition, for who may change its strategy."""
    if "edition" not in asked.memory:
        strategy = common.shaped(asked.request, asked.place["slug"])
        asked.memory["edition"] = common.edition_of(strategy, asked.place["number"])
    return asked.memory["edition"]  # type: ignore[no-any-return]


def _former(text: str, asked: Asked) -> Edition | None:
    edition = _edition(asked)
    return beside(asked.request, edition, list(edition.strategy.editions.all()))


def _columns(asked: Asked) -> tuple[Column, ...]:
    return CHANGES if asked["avec"] else TREE


def _rows(asked: Asked) -> list[Any]:
    edition, former = _edition(asked), asked["avec"]
    return list(changes(former, edition) if former else branches(edition))


def _name(asked: Asked) -> str:
    edition, former = _edition(asked), asked["avec"]
    return changes_name(former, edition) if former else tree_name(edition)


def _title(asked: Asked) -> str:
    edition, former = _edition(asked), asked["avec"]
    return changes_title(former, edition) if former else tree_title(edition)


EDITION = Listing(
    name="shaping.edition_file",
    address=rf"piloter/strategies/{SLUG}/editions/{PK}",
    title=_title,
    file=_name,
    access=member,
    paged=False,
    view="shaping.edition",
    filters=(
        Filter(
            "avec", "Depuis", Field.WORDS, parse=_former, said=lambda asked: asked["avec"].name if asked["avec"] else ""
        ),
    ),
    rows=_rows,
    columns=_columns,
)
