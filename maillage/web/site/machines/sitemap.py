"""The pages of the site, for search engines: territories, indicators, sources, strategies that are shown, texts."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.commons.editorial.published import NAMES
from maillage.kernel.territory import LEVELS
from maillage.steering.strategies.models import Strategy
from maillage.web.declared import pages
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import observatory

MOST = 45_000
"""Addresses in one file; a country's communes take one."""


class Pages(Sitemap):  # type: ignore[type-arg]
    """The addresses of pages, as they are."""

    limit = MOST

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = addresses

    def items(self) -> Sequence[str]:
        """Called by Django for what is listed."""
        return self.addresses

    def location(self, item: str) -> str:
        """Called by Django for the address of one."""
        return item

    def get_domain(self, site: Any = None) -> str:
        """Called by Django: the name of the site in what it sends."""
        return str(settings.MAILLAGE_ADDRESS).partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        """Called by Django: how the site is asked."""
        return str(settings.MAILLAGE_ADDRESS).partition("://")[0]


@writing
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list, in as many parts as it takes (`?p=2`)."""
    answer: HttpResponse = sitemap(request, {"pages": Pages(_addresses(request))})
    # Drawn at once: nothing of it may be left for after the answer's headers.
    answer.render()  # type: ignore[attr-defined]
    return answer


def _addresses(request: HttpRequest) -> list[str]:
    source = observatory(request)
    if source.release.simulated:
        return []
    fixed = [reverse(name) for name, page in pages().items() if page.indexed]
    territories = [
        reverse("territory", args=[territory.ref.level, territory.ref.code])
        for level in LEVELS
        for territory in source.territories(level)
    ]
    indicators = [reverse("indicator", args=[sheet.indicator.name]) for sheet in source.indicators()]
    sources = [reverse("source", args=[sheet.name]) for sheet in source.sources()]
    shown = Strategy.objects.filter(shown=True).order_by("slug").values_list("slug", flat=True)
    strategies = [reverse("strategies.strategy", args=[slug]) for slug in shown]
    texts = [reverse("editorial", args=[name]) for name in NAMES]
    return [*fixed, *texts, *indicators, *sources, *strategies, *territories]
