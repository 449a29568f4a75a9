"""Indicators and sources as the API writes them."""

from maillage.observatory.sheets import IndicatorSheet, SourceSheet
from maillage.web.api.schemas import BreakOut, DeliveryOut, IndicatorOut, SourceOut


def indicator_out(sheet: IndicatorSheet) -> IndicatorOut:
    """An indicator and its periods."""
    one = sheet.indicator
    return IndicatorOut(
        name=one.name,
        title=one.title,
        unit=one.unit,
        theme=one.theme,
        definition=one.definition,
        numerator=one.numerator,
        denominator=one.denominator,
        good=one.good.value,
        limits=one.limits,
        asked_by=list(one.asked_by),
        breaks=[BreakOut(since=cut.since, reason=cut.reason) for cut in one.breaks],
        periods=[period.code for period in sheet.periods],
        sources=list(sheet.sources),
    )


def source_out(sheet: SourceSheet) -> SourceOut:
    """A source and its deliveries, newest first."""
    return SourceOut(
        name=sheet.name,
        title=sheet.title,
        publisher=sheet.publisher,
        page=sheet.page,
        licence=sheet.licence,
        licence_url=sheet.licence_url,
        frequency=sheet.frequency,
        table=sheet.table,
        indicators=list(sheet.indicators),
        deliveries=[
            DeliveryOut(
                period=one.period.code,
                obtained_on=one.obtained_on,
                published_on=one.published_on,
                files=list(one.files),
                checksums=list(one.checksums),
                read=one.read,
                kept=one.kept,
                refused=one.refused,
                flagged=one.flagged,
                outside=one.outside,
                ignored=one.ignored,
                corrected=one.corrected,
            )
            for one in sheet.deliveries
        ],
    )
