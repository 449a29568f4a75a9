"""A theme of indicators as people read it. Files, the API and addresses keep the name that others hold on to."""

from maillage.kernel import french

READ = {"Médiation et inclusion": "Se faire aider"}
"""What is read otherwise than it is filed."""


def theme_words(theme: str) -> str:
    """« Se faire aider » of « Médiation et inclusion »."""
    return french.typographic(READ.get(theme, theme))
