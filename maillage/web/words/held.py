"""What is held back in an electoral period. One place decides; whatever concludes something for the reader asks it:
a headline, the title of a chart, a verdict, the draft of a letter. Figures stay, under what they count and their date.
"""

from maillage.steering.explanations.published import electoral

NOTICE = "Période électorale : ni titre automatique ni verdict. Les chiffres restent."
"""What pages, documents and files say instead; `parts/electoral.html` says the same."""


def held() -> bool:
    """Whether nothing may be concluded today."""
    return electoral()


def finding(found: str, drawn: str = "") -> str:
    """What is found; in an electoral period, what is drawn and of which date, or nothing where that is beside."""
    return drawn if held() else found
