"""The actions of strategies: list, sheet, edition, workbook, calendar, map; the link of a mail that asks for news."""

from maillage.web.declared import Area, Page

PAGE = Page(area=Area("repondre", 200_000))
