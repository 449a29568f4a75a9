"""What becomes of the public actions of a strategy."""

from django.urls import reverse

from maillage.kernel.territory import Ref
from maillage.web.declared import Line, Page, Question


def _public(_: Ref | None) -> str:
    return reverse("progress.public")


PAGE = Page(lines=(Line(Question.DOING, 2, "Suivi public", "Ce qui est fait, ce qui attend", _public),))
