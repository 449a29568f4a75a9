"""The bodies that the official documents name, entered for a strategy: composition, mandate, rhythm.

Loading again brings what is new in the package, and corrects what nobody touched: what people wrote or removed is left
as they made it.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from maillage.steering.committees.models import Body, Seat
from maillage.steering.shipped import REASON, Loaded, write
from maillage.steering.strategies.models import Strategy
from maillage.steering.validity import fields_of

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
        body = Body.objects.filter(slug__in=names, strategy=strategy).first()
        history: Any = Body.history
        if body is None and history.filter(slug__in=names, strategy=strategy).exists():
            done.left.append(f"« {told['name']} », retiré ici")
        elif body is not None:
            write(body, _fields(told), done, f"« {told['name']} », changé ici")
        else:
            _enter(strategy, told, names)
            done.added += 1
    return done


def _fields(told: dict[str, Any]) -> dict[str, Any]:
    return {**{name: told.get(name, "") for name in FIELDS}, **fields_of(told)}


def _enter(strategy: Strategy, told: dict[str, Any], names: set[str]) -> None:
    taken = Body.objects.filter(slug=told["slug"]).exists()
    slug = max(names, key=len) if taken else told["slug"]
    body = Body(slug=slug, strategy=strategy, months=told.get("months"), simulated=strategy.simulated)
    for name, value in _fields(told).items():
        setattr(body, name, value)
    body._change_reason = REASON  # type: ignore[attr-defined]
    body.full_clean()
    body.save()
    for rank, (part, name) in enumerate(told["seats"], start=1):
        seat = Seat(body=body, name=name, part=part, rank=rank)
        seat._change_reason = REASON  # type: ignore[attr-defined]
        seat.save()
