"""The journal: who changed what, when, from what to what, in every model of the two wings whose changes are kept.

A model enters it by keeping its history: nothing is listed here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, ForeignKey, OuterRef, Q, QuerySet, Subquery, Value

from maillage.directory.governing import everywhere, governs, organisations, roles_seen
from maillage.directory.models import Membership, Organisation, User
from maillage.kernel import french
from maillage.kernel.words import alphabetical
from maillage.steering.rights import Act, reached
from maillage.steering.strategies.models import Strategy

ROOMS = ("directory", "strategies", "actions", "money", "targets", "committees", "conventions", "explanations")
SILENT = {"id", "version", "created_at", "changed_at", "heard_at", "simulated", "rank", "depth", "key"}
VERBS = {"+": "création", "~": "changement", "-": "suppression"}
LONGEST = 200
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for; empty means everything."""

    what: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A field that differs: its label, what it said, what it says."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A change: when, by whom and at which address (empty: by a command), of what kind of thing, which one, how."""

    at: datetime
    who: str
    address: str
    kind: str
    name: str
    verb: str
    lines: tuple[Line, ...]


def kept() -> dict[str, Any]:
    """The models whose changes are kept, by name, in the order of their French names."""
    models = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and hasattr(model._meta, "simple_history_manager_attribute")
    ]
    models.sort(key=lambda model: alphabetical(str(model._meta.verbose_name)))
    return {model._meta.label_lower: model for model in models}


def kinds() -> list[tuple[str, str]]:
    """What one may look for: the name of each model, and how it is called."""
    return [(name, french.capital(str(model._meta.verbose_name))) for name, model in kept().items()]


def _path(model: Any, target: Any) -> str | None:
    """How a model leads to another through what it belongs to: « action__strategy »; empty when it is that one."""
    ways: list[tuple[Any, str]] = [(model, "")]
    for _ in range(DEEPEST + 1):
        further: list[tuple[Any, str]] = []
        for here, path in ways:
            if here is target:
                return path
            for field in here._meta.concrete_fields:
                # What must be there is what it belongs to; what may be empty is only mentioned.
                if isinstance(field, ForeignKey) and (not field.null or field.related_model is target):
                    further.append((field.related_model, f"{path}__{field.name}".strip("_")))
        ways = further
    return None


@dataclass(frozen=True, slots=True)
class _Reader:
    """What somebody may read, asked once: everything, or what is of some organisations and strategies."""

    whole: bool
    organisations: tuple[int, ...]
    roles: Q
    strategies: QuerySet[Any]

    @classmethod
    def of(cls, person: Any) -> "_Reader":
        """The reader that a person is."""
        among = tuple(organisation.pk for organisation in organisations(person) if governs(person, organisation))
        mine = Strategy.objects.filter(reached(person, Act.PEOPLE)).values("pk")
        return cls(everywhere(person), among, roles_seen(person), mine)

    def sees(self, model: Any) -> Q | None:
        """The changes of a model that may be read, as a condition on its history; None for none."""
        if self.whole:
            return Q()
        if model is Organisation:
            return Q(id__in=self.organisations)
        if model is Membership:
            return self.roles
        path = _path(model, Strategy)
        if path is None:
            return None
        return Q(**{f"{path}__in" if path else "id__in": self.strategies})


def _wanted(reader: _Reader, model: Any, asked: Asked) -> QuerySet[Any] | None:
    condition = reader.sees(model)
    if condition is None or asked.what not in ("", model._meta.label_lower):
        return None
    if asked.who:
        condition &= Q(history_user__email__icontains=asked.who) | Q(history_user__name__icontains=asked.who)
    if asked.since:
        condition &= Q(history_date__date__gte=asked.since)
    if asked.until:
        condition &= Q(history_date__date__lte=asked.until)
    records: QuerySet[Any] = model.history.filter(condition).order_by()
    return records


def changes(person: Any, asked: Asked) -> QuerySet[Any]:
    """What somebody may read of what was asked, the last first: to count and to cut, then to give to `entries`."""
    reader = _Reader.of(person)
    parts = [
        wanted.annotate(model_name=Value(name)).values_list("model_name", "history_id", "history_date")
        for name, model in kept().items()
        if (wanted := _wanted(reader, model, asked)) is not None
    ]
    if not parts:
        return User.objects.none().values_list("pk")
    together: QuerySet[Any] = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return together.order_by("-history_date", "-history_id")


