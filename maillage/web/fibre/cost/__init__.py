"""What finishing fibre would cost."""

from maillage.web.declared import Page

PAGE = Page(under="rollout", indexed=True)
