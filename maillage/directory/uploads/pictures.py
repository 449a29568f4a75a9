"""A picture: checked, turned upright, made smaller, written again without what the camera noted."""

import warnings
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from maillage.kernel.errors import UsageError
from maillage.kernel.french import number, size

HEAVIEST = 5_000_000
LARGEST = 1600
MOST_PIXELS = 60_000_000
"""Of a JPEG, which decodes straight to about the size wanted."""
MOST_PIXELS_WHOLE = 16_000_000
"""Of a picture that can only be decoded whole: a PNG, or a JPEG drawn in several passes."""
QUALITY = 82
BROKEN = "Ce fichier n’est pas une photo JPEG ou PNG entière. Prenez-en une autre, ou enregistrez-la en JPEG."


def cleaned(file: BinaryIO, weight: int) -> bytes:
    """The picture as a JPEG of at most 1600 pixels a side, without metadata.

    Raises UsageError for anything but a whole JPEG or PNG of at most 5 MB and 60 million pixels.
    """
    if weight > HEAVIEST:
        raise UsageError(f"La photo pèse {size(weight)} : {size(HEAVIEST)} au plus.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(file, formats=("JPEG", "PNG")) as image:
                _check_pixels(image)
                image.draft("RGB", (LARGEST, LARGEST))
                return _encoded(ImageOps.exif_transpose(image))
    except UsageError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Warning, Image.DecompressionBombError):
        raise UsageError(BROKEN) from None


def _check_pixels(image: Image.Image) -> None:
    """Raises UsageError, before anything is decoded, for more pixels than it would be reasonable to hold."""
    in_one_go = image.format == "PNG" or bool(image.info.get("progressive"))
    most = MOST_PIXELS_WHOLE if in_one_go else MOST_PIXELS
    if image.width * image.height > most:
        raise UsageError(
            f"La photo a trop de pixels : {number(most)} au plus. Envoyez-la plus petite, ou en JPEG ordinaire."
        )


def _encoded(image: Image.Image) -> bytes:
    image.thumbnail((LARGEST, LARGEST))
    flat = Image.new("RGB", image.size, "white")
    drawn = image.convert("RGBA")
    flat.paste(drawn, mask=drawn.getchannel("A"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
