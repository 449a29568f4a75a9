"""What a member is told of, how they want to be told, and the link of a mail that ends it."""

from maillage.web.declared import Area, Page

PAGE = Page(area=Area("avis", 20_000))
