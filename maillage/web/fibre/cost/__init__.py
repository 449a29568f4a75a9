"""What finishing fibre would cost: for whom the operator of the site lets see it."""

from maillage.web.declared import Area, Line, Page, Question

PAGE = Page(
    lines=(Line(Question.FIBRE, 8, "Coût", "Ce que coûterait la fin"),),
    area=Area(
        "cout",
        5_000,
        landing="cost",
        purpose="coût de la fin de la fibre",
        welcome="Pour les agents des collectivités et de l’équipe projet.",
    ),
)
