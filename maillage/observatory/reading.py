"""Reading a release's catalogue and rows back into sheets and values."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from maillage.kernel.period import Period
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Completeness, Flag, Origin, Value
from maillage.kernel.visibility import Visibility
from maillage.observatory.sheets import (
    AnnexSheet,
    DeliveryChange,
    DeliverySheet,
    IndicatorSheet,
    ProblemLine,
    ReleaseChanges,
    ReleaseSheet,
    SourceSheet,
    WantedSource,
)
from maillage.store.catalogue import read_indicator
from maillage.store.duck import quoted
from maillage.store.receipt import ArchivedFile, Receipt, from_json

VALUE_SELECT = (
    "niveau, code, periode, valeur, numerateur, denominateur, connues, total, signalements, segment, rang, classes, "
    "detail, manquants, ex_aequo, indicateur"
)


def published(con: duckdb.DuckDBPyConnection, file: Path) -> str:
    """The values of a release as a relation to select from; a release made before ties were counted has none."""
    table = f"read_parquet({quoted(file)})"
    columns = {row[0] for row in con.execute(f"DESCRIBE FROM {table}").fetchall()}
    return table if "ex_aequo" in columns else f"(SELECT *, NULL::INTEGER AS ex_aequo FROM {table})"


class Catalogue:
    """What a release says of itself: its sheet, its sources and its indicators, in memory."""

    def __init__(self, folder: Path) -> None:
        facts = json.loads((folder / "catalogue.json").read_text("utf-8"))
        release = json.loads((folder / "release.json").read_text("utf-8"))
        receipts = [from_json(json.dumps(delivery)) for delivery in facts["deliveries"]]
        self.release = ReleaseSheet(
            release["number"],
            datetime.fromisoformat(release["published_at"]),
            Ref(Level.REGION, facts["region"]),
            facts["region_name"],
            max((Period.parse(receipt.period) for receipt in receipts if receipt.table == "communes"), default=None),
        )
        self.sources = {
            name: _source_sheet(name, source, receipts, facts["indicators"])
            for name, source in facts["sources"].items()
        }
        self.indicators = {
            name: _indicator_sheet(indicator, self.sources) for name, indicator in facts["indicators"].items()
        }
        self.receipts = tuple(receipts)
        self.columns: dict[str, set[str]] = {}  # of each table an evidence looked into, asked once
        deliveries = {(receipt.source, receipt.period): receipt for receipt in receipts}
        self.origins = {
            name: {
                period: tuple(self._origin(deliveries[source, delivered]) for source, delivered in pairs)
                for period, pairs in indicator["origins"].items()
            }
            for name, indicator in facts["indicators"].items()
        }

    def _origin(self, receipt: Receipt) -> Origin:
        sheet = self.sources[receipt.source]
        return Origin(receipt.source, sheet.title, sheet.publisher, receipt.period, receipt.obtained_on)

    def value(self, row: Sequence[Any]) -> Value:
        """A row of VALUE_SELECT as a Value."""
        (
            level,
            code,
            period,
            value,
            numerator,
            denominator,
            known,
            total,
            flags,
            segment,
            rank,
            ranked,
            detail,
            lacking,
            tied,
            name,
        ) = row
        ref, described = Ref(Level(level), code), Period.parse(period)
        return Value(
            territory=ref,
            period=described,
            value=value,
            numerator=numerator,
            denominator=denominator,
            completeness=Completeness(known, total),
            flags=(
                *(Flag(flag) for flag in flags.split()),
                *((Flag.TODAYS_PERIMETER,) if self.release.redrawn(ref.level, described) else ()),
                *((Flag.SIMULATED,) if self.release.simulated else ()),
            ),
            origins=self.origins[name][period],
            segment=segment,
            rank=rank,
            ranked=ranked or 0,
            breakdown=json.loads(detail) if detail else {},
            lacking=lacking,
            tied=tied or 1,
        )


def read_changes(folder: Path) -> ReleaseChanges:
    """What a release brings, as its computation noted it."""
    facts = json.loads((folder / "changes.json").read_text("utf-8"))
    before = facts["before"]
    return ReleaseChanges(
        before=before["number"] if before else 0,
        before_on=datetime.fromisoformat(before["published_at"]) if before else None,
        deliveries=tuple(
            DeliveryChange(delivery["source"], Period.parse(delivery["period"]), delivery["replaces"])
            for delivery in facts["deliveries"]
        ),
        communes={indicator["name"]: indicator["communes"] for indicator in facts["indicators"]},
    )


def _indicator_sheet(facts: Mapping[str, Any], sources: Mapping[str, SourceSheet]) -> IndicatorSheet:
    indicator = read_indicator(facts)
    annexes = tuple(
        AnnexSheet(annex.title, annex.headers, tuple(tuple(row) for row in rows))
        for annex, rows in zip(indicator.annexes, facts["annex_rows"], strict=True)
    )
    periods = tuple(sorted(Period.parse(code) for code in facts["origins"]))
    wanted = tuple(WantedSource(name, sources[name].title) for name in facts.get("wanted", ()))
    return IndicatorSheet(indicator, periods, tuple(facts["feeds"]), annexes, wanted)


def _source_sheet(
    name: str, facts: Mapping[str, Any], receipts: Sequence[Receipt], indicators: Mapping[str, Any]
) -> SourceSheet:
    mine = sorted((r for r in receipts if r.source == name), key=lambda r: Period.parse(r.period), reverse=True)
    used = tuple(key for key, indicator in indicators.items() if name in indicator["feeds"])
    # A release made before sources said who may see them had public ones only.
    hidden = facts.get("visibility", Visibility.PUBLIC.value) != Visibility.PUBLIC
    deliveries = tuple(_delivery(receipt, () if hidden else receipt.files) for receipt in mine)
    return SourceSheet(name=name, deliveries=deliveries, indicators=used, **facts)


def _delivery(receipt: Receipt, files: Sequence[ArchivedFile]) -> DeliverySheet:
    counts = receipt.counts
    return DeliverySheet(
        period=Period.parse(receipt.period),
        files=tuple(file.name for file in files),
        checksums=tuple(file.sha256 for file in files),
        sizes=tuple(file.size for file in files),
        urls=tuple(file.resolved_url or file.url for file in files),
        obtained_on=receipt.obtained_on,
        published_on=receipt.published_on,
        read=counts.read,
        kept=counts.kept,
        refused=counts.refused,
        flagged=counts.flagged,
        outside=counts.outside,
        ignored=counts.ignored,
        corrected=counts.corrected,
    )


def problem_line(row: Sequence[Any]) -> ProblemLine:
    """A row (period, file, line, column, value, reason, effect, and perhaps the commune) as a ProblemLine."""
    period, file, line, column, value, reason, effect, *commune = row
    problem = Problem(file, line, column, value, reason, Effect(effect), *(code or "" for code in commune))
    return ProblemLine(Period.parse(period), problem)


def age_in_days(period: Period, today: date) -> int:
    """Days since the end of a period, 0 while it lasts."""
    return max(0, (today - period.end).days)
