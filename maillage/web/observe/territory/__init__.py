"""The portrait of a territory, as a page and as files."""

from typing import Any

from django.urls import reverse

from maillage.web.declared import Line, Page


def _region(release: Any) -> str:
    return reverse("territory", args=[release.region.level, release.region.code]) if release else ""


PAGE = Page(line=Line("Observer", 1, "Territoires", _region))
