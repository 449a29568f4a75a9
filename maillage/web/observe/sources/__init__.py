"""The list of sources."""

from maillage.web.declared import Line, Page

PAGE = Page(line=Line("Observer", 7, "Sources"), indexed=True)
