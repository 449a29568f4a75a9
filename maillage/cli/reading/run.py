"""What the last release holds, as words, JSON or CSV."""

import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from maillage.cli.words import comma_separated, french, table
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory, current
from maillage.observatory.reading import age_in_days
from maillage.observatory.sheets import IndicatorSheet, SourceSheet
from maillage.observatory.wire import values_json

SOURCE_HEADS = (
    "source",
    "table",
    "période",
    "âge (jours)",
    "obtenue le",
    "lignes gardées",
    "refusées",
    "signalées",
    "licence",
)
INDICATOR_HEADS = ("indicateur", "période", "âge (jours)", "unité", "sources", "titre")


def sources(home: Path, options: Namespace) -> None:
    """List every source, loaded or not."""
    observatory = current(home)
    sheets = observatory.sources()
    facts = [_source_facts(sheet) for sheet in sheets]
    _list(observatory, options.format, SOURCE_HEADS, [_source_row(sheet) for sheet in sheets], facts)


def _list(
    observatory: Observatory,
    layout: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    facts: Sequence[dict[str, object]],
) -> None:
    """A catalogue in one of the three layouts; that of a fictional territory says so in each."""
    notice = observatory.release.notice
    if layout == "json":
        records = [{**fact, "notice": notice} for fact in facts] if notice else list(facts)
        print(json.dumps(records, ensure_ascii=False, indent=1))
    elif layout == "csv" and notice:
        comma_separated([*heads, "mention"], [[*row, notice] for row in rows])
    elif layout == "csv":
        comma_separated(heads, rows)
    else:
        if notice:
            print(f"{notice}.\n")
        table(heads, [["—" if cell is None else cell for cell in row] for row in rows])


def _source_row(sheet: SourceSheet) -> list[object]:
    last = sheet.last
    if last is None:
        return [sheet.name, sheet.table, "non chargée", None, None, None, None, None, sheet.licence]
    age = age_in_days(last.period, date.today())
    return [
        sheet.name,
        sheet.table,
        last.period.code,
        age,
        last.obtained_on,
        last.kept,
        last.refused,
        last.flagged,
        sheet.licence,
    ]


def _source_facts(sheet: SourceSheet) -> dict[str, object]:
    return {
        "source": sheet.name,
        "title": sheet.title,
        "publisher": sheet.publisher,
        "page": sheet.page,
        "licence": sheet.licence,
        "table": sheet.table,
        "deliveries": [
            {
                "period": delivery.period.code,
                "age_days": age_in_days(delivery.period, date.today()),
                "obtained_on": delivery.obtained_on.isoformat(),
                "published_on": delivery.published_on.isoformat() if delivery.published_on else None,
                "files": list(delivery.files),
                "sha256": list(delivery.checksums),
                "rows": {
                    "read": delivery.read,
                    "kept": delivery.kept,
                    "refused": delivery.refused,
                    "flagged": delivery.flagged,
                    "outside": delivery.outside,
                    "ignored": delivery.ignored,
                },
            }
            for delivery in sheet.deliveries
        ],
    }


def indicators(home: Path, options: Namespace) -> None:
    """List every indicator, with data or not."""
    observatory = current(home)
    sheets = observatory.indicators()
    facts = [_indicator_facts(sheet) for sheet in sheets]
    _list(observatory, options.format, INDICATOR_HEADS, [_indicator_row(sheet) for sheet in sheets], facts)


def _indicator_facts(sheet: IndicatorSheet) -> dict[str, object]:
    return {
        "indicator": sheet.indicator.name,
        "title": sheet.indicator.title,
        "unit": sheet.indicator.unit,
        "definition": sheet.indicator.definition,
        "asked_by": list(sheet.indicator.asked_by),
        "periods": [period.code for period in sheet.periods],
        "sources": list(sheet.sources),
    }


def _indicator_row(sheet: IndicatorSheet) -> list[object]:
    indicator = sheet.indicator
    if not sheet.loaded:
        return [indicator.name, "données non chargées", None, indicator.unit, " ".join(sheet.sources), indicator.title]
    last = sheet.periods[-1]
    return [
        indicator.name,
        last.code,
        age_in_days(last, date.today()),
        indicator.unit,
        " ".join(sheet.sources),
        indicator.title,
    ]


def show(home: Path, options: Namespace) -> None:
    """The values of an indicator for a territory."""
    ref = Ref.parse(options.territory)
    period = Period.parse(options.period) if options.period else None
    observatory = current(home)
    sheet = observatory.indicator(options.indicator)
    territory = observatory.territory(ref)
    if period and sheet.loaded and period not in sheet.periods:
        known = ", ".join(covered.code for covered in sheet.periods)
        raise UsageError(f"Période « {period.code} » inconnue pour « {sheet.indicator.title} ». Périodes : {known}.")
    values = observatory.series(options.indicator, ref, period)
    if options.format == "json":
        print(json.dumps(values_json(sheet, ref, values), ensure_ascii=False, indent=1))
    elif options.format == "csv":
        _show_csv(sheet, ref, values)
    else:
        named = ", ".join(filter(None, (f"{territory.name} ({ref})", territory.part)))
        print(f"{sheet.indicator.title} — {named}\n")
        if values:
            _show_table(sheet, values)
        elif sheet.loaded:
            print("Aucune valeur connue pour ce territoire" + (" et cette période." if period else "."))
        else:
            names = " et ".join(f"« maillage load {source.name} »" for source in sheet.wanted)
            print(
                "Données non chargées. " + (f"Chargez-les avec {names}." if names else "Les fichiers n’en disent rien.")
            )


def _show_table(sheet: IndicatorSheet, values: list[Value]) -> None:
    indicator = sheet.indicator
    rows = [
        [
            value.period.label,
            f"{french(value.value, indicator.decimals)}\u00a0{indicator.unit}"
            if value.value is not None
            else "sans objet",
            french(value.numerator),
            french(value.denominator),
            f"{french(value.completeness.known)} sur {french(value.completeness.total)}",
            value.source,
            value.obtained_on,
            value.place,
        ]
        for value in values
    ]
    table(("période", "valeur", "numérateur", "dénominateur", "communes", "source", "obtenue le", "rang"), rows)
    for value in values:
        if value.breakdown:
            parts = ", ".join(f"{name} {french(part)}" for name, part in value.breakdown.items())
            print(f"\n{value.period.label} : {parts}.", end="")
    for flag in dict.fromkeys(flag for value in values for flag in value.flags):
        concerned = ", ".join(value.period.label for value in values if flag in value.flags)
        print(f"\n{flag.label} ({concerned})", end="")
    print()


def _show_csv(sheet: IndicatorSheet, ref: Ref, values: list[Value]) -> None:
    heads = (
        "indicator,territory,period,value,numerator,denominator,unit,known,total,flags,source,obtained_on,rank_words"
    ).split(",")
    rows = []
    for fact in values_json(sheet, ref, values)["values"]:  # type: ignore[attr-defined]
        whole = fact.pop("completeness")
        facts = {"rank_words": "", **fact, **whole, "indicator": sheet.indicator.name, "territory": ref}
        rows.append([facts[head] if head != "flags" else " ".join(facts[head]) for head in heads])
    comma_separated(heads, rows)
