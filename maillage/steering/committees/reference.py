"""The bodies that the official documents name, entered for a strategy: composition, mandate, rhythm.

Loading again brings what is new in the package. A body that is here, or that people removed, is left as they made it.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from maillage.steering.committees.models import Body, Seat
from maillage.steering.shipped import REASON, Loaded
from maillage.steering.strategies.models import Strategy

FILE = Path(__file__).with_name("reference.toml")
FIELDS = ("name", "kind", "source", "mandate", "rhythm", "composition")


def described() -> list[dict[str, Any]]:
    """Every body shipped, with its seats as (part, name)."""
    told: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))["body"]
    seats = {one["slug"]: one.get("seats", []) for one in told}
    return [{**one, "seats": seats[one.get("like", one["slug"])]} for one in told]


@transaction.atomic
def load(strategy: Strategy) -> Loaded:
    """Enter the bodies shipped, for a strategy."""
    done = Loaded()
    for told in described():
        names = {told["slug"], f"{told['slug']}-{strategy.slug}"[:60].rstrip("-")}
        history: Any = Body.history
        if history.filter(slug__in=names, strategy=strategy).exists():
            done.left.append(told["name"])
            continue
        _enter(strategy, told, names)
        done.added += 1
    return done


def _enter(strategy: Strategy, told: dict[str, Any], names: set[str]) -> None:
    taken = Body.objects.filter(slug=told["slug"]).exists()
    slug = max(names, key=len) if taken else told["slug"]
    body = Body(slug=slug, strategy=strategy, months=told.get("months"), simulated=strategy.simulated)
    for name in FIELDS:
        setattr(body, name, told.get(name, ""))
    body._change_reason = REASON  # type: ignore[attr-defined]
    body.full_clean()
    body.save()
    for rank, (part, name) in enumerate(told["seats"], start=1):
        seat = Seat(body=body, name=name, part=part, rank=rank)
        seat._change_reason = REASON  # type: ignore[attr-defined]
        seat.save()
