"""What is due to each."""

from maillage.web.declared import Area, Line, Page, Question

PAGE = Page(
    lines=(Line(Question.DOING, 4, "Mon bureau", "Pour qui suit les stratégies"),),
    area=Area(
        "piloter",
        6_000_000,
        landing="desk",
        purpose="pilotage",
        welcome="Pour celles et ceux qui suivent les stratégies.",
    ),
)
