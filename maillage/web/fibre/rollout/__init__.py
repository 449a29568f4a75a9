"""Where fibre is, operator by operator."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 2, "Où en est-on", "Opérateur par opérateur"),), indexed=True)
