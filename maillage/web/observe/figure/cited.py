"""A figure as a release published it. Somebody follows a citation; they leave knowing what was published then, and
whether it is still said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.kernel.value import Value
from maillage.observatory.cited import Cited, Correction
from maillage.observatory.door import Observatory
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.figure.words import operation
from maillage.web.words.citing import citation, published_on
from maillage.web.words.reading import counts_words, known_words, said, shown


@public
def page(request: HttpRequest, release: str, level: str, code: str, name: str, period: str) -> HttpResponse:
    """The figure that a release published, what was said of it since, and how to cite it."""
    source = observatory(request)
    cited = source.cited(release, name, Ref.parse(f"{level}:{code}"), Period.parse(period))
    value = cited.value
    today = _today(source, cited)
    context = {
        "cited": cited,
        "indicator": cited.indicator,
        "value": value,
        "published_on": published_on(cited.release),
        "figure": shown(cited.indicator, value),
        "counts": counts_words(cited.indicator, value),
        "known": known_words(value.completeness),
        "operation": operation(cited.indicator, value),
        "present": source.release.number == cited.release.number,
        "today": shown(source.indicator(name).indicator, today) if today else "",
        "here": _present_page(cited) if today else "",
        "since": [_since(correction) for correction in source.citations.since(cited)],
        "citation": citation(request, cited),
    }
    return render(request, "observe/figure/cited.html", context)


def _today(source: Observatory, cited: Cited) -> Value | None:
    """The same figure in the release that is read; None when it is not published any more."""
    try:
        values = source.series(cited.indicator.name, cited.value.territory, cited.value.period)
    except UsageError:
        return None
    return next(iter(values), None)


def _since(correction: Correction) -> dict[str, str | int]:
    """What a later release said, in words."""
    after = said(correction.indicator, correction.territory.level, correction.after)
    return {
        "number": correction.by.number,
        "day": published_on(correction.by),
        "figure": after if correction.published else "",
        "cause": french.typographic(correction.cause),
    }


def _present_page(cited: Cited) -> str:
    ref = cited.value.territory
    address = reverse("figure", args=[ref.level, ref.code, cited.indicator.name])
    return f"{address}?periode={cited.value.period.code}"
