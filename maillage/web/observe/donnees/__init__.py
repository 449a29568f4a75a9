"""What is published, to take away: files of figures, lists, the API and what other sites show."""

from maillage.web.declared import Line, Page

PAGE = Page(line=Line("Observer", 8, "Données"), indexed=True)
