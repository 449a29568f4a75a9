"""The themes of the indicators, under the three enjeux of the SCORAN (§ 6), in the order pages show them."""

from dataclasses import dataclass

from maillage.kernel.errors import UsageError
from maillage.kernel.words import words


@dataclass(frozen=True, slots=True)
class Enjeu:
    """A strategic stake: its rank in the strategy, its title, and the themes that fall under it."""

    number: int
    title: str
    themes: tuple[str, ...]


FIXED, MOBILE = "Réseaux fixes", "Réseaux mobiles"
MEDIATION, HEALTH = "Médiation et inclusion", "Santé"
OPEN_DATA = "Données ouvertes"
ENJEUX = (
    Enjeu(1, "Les réseaux : fixe et mobile, pour tous", (FIXED, MOBILE)),
    Enjeu(2, "Les usages : être aidé, se soigner, se former, travailler", (MEDIATION, HEALTH)),
    Enjeu(3, "La donnée : l’ouvrir et s’en servir", (OPEN_DATA,)),
)


def enjeu_of(theme: str) -> Enjeu:
    """The enjeu a theme falls under. Raises KeyError for a theme that is under none."""
    for enjeu in ENJEUX:
        if theme in enjeu.themes:
            return enjeu
    raise KeyError(theme)


def slug(theme: str) -> str:
    """A theme in an address, the only way to say it: « Réseaux fixes » → `reseaux-fixes`, « Santé » → `sante`."""
    return "-".join(words(theme))


def by_slug(text: str) -> str:
    """The theme of an address. Raises UsageError for none."""
    every = [theme for enjeu in ENJEUX for theme in enjeu.themes]
    for theme in every:
        if slug(theme) == text:
            return theme
    raise UsageError(f"Thème « {text[:40]} » inconnu. Thèmes : {', '.join(every)}.")
