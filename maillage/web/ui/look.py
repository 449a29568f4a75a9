"""What an operator chooses of the look of the site: a logo, one colour, a theme. A bad choice is refused at start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from maillage.kernel.errors import UsageError
from maillage.kernel.french import number
from maillage.web.ui import colour

LIGHT_GROUND, DARK_GROUND = "#fbf9f4", "#15242f"
HEAVIEST_LOGO = 200_000
DEFAULT, DSFR = "", "dsfr"
THEMES = (DEFAULT, DSFR)
_PNG = b"\x89PNG\r\n\x1a\n"
# Addresses a drawing may name: its own parts, and pictures it carries.
_INSIDE = re.compile(r"#|data:image/(png|jpeg|gif|webp);", re.IGNORECASE)
_ACTIVE = {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"}


@dataclass(frozen=True, slots=True)
class Logo:
    """The operator's sign: the name of its file among ours, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """The choices of an operator; by default none, and the site wears its own look."""

    accent: str = ""
    logo: Logo | None = None
    theme: str = DEFAULT


def chosen(environment: Mapping[str, str]) -> Look:
    """The look asked by MAILLAGE_ACCENT, MAILLAGE_LOGO and MAILLAGE_THEME. Raises UsageError, in words."""
    theme = environment.get("MAILLAGE_THEME", DEFAULT).strip()
    if theme not in THEMES:
        raise UsageError(f"MAILLAGE_THEME : thème « {theme} » inconnu. Laissez vide, ou écrivez « {DSFR} ».")
    accent = environment.get("MAILLAGE_ACCENT", "").strip().lower()
    if accent and theme == DSFR:
        raise UsageError(
            "MAILLAGE_ACCENT et MAILLAGE_THEME=dsfr ne vont pas ensemble : le thème de l’État a sa couleur."
        )
    logo = environment.get("MAILLAGE_LOGO", "").strip()
    return Look(_accent(accent), read_logo(Path(logo)) if logo else None, theme)


def _accent(text: str) -> str:
    if not text:
        return ""
    if not colour.is_colour(text):
        raise UsageError(
            f"MAILLAGE_ACCENT : « {text} » n’est pas une couleur. Écrivez # et six chiffres, par exemple #0b6e69."
        )
    contrast = colour.contrast(text, LIGHT_GROUND)
    if contrast < colour.READABLE:
        advice = colour.readable_on(text, LIGHT_GROUND, colour.BLACK)
        raise UsageError(
            f"MAILLAGE_ACCENT : {text} se lit mal sur le fond clair (contraste {number(contrast, 1)}, "
            f"il faut au moins {number(colour.READABLE, 1)}). Prenez plus foncé, par exemple {advice}."
        )
    return text


def read_logo(path: Path) -> Logo:
    """The logo in this file: a PNG, or an SVG that only draws. Raises UsageError, in words."""
    try:
        with path.open("rb") as file:
            content = file.read(HEAVIEST_LOGO + 1)
    except OSError:
        raise UsageError(f"MAILLAGE_LOGO : impossible de lire le fichier {path}.") from None
    if len(content) > HEAVIEST_LOGO:
        raise UsageError(f"MAILLAGE_LOGO : {path} pèse plus de 200 ko. Donnez une image plus légère.")
    if content.startswith(_PNG):
        return Logo("logo.png", content)
    _only_draws(path, content)
    return Logo("logo.svg", content)


def _only_draws(path: Path, content: bytes) -> None:
    """Raises UsageError unless these bytes are an SVG drawing that runs nothing and fetches nothing."""
    if b"<!ENTITY" in content:
        raise UsageError(f"MAILLAGE_LOGO : {path} déclare des entités, ce qu’un dessin n’a pas à faire.")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        root = None
    if root is None or _local(root.tag) != "svg":
        raise UsageError(f"MAILLAGE_LOGO : {path} n’est ni un PNG ni un SVG.")
    for element in root.iter():
        if _local(element.tag) in _ACTIVE or any(_is_active(*each) for each in element.attrib.items()):
            raise UsageError(
                f"MAILLAGE_LOGO : {path} contient un script ou appelle une adresse. Donnez un dessin seul."
            )


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()


def _is_active(attribute: str, value: str) -> bool:
    name = _local(attribute)
    return name.startswith("on") or (name in ("href", "src") and not _INSIDE.match(value.strip()))
