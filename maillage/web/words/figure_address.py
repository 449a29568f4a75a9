"""Where a figure of a territory is shown in full: on the page of its theme."""

from django.urls import reverse

from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Ref
from maillage.kernel.themes import slug


def theme_address(ref: Ref, theme: str) -> str:
    """The page of a theme in a territory."""
    return reverse("territory.theme", args=[ref.level, ref.code, slug(theme)])


def figure_address(ref: Ref, indicator: Indicator) -> str:
    """The place of an indicator on it."""
    return f"{theme_address(ref, indicator.theme)}#{indicator.name}"
