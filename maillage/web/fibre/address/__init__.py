"""An address: what one gets there, and when fibre comes."""

from django.urls import reverse

from maillage.kernel.territory import Ref
from maillage.web.declared import Line, Page, Question


def _search(_: Ref | None) -> str:
    return f"{reverse('home')}#mon-adresse"


PAGE = Page(lines=(Line(Question.FIBRE, 1, "À mon adresse", "Ce qu’on y capte, et quand elle vient", _search),))
