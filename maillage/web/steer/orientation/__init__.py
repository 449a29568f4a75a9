"""An element of a strategy in force: what is done for it, what is measured of it."""

from maillage.web.declared import Page

PAGE = Page(under="strategies")
