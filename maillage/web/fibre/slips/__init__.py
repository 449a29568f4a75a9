"""Announced dates kept or moved."""

from maillage.web.declared import Page

PAGE = Page(under="rollout", indexed=True)
