"""The buildings that a number of the fibre counts."""

from maillage.web.declared import Page

PAGE = Page(under="rollout")
