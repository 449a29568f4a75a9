"""The seventeen indicators of the SCORAN BFC (§ 8), shipped as sheets with the targets that the document dates.

Loading again brings what is new in the package and leaves alone whatever people changed or removed here.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from maillage.steering.shipped import REASON, Loaded, removed, write
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet, Target

FILE = Path(__file__).with_name("reference.toml")
FIELDS = (
    "number",
    "title",
    "objective",
    "definition",
    "unit",
    "decimals",
    "good",
    "frequency",
    "source",
    "method",
    "indicator",
    "rollup",
    "rollup_level",
)


def described() -> dict[str, Any]:
    """What is shipped, as written in its file: strategy, territory, sheets."""
    return tomllib.loads(FILE.read_text("utf-8"))


@transaction.atomic
def load() -> Loaded:
    """Load the sheets when their strategy is here; nothing otherwise."""
    told, done = described(), Loaded()
    strategy = Strategy.objects.filter(slug=told["strategy"]).first()
    if strategy is None:
        return done
    for one in told["sheets"]:
        sheet = _sheet(one, told["territory"], done)
        if sheet is None:
            continue
        if not sheet.strategies.exists():
            sheet._change_reason = REASON  # type: ignore[attr-defined]
            sheet.strategies.add(strategy)
        for target in one.get("targets", []):
            _target(sheet, told["territory"], target, done)
    return done


def values(one: dict[str, Any]) -> dict[str, Any]:
    """The fields of a sheet of the file, with the usual ones where it says nothing."""
    blank = Sheet()
    return {name: one.get(name, getattr(blank, name)) for name in FIELDS}


def _sheet(one: dict[str, Any], territory: str, done: Loaded) -> Sheet | None:
    sheet = Sheet.objects.filter(code=one["code"]).first()
    if sheet is None:
        if removed(Sheet, code=one["code"]):
            done.left.append(f"« {one['title'][:60]} », retiré ici")
            return None
        sheet = Sheet(code=one["code"])
    write(sheet, {**values(one), "territories": territory}, done, f"« {sheet.title[:60]} », changé ici")
    return sheet


def _target(sheet: Sheet, territory: str, one: dict[str, Any], done: Loaded) -> None:
    which = {"territory": territory, "on": one["on"]}
    target = sheet.targets.filter(**which).first()
    if target is None:
        if removed(Target, sheet_id=sheet.pk, **which):
            done.left.append(f"une cible de « {sheet.title[:60]} », retirée ici")
            return
        target = Target(sheet=sheet, **which)
    told = {"value": Decimal(one["value"]), "note": one.get("note", "")}
    write(target, told, done, f"une cible de « {sheet.title[:60]} », changée ici")
