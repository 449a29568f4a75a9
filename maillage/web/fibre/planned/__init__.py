"""Announced dates address by address, for agents: the files are reserved."""

from maillage.web.declared import Area, Line, Page, Question

PAGE = Page(
    lines=(Line(Question.FIBRE, 14, "Dates réservées", "Pour les agents, sur connexion"),),
    area=Area(
        "prevu",
        5_000,
        landing="planned",
        purpose="dates prévues",
        welcome="Pour les agents des collectivités et de l’équipe projet.",
    ),
)
