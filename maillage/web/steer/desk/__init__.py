"""What is due to each."""

from maillage.web.declared import Area, Line, Page

PAGE = Page(
    line=Line("Piloter", 2, "Mon bureau"),
    area=Area(
        "piloter",
        6_000_000,
        landing="desk",
        purpose="pilotage",
        welcome="Pour celles et ceux qui suivent les stratégies.",
    ),
)
