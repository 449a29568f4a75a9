"""The grid of a budget: years by kind, planned and real; then fundings. Read as people typed it, merged with what
somebody else wrote meanwhile, and shown again with nothing lost.

Names of its fields: `l-2026-investissement-planned` for a line, `x1-year` for a year to add, `f12-amount` for a funding
already there, `n1-amount` for a new one, `f12-remove` to take one away.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from maillage.kernel.errors import UsageError
from maillage.steering.money import amounts
from maillage.steering.money.models import Kind, State
from maillage.steering.money.models.envelope import FIRST_YEAR, LAST_YEAR
from maillage.steering.money.saving import Budget, Given

KINDS, PARTS = tuple(Kind.values), ("planned", "real")
FIELDS = ("funder", "funder_name", "envelope", "amount", "state", "decided_on", "note")
NEW_YEARS, NEW_FUNDINGS, MOST_FUNDINGS = 2, 3, 60
NOTHING = "rien"
_LINE = re.compile(r"l-(\d{4})-(investissement|fonctionnement)-(planned|real)", re.ASCII)
_FUNDING = re.compile(r"([fn]\d{1,9})-(\w+)", re.ASCII)


def line_name(year: int, kind: str, part: str) -> str:
    """The field of a line."""
    return f"l-{year}-{kind}-{part}"


def texts(budget: Budget) -> dict[str, str]:
    """A budget as its grid holds it."""
    found: dict[str, str] = {}
    for (year, kind), both in budget.lines.items():
        for part, told in zip(PARTS, both, strict=True):
            found[line_name(year, kind, part)] = amounts.typed(told)
    for one in budget.fundings:
        told_day = one.decided_on.isoformat() if one.decided_on else ""
        values = (
            str(one.funder or ""),
            one.funder_name,
            str(one.envelope or ""),
            amounts.typed(one.amount),
            one.state,
            told_day,
            one.note,
        )
        found |= {f"f{one.pk}-{name}": value for name, value in zip(FIELDS, values, strict=True)}
    return found


def prefixes(told: Mapping[str, str]) -> list[str]:
    """The fundings of a grid: those that are there, then the new ones."""
    found = {match[1] for name in told if (match := _FUNDING.fullmatch(name))}
    return sorted(found, key=lambda one: (one[0] != "f", int(one[1:])))


def years(told: Mapping[str, str]) -> set[int]:
    """The years of a grid."""
    return {int(match[1]) for name in told if (match := _LINE.fullmatch(name))}


def posted(sent: Mapping[str, str]) -> dict[str, str]:
    """What somebody typed, with the years that were added among the others. Raises UsageError for too much."""
    told = {
        name: value.strip()
        for name, value in sent.items()
        if _LINE.fullmatch(name) or _FUNDING.fullmatch(name)
    }
    if len(prefixes(told)) > MOST_FUNDINGS or len(years(told)) > LAST_YEAR - FIRST_YEAR:
        raise UsageError("Trop de lignes pour une seule action.")
    return told


@dataclass(slots=True)
class Read:
    """A grid that was read: its texts, what is wrong by field, the budget when nothing is."""

    told: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)
    budget: Budget | None = None

    def amount(self, name: str) -> Decimal | None:
        """The amount of a field; what is wrong with it is noted."""
        try:
            return amounts.parse(self.told.get(name, ""))
        except UsageError as error:
            self.wrong[name] = str(error)
            return None


def _added(read: Read, sent: Mapping[str, str]) -> None:
    """Put the years to add among the others; what is wrong with one stays in its row."""
    for rank in range(1, NEW_YEARS + 1):
        cells = {
            f"x{rank}-{kind}-{part}": sent.get(f"x{rank}-{kind}-{part}", "").strip()
            for kind in KINDS
            for part in PARTS
        }
        name, year = f"x{rank}-year", sent.get(f"x{rank}-year", "").strip()
        if not year and not any(cells.values()):
            continue
        if not (year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR):
            read.wrong[name] = f"Une année, de {FIRST_YEAR} à {LAST_YEAR}."
        elif any(read.told.get(line_name(int(year), kind, part)) for kind in KINDS for part in PARTS):
            read.wrong[name] = f"L’année {year} est déjà dans la grille."
        else:
            for key, value in cells.items():
                read.told[f"l-{int(year)}{key[key.index('-') :]}"] = value
            continue
        read.told |= {name: year, **cells}


def _lines(read: Read) -> dict[tuple[int, str], tuple[Decimal, Decimal | None]]:
    found = {}
    for year in sorted(years(read.told)):
        for kind in KINDS:
            name = line_name(year, kind, "planned")
            planned, real = read.amount(name), read.amount(line_name(year, kind, "real"))
            if planned is None and real is not None and name not in read.wrong:
                read.wrong[name] = "Dites ce qui était prévu, 0 si rien ne l’était."
            elif planned is not None:
                found[(year, kind)] = (planned, real)
    return found


def _funding(read: Read, prefix: str) -> Given | None:
    told = {name: read.told.get(f"{prefix}-{name}", "") for name in FIELDS}
    if read.told.get(f"{prefix}-remove"):
        return None
    if prefix[0] == "n" and not any(value for name, value in told.items() if name != "state"):
        return None
    amount = read.amount(f"{prefix}-amount")
    if amount is None and f"{prefix}-amount" not in read.wrong:
        read.wrong[f"{prefix}-amount"] = "Dites combien, ou retirez ce financement."
    if not (told["funder"] or told["funder_name"] or told["envelope"]):
        read.wrong[f"{prefix}-funder"] = "Dites qui finance : une organisation, un nom ou une enveloppe."
    if told["state"] not in State.values:
        read.wrong[f"{prefix}-state"] = "Choisissez un état."
    keys: list[int | None] = []
    for name in ("funder", "envelope"):
        if told[name] and not (told[name].isascii() and told[name].isdecimal() and len(told[name]) < 10):
            read.wrong[f"{prefix}-{name}"] = "Choisissez dans la liste."
        keys.append(int(told[name]) if told[name] and f"{prefix}-{name}" not in read.wrong else None)
    day = None
    try:
        day = date.fromisoformat(told["decided_on"]) if told["decided_on"] else None
    except ValueError:
        read.wrong[f"{prefix}-decided_on"] = "Une date, par exemple 2026-03-31."
    pk = int(prefix[1:]) if prefix[0] == "f" else None
    return Given(
        pk, keys[0], told["funder_name"], keys[1], amount or Decimal(0), told["state"], day, told["note"]
    )


def read(sent: Mapping[str, str]) -> Read:
    """Read a grid. Raises UsageError for too much; what is wrong in a field is beside it."""
    found = Read(posted(sent))
    _added(found, sent)
    lines = _lines(found)
    fundings = [_funding(found, prefix) for prefix in prefixes(found.told)]
    if not found.wrong:
        found.budget = Budget(lines, tuple(one for one in fundings if one is not None))
    return found


def merge(
    mine: Mapping[str, str], base: Mapping[str, str], now: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Two texts of a grid that both come from `base`: what only the other changed is taken, what both changed stays
    as this reader typed it and is told, by field, in the second answer."""
    result, theirs = dict(mine), {}
    gone = [one for one in prefixes(base) if f"{one}-amount" not in now]
    for name in sorted({*mine, *base, *now}):
        prefix = name.partition("-")[0]
        if prefix in gone or not (_LINE.fullmatch(name) or _FUNDING.fullmatch(name)) or prefix[0] == "n":
            continue
        typed, was, told = mine.get(name, ""), base.get(name, ""), now.get(name, "")
        if told in (typed, was):
            continue
        if typed == was:
            result[name] = told
        # What this reader takes away and another changed is told too: it would go without having been seen.
        if typed != was or mine.get(f"{prefix}-remove"):
            theirs[name] = told or NOTHING
    for rank, prefix in enumerate(gone, start=MOST_FUNDINGS):
        changed = any(mine.get(f"{prefix}-{name}", "") != base.get(f"{prefix}-{name}", "") for name in FIELDS)
        held = {name: result.pop(f"{prefix}-{name}", "") for name in (*FIELDS, "remove")}
        if changed and not held["remove"]:
            result |= {f"n{rank}-{name}": held[name] for name in FIELDS}
            theirs[f"n{rank}-amount"] = "financement retiré"
    return result, theirs


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the grid: its name, what it is for who does not see the table, its text, what is wrong with it, what
    somebody else wrote there."""

    name: str
    label: str
    value: str
    wrong: str
    theirs: str


def cell(
    told: Mapping[str, str], name: str, label: str, wrong: Mapping[str, str], theirs: Mapping[str, str]
) -> Cell:
    """A field as it is shown."""
    return Cell(name, label, told.get(name, ""), wrong.get(name, ""), theirs.get(name, ""))


def year_rows(
    told: Mapping[str, str], usual: set[int], wrong: Mapping[str, str], theirs: Mapping[str, str]
) -> Iterator[tuple[str, Cell | None, list[Cell]]]:
    """The rows of the table of years: the year, the field where it is typed when it is to be added, four amounts."""
    words = {"planned": "prévu", "real": "réel"}
    for year in sorted(years(told) | usual):
        yield (
            str(year),
            None,
            [
                cell(
                    told,
                    line_name(year, kind, part),
                    f"{Kind(kind).label} {words[part]} {year}",
                    wrong,
                    theirs,
                )
                for kind in KINDS
                for part in PARTS
            ],
        )
    for rank in range(1, NEW_YEARS + 1):
        typed = cell(told, f"x{rank}-year", f"Année à ajouter, {rank}", wrong, theirs)
        yield (
            "",
            typed,
            [
                cell(
                    told,
                    f"x{rank}-{kind}-{part}",
                    f"{Kind(kind).label} {words[part]}, année à ajouter {rank}",
                    wrong,
                    {},
                )
                for kind in KINDS
                for part in PARTS
            ],
        )


@dataclass(frozen=True, slots=True)
class FundingRow:
    """A funding as it is shown: its fields by name, whether it is there already, whether it is to be taken away."""

    prefix: str
    known: bool
    removed: bool
    cells: dict[str, Cell]


LABELS = {
    "funder": "Financeur",
    "funder_name": "ou hors annuaire",
    "envelope": "Enveloppe",
    "amount": "Montant",
    "state": "État",
    "decided_on": "Décidé le",
    "note": "Note",
}


def funding_rows(
    told: Mapping[str, str], wrong: Mapping[str, str], theirs: Mapping[str, str]
) -> list[FundingRow]:
    """The fundings, then blank ones."""
    found = prefixes(told)
    blank = [f"n{rank}" for rank in range(1, NEW_FUNDINGS + 1) if f"n{rank}" not in found]
    return [
        FundingRow(
            prefix,
            prefix[0] == "f",
            bool(told.get(f"{prefix}-remove")),
            {name: cell(told, f"{prefix}-{name}", LABELS[name], wrong, theirs) for name in FIELDS},
        )
        for prefix in [*found, *blank]
    ]
