"""Where fibre is, operator by operator."""

from maillage.web.declared import Line, Page

PAGE = Page(line=Line("Observer", 3, "La fibre, opérateur par opérateur"), indexed=True)
