"""The State's theme (Système de design de l'État): its colours and letters read from the installed extra.

Nothing of it is kept here: its terms reserve it to the sites of the State. Our names of colours take the values of its
own, which are read from its style sheet, so that a new version of it is followed without editing this file.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from maillage.kernel.errors import UsageError

# Our name of a colour, theirs.
COLOURS = {
    "ground": "background-default-grey",
    "surface": "background-default-grey",
    "line": "border-default-grey",
    "line-strong": "border-plain-grey",
    "ink": "text-title-grey",
    "ink-soft": "text-mention-grey",
    "thread": "text-action-high-blue-france",
    "thread-deep": "background-action-high-blue-france-hover",
    "on-thread": "text-inverted-blue-france",
    "ochre": "text-default-warning",
    "brick": "text-default-error",
}
WEIGHTS = {400: "Regular", 700: "Bold"}
_BLOCK = re.compile(r":root(\[data-fr-theme=dark\])?\{([^}]*)\}")
_PROPERTY = re.compile(r"--([a-z0-9-]+):([^;]+)")


@dataclass(frozen=True, slots=True)
class Theme:
    """Declarations by day and by night, the faces of its letters, and the files they need, by name."""

    day: str
    night: str
    faces: str
    files: dict[str, Path]


def _folder() -> Path:
    spec = find_spec("dsfr")
    if spec is None or spec.origin is None:
        raise UsageError(
            "MAILLAGE_THEME=dsfr demande une partie en plus : installez-la avec « pip install 'maillage[dsfr]' ». "
            "Ce thème est réservé aux sites de l’État."
        )
    return Path(spec.origin).parent / "static" / "dsfr" / "dist"


@cache
def installed() -> Theme:
    """The theme of the extra installed here. Raises UsageError when it is not, or has changed its names."""
    return read(_folder())


def read(folder: Path) -> Theme:
    """The theme in this folder of the extra. Raises UsageError when a name is not in it."""
    try:
        sheet = "".join((folder / part / f"{part}.min.css").read_text("utf-8") for part in ("core", "scheme"))
        files = {
            f"marianne-{weight}.woff2": folder / "fonts" / f"Marianne-{name}.woff2" for weight, name in WEIGHTS.items()
        }
        day, night = _values(sheet)
        colours = [(ours, _value(theirs, day), _value(theirs, day | night)) for ours, theirs in COLOURS.items()]
    except (OSError, KeyError) as error:
        raise UsageError(
            f"MAILLAGE_THEME=dsfr : la version installée de django-dsfr n’est pas connue ({error}). "
            "Installez celle que nous demandons avec « pip install 'maillage[dsfr]' »."
        ) from None
    faces = "\n".join(
        f'@font-face {{\nfont-family: "Marianne";\nsrc: url("marianne-{weight}.woff2") format("woff2");\n'
        f"font-weight: {weight};\nfont-display: swap;\n}}"
        for weight in WEIGHTS
    )
    letters = '--text: "Marianne", arial, sans-serif;'
    return Theme(
        "\n".join([letters, *(f"--{ours}: {by_day};" for ours, by_day, _ in colours)]),
        "\n".join(f"--{ours}: {by_night};" for ours, _, by_night in colours),
        faces,
        files,
    )


def _values(sheet: str) -> tuple[dict[str, str], dict[str, str]]:
    """The properties of their sheet by day, and those that change by night."""
    day: dict[str, str] = {}
    night: dict[str, str] = {}
    for is_night, body in _BLOCK.findall(sheet):
        (night if is_night else day).update(_PROPERTY.findall(body))
    return day, night


def _value(name: str, properties: dict[str, str]) -> str:
    """The colour behind a name, which may be another name."""
    value = properties[name]
    while value.startswith("var(--"):
        value = properties[value[6:-1]]
    return value
