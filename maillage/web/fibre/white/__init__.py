"""White zones: who has no good network, and what else there is."""

from maillage.web.declared import Line, Page

PAGE = Page(line=Line("Observer", 4, "Zones blanches"), indexed=True)
