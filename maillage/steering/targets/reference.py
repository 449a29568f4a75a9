"""The seventeen indicators of the SCORAN BFC (§ 8), shipped as sheets with the targets of the document.

The target of what the observatory computes is that of its indicator (`maillage/indicators/`), written nowhere else; the
file of sheets has those of what people type. Loading again brings what is new in the package and leaves alone whatever
people changed or removed here.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from maillage.indicators import catalogue
from maillage.kernel.indicator import Target as Aim
from maillage.steering.shipped import REASON, Loaded, removed, write
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet, Target
from maillage.steering.validity import fields_of

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
    "low",
    "high",
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
        for target in targets(one):
            _target(sheet, told["territory"], target, done)
    return done


def targets(one: dict[str, Any]) -> list[Aim]:
    """The official targets of a sheet of the file: that of its indicator, or those that the file says."""
    if one.get("indicator"):
        told = catalogue()[one["indicator"]].target
        return [told] if told else []
    return [Aim(**each) for each in one.get("targets", [])]


def note(target: Aim) -> str:
    """« SCORAN 2019, § 8 : en 2025 »."""
    where = ", ".join(filter(None, (target.document, target.section)))
    return f"{where} : {target.when or 'sans date'}"


def values(one: dict[str, Any]) -> dict[str, Any]:
    """The fields of a sheet of the file, with the usual ones where it says nothing."""
    blank = Sheet()
    return {**{name: one.get(name, getattr(blank, name)) for name in FIELDS}, **fields_of(one)}


def _sheet(one: dict[str, Any], territory: str, done: Loaded) -> Sheet | None:
    sheet = Sheet.objects.filter(code=one["code"]).first()
    if sheet is None:
        if removed(Sheet, code=one["code"]):
            done.left.append(f"« {one['title'][:60]} », retiré ici")
            return None
        sheet = Sheet(code=one["code"])
    write(sheet, {**values(one), "territories": territory}, done, f"« {sheet.title[:60]} », changé ici")
    return sheet


def _target(sheet: Sheet, territory: str, aim: Aim, done: Loaded) -> None:
    which = {"territory": territory, "on": aim.on}
    target = sheet.targets.filter(**which).first()
    if target is None:
        if removed(Target, sheet_id=sheet.pk, **which):
            done.left.append(f"une cible de « {sheet.title[:60]} », retirée ici")
            return
        target = Target(sheet=sheet, **which)
    told = {"value": Decimal(str(aim.value)), "note": note(aim), "state": aim.state.value}
    write(target, told, done, f"une cible de « {sheet.title[:60]} », changée ici")
