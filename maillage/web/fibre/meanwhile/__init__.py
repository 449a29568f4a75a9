"""Until fibre is there: what is announced in a commune."""

from maillage.web.declared import Page

PAGE = Page(under="territories")
