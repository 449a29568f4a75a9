"""The portrait of a territory, as a page and as files."""

from django.urls import reverse

from maillage.kernel.territory import Ref
from maillage.web.declared import Line, Page


def _region(region: Ref | None) -> str:
    return reverse("territory", args=[region.level, region.code]) if region else ""


PAGE = Page(line=Line("Observer", 1, "Territoires", _region))
