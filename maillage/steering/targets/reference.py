"""The seventeen indicators of the SCORAN BFC (§ 8), shipped as sheets with the targets of the document.

The target of what the observatory computes is that of its indicator (`maillage/indicators/`), written nowhere else; the
file of sheets has those of what people type.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from maillage.indicators import catalogue
from maillage.kernel.indicator import Target as Aim
from maillage.steering.shipped import REASON, Entry, fields_of, read
from maillage.steering.strategies.models import Node, State, Strategy
from maillage.steering.targets.models import Sheet, Target

AFTER = ("strategies",)
NAME = "Fiches d’indicateurs"
FILE = Path(__file__).with_name("reference.toml")
FIELDS = (
    "number title objective definition unit decimals good frequency source method indicator rollup rollup_level "
    "low high"
).split()


def described() -> dict[str, Any]:
    """What is shipped, as written in its file: strategy, territory, sheets."""
    return read(FILE)


def entries(asked: Sequence[str]) -> Iterator[tuple[str, Entry]]:
    """The sheets, when their strategy is here."""
    shipped = described()
    for strategy in Strategy.objects.filter(slug=shipped["strategy"]):
        for sheet in shipped["sheets"]:
            yield NAME, _sheet(sheet, shipped["territory"], strategy)


def targets(sheet: dict[str, Any]) -> list[Aim]:
    """The official targets of a sheet of the file: that of its indicator, or those that the file says."""
    if sheet.get("indicator"):
        aim = catalogue()[sheet["indicator"]].target
        return [aim] if aim else []
    return [Aim(**aim) for aim in sheet.get("targets", [])]


def note(target: Aim) -> str:
    """« SCORAN 2019, § 8 : en 2025 »."""
    where = ", ".join(filter(None, (target.document, target.section)))
    return f"{where} : {target.when or 'sans date'}"


def values(sheet: dict[str, Any]) -> dict[str, Any]:
    """The fields of a sheet of the file, with the usual ones where it says nothing."""
    return fields_of(Sheet, sheet, FIELDS)


def measured(strategy: Strategy, sheet: dict[str, Any]) -> list[Node]:
    """The elements of a strategy in force that a sheet of the file measures, by their keys."""
    nodes = Node.objects.filter(edition__strategy=strategy, edition__state=State.IN_FORCE)
    return list(nodes.filter(key__in=sheet.get("measures", [])))


def _sheet(sheet: dict[str, Any], territory: str, strategy: Strategy) -> Entry:
    def children(row: Any) -> Iterator[Entry]:
        if not row.strategies.exists():
            row._change_reason = REASON
            row.strategies.add(strategy)
        if not row.nodes.exists():
            row._change_reason = REASON
            row.nodes.set(measured(strategy, sheet))
        for aim in targets(sheet):
            yield _target(row, territory, aim)

    fields = {**values(sheet), "territories": territory}
    return Entry(Sheet, {"code": sheet["code"]}, fields, children=children)


def _target(sheet: Sheet, territory: str, aim: Aim) -> Entry:
    key = {"sheet": sheet, "territory": territory, "on": aim.on}
    fields = {"value": Decimal(str(aim.value)), "note": note(aim), "state": aim.state.value}
    return Entry(Target, key, fields, words=f"une cible de « {sheet.title[:60]} »", feminine=True)
