"""A figure as it is cited: the address where it stays as it was published, and the sentence to take."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.observatory.cited import Cited
from maillage.observatory.sheets import ReleaseSheet
from maillage.web.words.reading import publishers, shown


@dataclass(frozen=True, slots=True)
class Citation:
    """What one takes: the address that stays, with its host, and a sentence that ends with it."""

    address: str
    sentence: str


def address(release: ReleaseSheet, indicator: str, ref: Ref, period: Period) -> str:
    """Where a figure of a release stays, without host."""
    return reverse("figure.cited", args=[release.key, ref.level, ref.code, indicator, period.code])


def published_on(release: ReleaseSheet) -> str:
    """« 28 novembre 2026 », the day here."""
    return french.day(timezone.localtime(french.moment(release.published_at)).date())


def numbered(release: ReleaseSheet) -> str:
    """« publication n° 3 du 28 novembre 2026 »."""
    return f"publication n°{french.WIDE}{release.number} du {published_on(release)}"


def cited_drawing(request: HttpRequest, release: ReleaseSheet, said: str, address: str) -> str:
    """« En 9 mois, les retards ont baissé de 41 % (Bresle, 2e trimestre 2026). Maillage, publication n° 3 du 28
    novembre 2026. https://… »: the sentence to take with a drawing, from what it says and the address of its page."""
    named = settings.MAILLAGE_OPERATOR or "Maillage"
    simulated = f" {release.notice}." if release.notice else ""
    here = request.build_absolute_uri(address)
    return f"{french.typographic(said)}. {named}, {numbered(release)}.{simulated} {here}"


def citation(request: HttpRequest, cited: Cited) -> Citation:
    """« 16 % des locaux peuvent être raccordés à la fibre (Barveux, 3e trimestre 2026). Maillage, publication n° 3 du
    28 novembre 2026, d’après Arcep. https://… »"""
    indicator, value = cited.indicator, cited.value
    here = request.build_absolute_uri(address(cited.release, indicator.name, value.territory, value.period))
    where = f"({french.typographic(cited.name)}, {value.period.label})"
    plain = value.value is not None and not indicator.answer(value.territory.level, value.value)
    if plain and indicator.unit == "%":
        said = f"{shown(indicator, value)} {french.typographic(indicator.meaning)} {where}"
    else:
        said = f"{french.typographic(indicator.title)}{french.THIN}: {shown(indicator, value)} {where}"
    named = settings.MAILLAGE_OPERATOR or "Maillage"
    simulated = f" {cited.release.notice}." if cited.release.notice else ""
    source = f", d’après {publishers(value.origins)}" if value.origins else ""
    return Citation(here, f"{said}. {named}, {numbered(cited.release)}{source}.{simulated} {here}")
