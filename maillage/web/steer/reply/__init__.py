"""The link of a mail that asks how an action goes."""

from maillage.web.declared import Area, Page

PAGE = Page(area=Area("repondre", 200_000))
