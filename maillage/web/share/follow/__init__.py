"""Being told by mail what changes at a place."""

from maillage.web.declared import Area, Page

PAGE = Page(area=Area("suivre", 20_000), indexed=True)
