"""Sentences whose words to remember stand out: `parts/words.html` writes them."""

Words = tuple[tuple[str, bool], ...]
"""Pieces of a sentence, each with whether it is what to remember."""


def plain(pieces: Words) -> str:
    """The sentence alone."""
    return "".join(text for text, _ in pieces)
