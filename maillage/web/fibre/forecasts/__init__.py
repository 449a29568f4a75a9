"""When fibre would be complete."""

from maillage.web.declared import Page

PAGE = Page(under="rollout", indexed=True)
