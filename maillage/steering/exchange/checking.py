"""Rows of a workbook turned into actions, without writing: what would be new, what would change, what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError

from maillage.directory.models import Organisation
from maillage.directory.people import Named
from maillage.kernel.words import folded
from maillage.steering import versions
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action
from maillage.steering.exchange.cells import alike, day
from maillage.steering.exchange.changes import Change
from maillage.steering.exchange.columns import COLUMNS, ENUMS, FREE, MANY, Cell, cell_of, loaded, row, worded
from maillage.steering.exchange.powers import Powers
from maillage.steering.exchange.reading import Fault, Line
from maillage.steering.exchange.steps import Plan, planned
from maillage.steering.rights import KEPT_BY_TEAM, Act, needed
from maillage.steering.strategies.models import Node, State, Strategy

HEADS = {column.field: column.head for column in COLUMNS}
DATES = {column.field for column in COLUMNS if column.day}
CLOSED = ("votre rôle ne permet pas d’écrire cette action", "Ôtez cette ligne.")
KEPT = "votre rôle ne permet pas de changer cette colonne : l’équipe de la stratégie en décide"


@dataclass(slots=True)
class Draft:
    """An action as the file wants it. `changes` are the cells that differ from what is kept."""

    action: Action
    many: dict[str, list[Any]]
    version: int | None
    new: bool
    changes: tuple[Change, ...] = ()
    steps: Plan = field(default_factory=Plan)

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns that differ."""
        return tuple(change.what for change in self.changes)

    @property
    def every(self) -> tuple[Change, ...]:
        """What differs in the action and in its steps."""
        return (*self.changes, *self.steps.changes)


@dataclass(slots=True)
class Checked:
    """What a file would do. It can be applied when there is no fault."""

    drafts: list[Draft]
    faults: list[Fault]

    @property
    def created(self) -> list[Draft]:
        """The actions that would be new."""
        return [draft for draft in self.drafts if draft.new]

    @property
    def changed(self) -> list[Draft]:
        """The known actions that would change."""
        return [draft for draft in self.drafts if not draft.new and (draft.changes or draft.steps)]

    @property
    def erased(self) -> list[tuple[Draft, Change]]:
        """The cells whose emptiness erases something, each with its action."""
        return [(draft, change) for draft in self.drafts for change in draft.every if change.erases]

    @property
    def replaced(self) -> list[tuple[Draft, Change]]:
        """All the other cells that differ from what is kept, each with its action."""
        return [(draft, change) for draft in self.drafts for change in draft.every if not change.erases]

    @property
    def same(self) -> int:
        """How many would stay as they are."""
        return len(self.drafts) - len(self.created) - len(self.changed)


class Known:
    """What rows name, read once; `acts` is what may be done with each action, as it is before the file changes it."""

    def __init__(self, codes: Iterable[str], powers: Powers) -> None:
        self.powers = powers
        named = Strategy.objects.filter(powers.strategies)
        self.strategies = {strategy.slug: strategy for strategy in named.select_related("organisation")}
        self.organisations = {folded(organisation.name): organisation for organisation in Organisation.objects.all()}
        self.people = Named(powers.people)
        self.actions = {action.code: action for action in loaded(Action.objects.filter(code__in=list(codes)))}
        every = Action.objects.values_list("code", flat=True)
        self.codes: dict[str, str] = {_spelt(code): code for code in every}
        self.acts = {code: powers.on(action) for code, action in self.actions.items()}
        self.nodes: dict[str, dict[str, Node]] = {}
        for node in Node.objects.filter(edition__state=State.IN_FORCE).select_related("edition__strategy"):
            self.nodes.setdefault(node.edition.strategy.slug, {})[node.key] = node

    def near(self, code: str) -> str:
        """The code of an action that this one is but for capitals, or zeros that a spreadsheet took off."""
        return self.codes.get(_spelt(code), "")


def _spelt(code: str) -> str:
    return code.upper().lstrip("0")


def _text(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _parts(cell: Cell) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in _text(cell).split("\n") if part.strip()))


