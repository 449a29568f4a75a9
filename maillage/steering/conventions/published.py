"""The conventions that readers see: one file, written at each change in the back office."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.store import published as file

FILE = "conventions.json"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What must be connectable by a day: `target` `subject` (immeubles, locaux) as a number or a share (percent)."""

    due_on: date
    subject: str
    measure: str
    target: float
    on_demand: bool
    territories: tuple[Ref, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A follow-up meeting."""

    held_on: date
    minutes: str
    next_steps: str


@dataclass(frozen=True, slots=True)
class Document:
    """A public document; `weight` in octets."""

    number: int
    title: str
    weight: int


@dataclass(frozen=True, slots=True)
class Convention:
    """A public convention. `operators` are Arcep codes; none means every operator."""

    number: int
    title: str
    kind: str
    signed_on: date
    ends_on: date | None
    parties: tuple[str, ...]
    operators: tuple[str, ...]
    territories: tuple[Ref, ...]
    purpose: str
    commitments: tuple[Commitment, ...]
    meetings: tuple[Meeting, ...]
    documents: tuple[Document, ...]

    @property
    def page(self) -> str:
        """Its page."""
        return reverse("conventions.sheet", args=[self.number])


def path() -> Path:
    """Where they are."""
    return Path(settings.MAILLAGE_HOME) / FILE


def stamp() -> str:
    """Names their present state, for caches."""
    return file.stamp(path())


def every() -> list[Convention]:
    """The conventions shown, the last signed first."""
    return [_read(record) for record in file.records(path())]


def convention(number: int) -> Convention:
    """The convention of this number. Raises UsageError when none is shown."""
    for convention in every():
        if convention.number == number:
            return convention
    raise UsageError(f"Aucune convention publique n’a le numéro {number}.")


def as_record(convention: Convention) -> dict[str, Any]:
    """A convention as the file holds it."""
    record: dict[str, Any] = _plain(asdict(convention))
    return record


def _plain(value: Any) -> Any:
    # asdict() turns a Ref into a dict: its two fields say it as well.
    if isinstance(value, dict):
        if set(value) == {"level", "code"}:
            return f"{value['level']}:{value['code']}"
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _read(record: dict[str, Any]) -> Convention:
    fields = dict(record)
    return Convention(
        **fields
        | {
            "signed_on": date.fromisoformat(fields["signed_on"]),
            "ends_on": date.fromisoformat(fields["ends_on"]) if fields["ends_on"] else None,
            "parties": tuple(fields["parties"]),
            "operators": tuple(fields["operators"]),
            "territories": tuple(map(Ref.parse, fields["territories"])),
            "commitments": tuple(map(_commitment, fields["commitments"])),
            "meetings": tuple(
                Meeting(**meeting | {"held_on": date.fromisoformat(meeting["held_on"])})
                for meeting in fields["meetings"]
            ),
            "documents": tuple(Document(**document) for document in fields["documents"]),
        }
    )


def _commitment(record: dict[str, Any]) -> Commitment:
    return Commitment(
        **record
        | {"due_on": date.fromisoformat(record["due_on"]), "territories": tuple(map(Ref.parse, record["territories"]))}
    )
