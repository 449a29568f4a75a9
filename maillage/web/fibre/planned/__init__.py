"""Announced dates address by address, for agents: the files are reserved."""

from maillage.web.declared import Area, Page

PAGE = Page(
    area=Area(
        "prevu",
        5_000,
        landing="planned",
        purpose="dates prévues",
        welcome="Pour les agents des collectivités et de l’équipe projet.",
    )
)