def entries(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    """These changes in words, in the same order: a few queries for each model, whatever their number."""
    order = [(row[0], row[1]) for row in rows]
    models = kept()
    entries: dict[tuple[str, int], Entry] = {}
    for name in dict.fromkeys(name for name, _ in order):
        keys = [key for model_name, key in order if model_name == name]
        for key, entry in _of(models[name], keys):
            entries[name, key] = entry
    return [entries[change] for change in order if change in entries]


def _of(model: Any, keys: list[int]) -> list[tuple[int, Entry]]:
    """The changes of one model."""
    history = model.history.model
    earlier = history.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    chosen = history.objects.filter(history_id__in=keys).select_related("history_user")
    records = list(chosen.annotate(before=Subquery(earlier.order_by("-history_id").values("history_id")[:1])))
    before = history.objects.in_bulk([record.before for record in records if record.before], field_name="history_id")
    words = _Words(model, [*records, *before.values()])
    return [(record.history_id, _entry(model, record, before.get(record.before), words)) for record in records]


def _entry(model: Any, record: Any, before: Any, words: "_Words") -> Entry:
    then = words.said(before) if before is not None and record.history_type == "~" else {}
    now = words.said(record) if record.history_type != "-" else {}
    lines = tuple(Line(label, then.get(label, ""), said) for label, said in now.items() if then.get(label, "") != said)
    author, other = record.history_user, record.history_change_reason or ""
    who, address = (str(author), author.email) if author else (other, other)
    kind = french.capital(str(model._meta.verbose_name))
    return Entry(record.history_date, who, address, kind, words.name(record), VERBS[record.history_type], lines)


class _Words:
    """Records of one model in words: what they point to is read once for all of them."""

    def __init__(self, model: Any, records: list[Any]) -> None:
        self.fields = [field for field in model._meta.concrete_fields if field.name not in SILENT]
        # Some models leave fields out of their history.
        self.fields = [field for field in self.fields if records and hasattr(records[0], field.attname)]
        self.many = {field.name: field for field in getattr(model, "_history_m2m_fields", [])}
        self.held = self._held(records)
        self.names: dict[tuple[str, Any], str] = {}
        for field in self.fields:
            if isinstance(field, ForeignKey):
                self._read(field.name, field.related_model, {getattr(record, field.attname) for record in records})
        for name, field in self.many.items():
            keys = {pk for (field_name, _), pks in self.held.items() if field_name == name for pk in pks}
            self._read(name, field.related_model, keys)

    def _held(self, records: list[Any]) -> dict[tuple[str, int], list[Any]]:
        held: dict[tuple[str, int], list[Any]] = {}
        kept = [record.pk for record in records]
        for name, field in self.many.items():
            through = getattr(type(records[0]), name)
            key = f"{field.m2m_reverse_field_name()}_id"
            for history, pk in through.filter(history__in=kept).values_list("history", F(key)):
                held.setdefault((name, history), []).append(pk)
        return held

    def _read(self, name: str, model: Any, keys: set[Any]) -> None:
        wanted = model._base_manager.filter(pk__in=keys - {None})
        # What is shown of a thing may tell what it belongs to.
        parents = [
            field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and not field.null
        ]
        for instance in wanted.select_related(*parents) if parents else wanted:
            self.names[name, instance.pk] = str(instance)

    def _named(self, name: str, pk: Any) -> str:
        return self.names.get((name, pk), "ce qui a été supprimé")

    def said(self, record: Any) -> dict[str, str]:
        """What a record says, by the label of each field; empty fields are left out."""
        texts = {}
        for field in self.fields:
            value = getattr(record, field.attname)
            if isinstance(field, ForeignKey):
                text = self._named(field.name, value) if value is not None else ""
            else:
                text = _worded(field, value)
            texts[french.capital(str(field.verbose_name))] = text[:LONGEST]
        for name, field in self.many.items():
            keys = self.held.get((name, record.pk), [])
            text = ", ".join(sorted((self._named(name, pk) for pk in keys), key=alphabetical))
            texts[french.capital(str(field.verbose_name))] = text[:LONGEST]
        return texts

    def name(self, record: Any) -> str:
        """Which one it was: its number and its title, or what it belongs to."""
        names = [str(getattr(record, name, "") or "") for name in ("code", "number", "title", "name")]
        if any(names):
            return " ".join(filter(None, names))[:LONGEST]
        belongs = [
            self._named(field.name, getattr(record, field.attname))
            for field in self.fields
            if isinstance(field, ForeignKey) and not field.null
        ]
        try:
            return ", ".join(belongs)[:LONGEST] or str(record.instance)
        except ObjectDoesNotExist:
            return ""


def _worded(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return french.day(value.date())
    if isinstance(value, date):
        return french.day(value)
    if isinstance(value, Decimal):
        return french.number(float(value), 2)
    return str(value)
