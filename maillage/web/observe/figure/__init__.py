"""A figure taken to pieces: the operation, the lines it was made of, what is missing."""

from maillage.web.declared import Page

PAGE = Page(under="territory")
