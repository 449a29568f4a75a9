"""The door: what a file sent for some purpose must be, and what is kept of it."""

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings

from maillage.directory.uploads import kinds, names, office, pdf, pictures
from maillage.directory.uploads.clamav import Antivirus
from maillage.directory.uploads.kinds import Kind
from maillage.kernel.errors import UsageError
from maillage.kernel.french import size


@dataclass(frozen=True, slots=True)
class Purpose:
    """What files are sent for: what pages call them (« La photo »), the kinds taken, their heaviest weight in bytes."""

    called: str
    kinds: tuple[Kind, ...]
    heaviest: int

    @property
    def accept(self) -> str:
        """What the field of a form lets choose."""
        return ",".join(part for kind in self.kinds for part in (f".{kind.ending}", kind.media))

    @property
    def wanted(self) -> str:
        """The kinds in words: « une photo JPEG ou une image PNG »."""
        return " ou ".join(kind.words for kind in self.kinds)


PHOTO = Purpose("La photo", (Kind.JPEG, Kind.PNG), pictures.HEAVIEST)
DOCUMENT = Purpose("Le document", (Kind.PDF,), 10_000_000)
WORKBOOK = Purpose("Le classeur", (Kind.XLSX,), 2_000_000)
TABLE = Purpose("Le fichier", (Kind.CSV,), 2_000_000)
DATA = Purpose("Le fichier", (Kind.CSV,), 80_000_000)
"""What the project team gives of a source, as its publisher has it."""
PAPER = Purpose("Le document", (Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.JPEG, Kind.PNG), 10_000_000)
"""What may be joined to a sheet."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that passed: its bytes (a picture is written again, as JPEG), its kind, the name to give it back under."""

    content: bytes
    kind: Kind
    name: str


def admit(content: bytes, name: str, purpose: Purpose) -> Admitted:
    """What is kept of a file. Raises UsageError: what is wrong with it, why, and what to do."""
    if len(content) > purpose.heaviest:
        most = size(purpose.heaviest)
        raise UsageError(f"{purpose.called} est trop lourd : {most} au plus. Allégez ce fichier, et renvoyez-le.")
    if not content:
        raise UsageError("Ce fichier est vide. Ouvrez-le chez vous pour vérifier, et choisissez-le de nouveau.")
    kind = kinds.told(content)
    if kind is Kind.CSV and kind not in purpose.kinds:
        # Any text is a table to who wants one, and nothing to who does not.
        kind = None
    if kind not in purpose.kinds:
        raise UsageError(_refused(kind, purpose))
    antivirus: Antivirus | None = settings.MAILLAGE_CLAMAV
    if antivirus is not None:
        antivirus.check(content)
    return _checked(content, kind, name)


def _refused(kind: Kind | None, purpose: Purpose) -> str:
    if kind is None and purpose is PHOTO:
        return pictures.BROKEN
    if kind is None and purpose is DOCUMENT:
        return pdf.WHOLE
    what = f"Ce fichier est {kind.words}" if kind else "Ce fichier n’est d’aucune sorte que nous prenons"
    return f"{what} : envoyez {purpose.wanted}."


def _checked(content: bytes, kind: Kind, name: str) -> Admitted:
    match kind:
        case Kind.PDF:
            pdf.check(content)
        case Kind.XLSX | Kind.DOCX:
            office.check(content)
        case Kind.JPEG | Kind.PNG:
            content, kind = pictures.cleaned(BytesIO(content), len(content)), Kind.JPEG
    return Admitted(content, kind, names.cleaned(name, kind.ending))
