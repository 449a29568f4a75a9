"""The portrait of a territory, as a page and as files."""

from django.urls import reverse

from maillage.kernel.territory import Ref
from maillage.web.declared import Line, Page, Question


def _region(region: Ref | None) -> str:
    return reverse("territory", args=[region.level, region.code]) if region else ""


PAGE = Page(lines=(Line(Question.WHERE, 3, "Toute la région", "Ce qui va, ce qui manque", _region),))
