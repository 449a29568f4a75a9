"""The catalogue of a release: sources, deliveries, indicators and where each figure comes from, as one JSON file.

It is frozen with the release, so that a figure can still be explained once the code has changed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from maillage.kernel.indicator import Annex, Break, Good, Indicator, Target, TargetState, Used
from maillage.kernel.source import Source
from maillage.kernel.table import Table
from maillage.store.receipt import Receipt


def catalogue_json(
    region: str,
    region_name: str,
    receipts: Sequence[Receipt],
    sources: Mapping[str, Source],
    tables: Mapping[str, Table],
    indicators: Mapping[str, Indicator],
    feeds: Mapping[str, Sequence[str]],
    wanted: Mapping[str, Sequence[str]],
    origins: Mapping[str, Mapping[str, Sequence[Receipt]]],
    annexes: Mapping[str, Sequence[Sequence[Sequence[str]]]],
) -> str:
    """The catalogue as text. `feeds`: sources of each indicator; `wanted`: those to load; `origins`: deliveries by
    indicator and period."""
    return json.dumps(
        {
            "region": region,
            "region_name": region_name,
            "deliveries": [asdict(receipt) for receipt in receipts],
            "sources": {name: _source(source, tables[source.table]) for name, source in sources.items()},
            "indicators": {
                name: {
                    **asdict(indicator),
                    "feeds": list(feeds[name]),
                    "wanted": list(wanted[name]),
                    "origins": {
                        period: [(receipt.source, receipt.period) for receipt in deliveries]
                        for period, deliveries in origins[name].items()
                    },
                    "annex_rows": annexes[name],
                }
                for name, indicator in indicators.items()
            },
        },
        ensure_ascii=False,
        default=date.isoformat,
    )


def _source(source: Source, table: Table) -> dict[str, object]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "page": source.page,
        "licence": source.licence.label,
        "licence_url": source.licence.url,
        "frequency": source.frequency,
        "notes": source.notes,
        "table": table.name,
        "table_title": table.title,
        "visibility": source.visibility.value,
    }


def read_indicator(facts: Mapping[str, Any]) -> Indicator:
    """An indicator from its entry in the catalogue."""
    names = Indicator.__dataclass_fields__
    plain = {name: facts[name] for name in names if name in facts}
    plain["good"] = Good(facts["good"])
    plain["asked_by"] = tuple(facts["asked_by"])
    plain["reads"] = tuple(facts["reads"])
    plain["breaks"] = tuple(Break(**entry) for entry in facts["breaks"])
    plain["target"] = _target(facts["target"]) if facts.get("target") else None
    plain["used"] = tuple(Used(**entry) for entry in facts.get("used", ()))
    plain["fed_by"] = tuple(facts.get("fed_by", ()))
    plain["annexes"] = tuple(Annex(annex["title"], tuple(annex["headers"]), annex["sql"]) for annex in facts["annexes"])
    return Indicator(**plain)


def _target(facts: Mapping[str, Any]) -> Target:
    """A target; in a release made before targets had a date, it has none."""
    on = facts.get("on")
    plain = {
        **facts,
        "on": date.fromisoformat(on) if on else None,
        "state": TargetState(facts.get("state", TargetState.SET)),
    }
    return Target(**plain)
