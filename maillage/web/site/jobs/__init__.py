"""What is made behind: how far it is, and the file once it is ready."""

from maillage.web.declared import Area, Page

PAGE = Page(area=Area("travaux", 2_000))
