"""Figures that a release says otherwise than those before it: their list, their files, their feed."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(
    lines=(Line(Question.FROM, 6, "Les corrections", "Chiffres corrigés depuis leur publication"),), indexed=True
)
