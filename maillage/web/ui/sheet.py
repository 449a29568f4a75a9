"""The one style sheet of every page: our sheets end to end, then what the operator chose."""

from pathlib import Path

from maillage.web.ui import colour
from maillage.web.ui.look import DARK_GROUND, DSFR, Look
from maillage.web.ui.themes import dsfr

NAME = "maillage.css"
FOLDER = Path(__file__).parent / "static" / "css"
PARTS = ("base", "around", "components", "forms", "tables")
LEGIBLE_BY_NIGHT = 6.0


def by_day(declarations: str) -> str:
    """These properties everywhere, unless what follows says otherwise."""
    return f":root {{\n{declarations}\n}}\n"


def by_night(declarations: str) -> str:
    """These properties for a reader who prefers dark, unless the page imposes light; and when it imposes dark."""
    return (
        "@media screen and (prefers-color-scheme: dark) {\n"
        f':root:not([data-theme="light"]) {{\n{declarations}\n}}\n}}\n'
        f':root[data-theme="dark"] {{\n{declarations}\n}}\n'
    )


def accent(asked: str) -> str:
    """The operator's colour in place of our thread: as given by day, lightened until it is read by night."""
    night = colour.readable_on(asked, DARK_GROUND, colour.WHITE, LEGIBLE_BY_NIGHT)
    day_deep, night_deep = colour.mixed(asked, colour.BLACK, 0.3), colour.mixed(night, colour.WHITE, 0.4)
    return by_day(f"--thread: {asked};\n--thread-deep: {day_deep};") + by_night(
        f"--thread: {night};\n--thread-deep: {night_deep};"
    )


def _file(name: str) -> str:
    return (FOLDER / f"{name}.css").read_text("utf-8")


def text(look: Look) -> str:
    """The style sheet for this look. Its addresses are relative to the folder of static files."""
    tokens = _file("tokens").replace("../vendor/", "vendor/")
    parts = [tokens, by_night(_file("night")), *(_file(name) for name in PARTS)]
    if look.accent:
        parts.append(accent(look.accent))
    if look.theme == DSFR:
        theme = dsfr.installed()
        parts += [theme.faces, by_day(theme.day), by_night(theme.night)]
    return "\n".join([*parts, _file("print")])