class Row:
    """One row being read: its action, its many, its faults."""

    def __init__(self, line: Line, known: Known) -> None:
        self.line, self.known = line, known
        self.faults: list[Fault] = list(line.unread)
        code = _text(line.cells.get("code"))
        self.old = known.actions.get(code)
        self.acts = known.acts.get(code, frozenset())
        self.before = row(self.old) if self.old else None
        self.action = self.old or Action(code=code)
        self.many: dict[str, list[Any]] = {}
        self.version: int | None = None
        if self.old and not self.acts:
            # Nothing more is said of an action that may not be read.
            self.wrong("code", *CLOSED)
            return
        for name, cell in line.cells.items():
            self._read(name, cell)
        if self.old is None and code:
            self._misspelt(code, known)

    def wrong(self, name: str, reason: str, advice: str) -> None:
        """Note a fault in a column of this row."""
        self.faults.append(self.line.fault(name, reason, advice))

    def _read(self, name: str, cell: Cell) -> None:
        if name in MANY:
            return self._many(name, _parts(cell))
        if name in DATES:
            return self._day(name, cell)
        if name in ENUMS:
            return self._enum(name, _text(cell))
        readers = {"strategy": self._strategy, "lead": self._lead, "pilot": self._pilot}
        if name in readers:
            return readers[name](_text(cell))
        if name == "version":
            return self._version(_text(cell))
        text = _text(cell)
        if name in FREE and self.old and alike(text, getattr(self.old, name)):
            # Hard spaces, a last empty line, the apostrophe of a text: nothing was changed.
            return None
        setattr(self.action, name, text.removeprefix("'") if name in FREE else text)
        return None

    def _misspelt(self, code: str, known: Known) -> None:
        """A code that is nearly one that is known makes no new action."""
        if near := known.near(code):
            self.wrong("code", f"ce code est presque {near}", f"Écrivez {near}, ou un code tout autre.")

    def _day(self, name: str, cell: Cell) -> None:
        try:
            setattr(self.action, name, day(cell))
        except ValueError:
            self.wrong(name, "ce n’est pas une date", "Écrivez-la 12/03/2026.")

    def _enum(self, name: str, text: str) -> None:
        kind: Any = ENUMS[name]
        labels = {folded(choice.label): choice.value for choice in kind}
        if folded(text) in labels:
            setattr(self.action, name, labels[folded(text)])
        elif text or self.old:
            self.wrong(name, "valeur inconnue", f"Choisissez parmi : {', '.join(kind.labels)}.")

    def _strategy(self, text: str) -> None:
        strategy = self.known.strategies.get(text)
        if strategy is None:
            names = ", ".join(self.known.strategies) or "aucune"
            self.wrong("strategy", "stratégie inconnue", f"Choisissez parmi : {names}.")
        elif self.old and self.old.strategy != strategy:
            advice = "Laissez la stratégie de la fiche, et partagez-la par « Partagée avec »."
            self.wrong("strategy", "une action ne change pas de stratégie", advice)
        else:
            self.action.strategy = strategy

    def _lead(self, text: str) -> None:
        self.action.lead = self.known.organisations.get(folded(text)) if text else None
        if text and self.action.lead is None:
            self.wrong("lead", "organisation inconnue", "Ouvrez-la dans l’annuaire, ou corrigez son nom.")

    def _pilot(self, text: str) -> None:
        held = self.action.pilot
        if text and held is not None and held.email == text.lower():
            return
        people = self.known.people.find(text) if text else []
        self.action.pilot = people[0] if len(people) == 1 else None
        if len(people) > 1:
            self.wrong("pilot", "plusieurs personnes ont ce nom", "Écrivez l’adresse de celle qui pilote.")
        elif text and not people:
            self.wrong("pilot", "personne inconnue", "Invitez-la d’abord, ou corrigez son adresse ou son nom.")

    def _version(self, text: str) -> None:
        if not text or self.old is None:
            return
        self.version = int(text) if text.isdecimal() and len(text) < 9 else -1
        if versions.overtaken(self.old, self.version):
            advice = "Exportez de nouveau, ou videz cette cellule pour écrire par-dessus."
            reason = f"la fiche a changé depuis l’export : elle en est à la version {self.old.version}"
            self.wrong("version", reason, advice)

    def _many(self, name: str, parts: list[str]) -> None:
        slug = self.old.strategy.slug if self.old else _text(self.line.cells.get("strategy"))
        # What an action holds of a former edition is told by its key too, and stays.
        held = {node.key: node for node in self.old.nodes.all()} if self.old else {}
        shared = {strategy.slug: strategy for strategy in self.old.shared_with.all()} if self.old else {}
        kinds: dict[str, tuple[Mapping[str, Any], str]] = {
            "nodes": (held | self.known.nodes.get(slug, {}), f"Prenez les clés de la stratégie « {slug} »."),
            "partners": (self.known.organisations, "Ouvrez-la dans l’annuaire, ou corrigez son nom."),
            "shared_with": (shared | self.known.strategies, f"Choisissez parmi : {', '.join(self.known.strategies)}."),
        }
        known, advice = kinds[name]
        things = {part: known.get(folded(part) if name == "partners" else part) for part in parts}
        for part, thing in things.items():
            if thing is None:
                self.wrong(name, f"« {part[:60]} » est inconnu", advice)
        self.many[name] = [thing for thing in things.values() if thing is not None]

    def finish(self, today: date) -> Draft | None:
        """The draft; None when the row has a fault."""
        if not self.faults:
            self._check(today)
        if self.faults:
            return None
        changes = self._changes()
        self._judge({change.field for change in changes})
        self.faults += filter(None, (self.line.unseen(change.field) for change in changes))
        if self.faults:
            return None
        changed = {change.field for change in changes}
        many = {name: chosen for name, chosen in self.many.items() if self.old is None or name in changed}
        return Draft(self.action, many, self.version, self.old is None, changes)

    def _judge(self, changed: set[str]) -> None:
        """Note what this row changes without the right to, judged on the action as it was."""
        if self.old is None:
            if not self.known.powers.shapes(self.action.strategy):
                self.wrong("code", *CLOSED)
        elif not needed(changed) - {Act.SHAPE} <= self.acts:
            self.wrong("code", *CLOSED)
        elif Act.SHAPE not in self.acts:
            for name in sorted(changed & KEPT_BY_TEAM):
                self.wrong(name, KEPT, "Remettez ce qu’elle disait.")

    def _check(self, today: date) -> None:
        saving.settle(self.action)
        try:
            saving.check(self.action, today)
        except ValidationError as error:
            errors: Mapping[str, list[str]] = (
                error.message_dict if hasattr(error, "error_dict") else {"code": error.messages}
            )
            for name, messages in errors.items():
                place = name if name in HEADS else "code"
                self.wrong(place, " ".join(messages), "Corrigez cette cellule.")

    def _changes(self) -> tuple[Change, ...]:
        """What differs from what is kept, or from nothing when the action is new."""
        after = dict(zip(HEADS, self._after(), strict=True))
        before = dict(zip(HEADS, self.before or [None] * len(HEADS), strict=True))
        for name, chosen in self.many.items():
            keys = {"nodes": "key", "partners": "name", "shared_with": "slug"}[name]
            after[name] = "\n".join(sorted(getattr(held, keys) for held in chosen))
        return tuple(
            Change(name, self.line.places.get(name, ""), head, worded(before[name]), worded(after[name]))
            for name, head in HEADS.items()
            if worded(before[name]) != worded(after[name]) and (self.old or name in self.line.cells)
        )

    def _after(self) -> tuple[Cell, ...]:
        if self.action.pk:
            return row(self.action)
        # What a new action holds of others is not written yet, and cannot be read; it has no version before.
        unread = (*MANY, "version")
        return tuple(None if column.field in unread else cell_of(self.action, column.field) for column in COLUMNS)


