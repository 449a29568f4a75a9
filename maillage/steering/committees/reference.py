"""The bodies that the official documents name, entered for a strategy: composition, mandate, rhythm."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from maillage.steering import shipped
from maillage.steering.committees.models import Body, Seat
from maillage.steering.shipped import Entry, fields_of
from maillage.steering.strategies.models import Strategy

AFTER = ("strategies", "targets")
NAME = "Instances"
FILE = Path(__file__).with_name("reference.toml")
FIELDS = ("name", "kind", "source", "mandate", "rhythm", "composition")


def entries(asked: Sequence[str]) -> Iterator[tuple[str, Entry]]:
    """The bodies, when their strategy is here."""
    for strategy in Strategy.objects.filter(slug=shipped.read(FILE)["strategy"]):
        yield from bodies(strategy)


def bodies(strategy: Strategy) -> Iterator[tuple[str, Entry]]:
    """Every body shipped, for a strategy."""
    described = shipped.read(FILE)["body"]
    seats = {body["slug"]: body.get("seats", []) for body in described}
    for body in described:
        yield NAME, _body(body, seats[body.get("like", body["slug"])], strategy)


def _body(body: dict[str, Any], seats: list[tuple[str, str]], strategy: Strategy) -> Entry:
    def seat(row: Body) -> None:
        for rank, (part, name) in enumerate(seats, start=1):
            shipped.save(Seat(body=row, name=name, part=part, rank=rank))

    return Entry(
        Body,
        {"slug": _slug(body["slug"], strategy), "strategy": strategy},
        fields_of(Body, body, FIELDS),
        first={"months": body.get("months"), "simulated": strategy.simulated},
        words=f"« {body['name']} »",
        made=seat,
    )


def _slug(slug: str, strategy: Strategy) -> str:
    """The short name it has or had here; that of the strategy is added where another strategy has the same body."""
    own = f"{slug}-{strategy.slug}"[:60].rstrip("-")
    known = {"slug__in": {slug, own}, "strategy": strategy}
    row = Body.objects.filter(**known).first() or Body.history.filter(**known).first()
    if row:
        return str(row.slug)
    return own if Body.objects.filter(slug=slug).exists() else slug
