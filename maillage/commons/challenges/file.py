"""The CSV of challenges: read whole, every line checked, and kept only when nothing in it is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from maillage.commons import places
from maillage.commons.challenges.models import Challenge, State
from maillage.commons.places import Place
from maillage.directory.models import Kind, Organisation, User
from maillage.directory.rights import reaches
from maillage.kernel import typed
from maillage.kernel.errors import UsageError
from maillage.kernel.french import number
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory

COLUMNS = ("commune", "adresse", "cle", "operateur", "constat", "piece")
REQUIRED = ("commune", "operateur", "constat")
HEAVIEST, MOST_LINES = 2_000_000, 5_000
LONGEST = {"commune": 5, "adresse": 200, "cle": 60, "operateur": 150, "constat": 1000, "piece": 300}
SHORTEST_OBSERVATION = 10
TRIES = 5


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and where: the line as a spreadsheet counts them, the column, what was typed."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is right."""

    line: int
    place: Place
    operator: Organisation
    observation: str
    evidence: str


def read(content: bytes, organisation: Organisation, source: Observatory) -> tuple[list[Line], list[Wrong]]:
    """The lines of a file, and all that is wrong in it; the lines are to be used only when nothing is.

    Raises UsageError when it is no such CSV at all.
    """
    rows = _rows(content)
    checking = _Checking(organisation, source)
    lines: list[Line] = []
    for line, cells in rows:
        entry = checking.line(line, cells)
        if entry is not None:
            lines.append(entry)
    return lines, checking.wrong


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The lines that are not blank. Raises UsageError for the first thing that is wrong with the file as a table."""
    if len(content) > HEAVIEST:
        raise UsageError("Le fichier est trop lourd : 2 Mo au plus.")
    try:
        table = typed.read(content)
    except UsageError as error:
        raise UsageError(f"Ce fichier ne se lit pas comme un tableau : {error}.") from None
    missing = [name for name in REQUIRED if name not in table.heads]
    unknown = [name for name in table.heads if name not in COLUMNS]
    if missing or unknown:
        lacking = f"Il manque : {', '.join(missing)}. " if missing else ""
        extra = f"En trop : {', '.join(f'« {name[:40]} »' for name in unknown[:5])}. " if unknown else ""
        raise UsageError(f"La première ligne doit donner les colonnes {', '.join(COLUMNS)}. {lacking}{extra}")
    if len(table.lines) > MOST_LINES:
        raise UsageError(f"Le fichier a trop de lignes : {number(MOST_LINES)} au plus.")
    for line in table.lines:
        if line.fault:
            raise UsageError(f"La ligne {line.number} ne se lit pas : {line.fault}.")
    if not table.lines:
        raise UsageError("Le fichier n’a aucune ligne après celle des colonnes.")
    return [(line.number, line.cells) for line in table.lines]


class _Checking:
    """The lines of one file, one after the other: what is wrong is noted, and the next line read."""

    def __init__(self, organisation: Organisation, source: Observatory) -> None:
        self.organisation, self.source = organisation, source
        self.wrong: list[Wrong] = []
        self._operators = {
            operator.name.casefold(): operator for operator in Organisation.objects.filter(kind=Kind.OPERATEUR)
        }
        open_ones = Challenge.objects.filter(organisation=organisation).exclude(state=State.SETTLED)
        self._open = set(open_ones.exclude(address="").values_list("address", "operator_id"))
        self._seen: dict[tuple[str, str, int], int] = {}

    def line(self, line: int, cells: dict[str, str]) -> Line | None:
        """A line, None when something in it is wrong."""
        before = len(self.wrong)

        def note(column: str, reason: str) -> None:
            self.wrong.append(Wrong(line, column, cells.get(column, "")[:60], reason))

        for column, cell in cells.items():
            if len(cell) > LONGEST[column]:
                note(column, f"Trop long : {LONGEST[column]} caractères au plus.")
        operator = self._operators.get(cells["operateur"].casefold())
        if operator is None:
            known = (
                ", ".join(sorted((operator.name for operator in self._operators.values()), key=alphabetical)) or "aucun"
            )
            note("operateur", f"Opérateur inconnu ici. Opérateurs : {known}.")
        if len(cells["constat"]) < SHORTEST_OBSERVATION:
            note("constat", f"Dites ce qui est faux, en {SHORTEST_OBSERVATION} caractères au moins.")
        place = self._place(cells, note)
        if place is not None and operator is not None:
            self._once(line, place, operator, note)
        if place is None or operator is None or len(self.wrong) > before:
            return None
        return Line(line, place, operator, cells["constat"], cells.get("piece", ""))

    def _place(self, cells: dict[str, str], note: Callable[[str, str], None]) -> Place | None:
        key = cells.get("cle", "")
        try:
            town = places.commune(self.source, typed.code(cells["commune"]))
        except UsageError as error:
            note("commune", str(error))
            return None
        if not reaches(self.organisation, self.source.territory(town.commune)):
            note("commune", f"Cette commune n’est pas dans le territoire de {self.organisation}.")
            return None
        if not key:
            label = cells.get("adresse", "")
            return Place(town.commune, town.commune_name, "", label)
        try:
            place = places.address(self.source, key)
        except UsageError as error:
            note("cle", str(error))
            return None
        if place.commune != town.commune:
            note("cle", f"Cette adresse est à {place.commune_name}, pas à {town.commune_name}.")
            return None
        return place

    def _once(self, line: int, place: Place, operator: Organisation, note: Callable[[str, str], None]) -> None:
        if place.key and (place.key, operator.pk) in self._open:
            note("cle", "Une contestation est déjà ouverte à cette adresse avec cet opérateur.")
        seen = (place.commune.code, place.key or place.label.casefold(), operator.pk)
        first = self._seen.setdefault(seen, line)
        if first != line:
            note("cle" if place.key else "adresse", f"La même contestation est déjà à la ligne {first}.")


def keep(lines: list[Line], organisation: Organisation, person: User) -> list[Challenge]:
    """File every line, or none of them. Raises UsageError when somebody filed the same at the same moment."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return [_kept(line, rank, organisation, person) for rank, line in enumerate(lines, _next())]
        except IntegrityError:
            # Somebody took these numbers, or opened one of these challenges: nothing of the file is kept.
            continue
    raise UsageError("Un autre dépôt a lieu en même temps. Rien n’a été déposé : renvoyez le fichier.")


def _next() -> int:
    """The next rank of the year."""
    this_year = Challenge.objects.filter(year=timezone.localdate().year)
    return (this_year.aggregate(last=models.Max("rank"))["last"] or 0) + 1


def _kept(line: Line, rank: int, organisation: Organisation, person: User) -> Challenge:
    challenge = Challenge(
        year=timezone.localdate().year,
        rank=rank,
        organisation=organisation,
        operator=line.operator,
        filed_by=person,
        commune=line.place.commune.code,
        commune_name=line.place.commune_name,
        address=line.place.key,
        place=line.place.label,
        observation=line.observation,
        evidence=line.evidence,
        filed_at=timezone.now(),
    )
    challenge._history_user = person
    challenge.save(force_insert=True)
    return challenge
