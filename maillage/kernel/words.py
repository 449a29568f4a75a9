"""A name cut into words that compare, however it was typed."""

import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_SHORT = {"st": "saint", "ste": "sainte"}


def words(text: str) -> list[str]:
    """The words of a name without case, accents, ligatures, hyphens or apostrophes of any kind, « St » in full.

    « L’Île-St-Œuf » → `l`, `ile`, `saint`, `oeuf`.
    """
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES))
    marks = "".join(c for c in bare if not unicodedata.combining(c))
    return [_SHORT.get(word, word) for word in "".join(c if c.isalnum() else " " for c in marks).split()]


def folded(text: str) -> str:
    """The words of a text joined: what two texts share whatever their accents, capitals and punctuation."""
    return " ".join(words(text))


@lru_cache(maxsize=50_000)
def plain_name(text: str) -> str:
    """A place name without case, accents, hyphens, articles' apostrophes or CEDEX: « L'Île-d'Aix » → `l ile d aix`."""
    kept = words(text)
    return " ".join(kept[: kept.index("cedex")] if "cedex" in kept else kept)


def alphabetical(text: str) -> tuple[str, str]:
    """What names are sorted by, as a French dictionary does: « É » is an E, « œ » is « oe », capitals do not count."""
    return folded(text), text
