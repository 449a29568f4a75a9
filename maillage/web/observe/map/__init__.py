"""The map of an indicator."""

from django.urls import reverse

from maillage.kernel.territory import Ref
from maillage.web.declared import Line, Page, Question


def _copper(_: Ref | None) -> str:
    return f"{reverse('map')}?calques=cuivre"


def _help(_: Ref | None) -> str:
    return f"{reverse('map')}?calques=france_services,mediation"


PAGE = Page(
    lines=(
        Line(Question.WHERE, 1, "La carte", "Tous les indicateurs, à toutes les dates"),
        Line(Question.FIBRE, 5, "Fermeture du cuivre", "Commune par commune, sur la carte", _copper),
        Line(Question.DOING, 3, "Se faire aider", "Lieux d’accompagnement, sur la carte", _help),
    ),
    indexed=True,
)
