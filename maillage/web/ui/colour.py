"""Colours as six hexadecimal digits, and whether one can be read on another (WCAG 2.2 §1.4.3)."""

import re

READABLE = 4.5
BLACK, WHITE = "#000000", "#ffffff"
_HEX = re.compile(r"#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """Whether the text is « # » and six hexadecimal digits in lower case."""
    return _HEX.fullmatch(text) is not None


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    shares = [each / 255 for each in _channels(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(colour), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """The colour with this share (0 to 1) of another in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable_on(colour: str, ground: str, towards: str, least: float = READABLE) -> str:
    """The colour, moved towards another only as far as it takes to be read on the ground."""
    steps = (mixed(colour, towards, step / 20) for step in range(21))
    return next((each for each in steps if contrast(each, ground) >= least), towards)