Heard: TypeAlias = Callable[[int, int], object]
"""Told how many rows are done, of how many."""


def unheard(done: int, total: int) -> None:
    """Nobody waits for it."""


def check(
    lines: list[Line], steps: list[Line], faults: list[Fault], powers: Powers, today: date, heard: Heard = unheard
) -> Checked:
    """Every row read and checked, each fault with its cell. Nothing is written."""
    problems = list(faults)
    if problems:
        # The heads are wrong: what rows say cannot be read for sure.
        return Checked([], problems)
    codes = {_text(line.cells.get("code")) for line in (*lines, *steps)}
    known = Known(codes, powers)
    drafts: dict[str, Draft] = {}
    seen: set[str] = set()
    twice: set[str] = set()
    for rank, line in enumerate(lines):
        heard(rank, len(lines))
        code = _text(line.cells.get("code"))
        if code.upper() in twice and code:
            problems.append(line.fault("code", "ce code est écrit deux fois", "Gardez une seule des deux lignes."))
            continue
        seen.add(code)
        twice.add(code.upper())
        read = Row(line, known)
        draft = read.finish(today)
        problems += read.faults
        if draft:
            drafts[code] = draft
    steps = _told(steps, known, problems)
    for code, plan, wrong in planned(steps, {**known.actions, **{c: d.action for c, d in drafts.items()}}, seen, today):
        problems += wrong
        if code not in drafts and not wrong and code in known.actions:
            drafts[code] = Draft(known.actions[code], {}, None, False)
        if code in drafts:
            drafts[code].steps = plan
    return Checked(list(drafts.values()), problems)


def _told(steps: list[Line], known: Known, faults: list[Fault]) -> list[Line]:
    """The rows of steps of actions that may be updated; the first of each other one is a fault."""
    kept, closed = [], set()
    for line in steps:
        code = _text(line.cells.get("code"))
        if code not in known.actions or Act.UPDATE in known.acts[code]:
            kept.append(line)
        elif code not in closed:
            closed.add(code)
            faults.append(line.fault("code", *CLOSED))
    return kept
