"""Rows repeated in one form: those there are, then some to add. Several forms written by one button."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from maillage.web.forms.form import Field, plain_fields

MOST = 200
REMOVED = ("remove", "leave", "DELETE")
"""The boxes that take a row away."""
MISSING = "Une ligne modifiée n’est pas de cette liste, ou n’y est plus : rechargez la page et recommencez."
TO_ADD = re.compile(r"n(\d{1,4})-\w+", re.ASCII)
"""The name of a field of a row to add."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `s12` for the one of key 12, `n1` for the first to add; what it is called; its form."""

    key: str
    title: str
    form: Any
    thing: Any = None

    @property
    def known(self) -> bool:
        """Whether it is there already."""
        return self.key[0] != "n"

    @property
    def removed(self) -> bool:
        """Whether it is to be taken away."""
        prefixed = [self.form.add_prefix(name) for name in REMOVED]
        return self.known and self.form.is_bound and any(self.form.data.get(name) for name in prefixed)

    @property
    def every(self) -> dict[str, Field]:
        """Its fields by name, those that a person fills in."""
        hidden = {field.name for field in self.form.hidden_fields()}
        return {name: field for name, field in plain_fields(self.form).items() if name not in hidden}

    @property
    def fields(self) -> list[Field]:
        """Its fields, boxes apart."""
        return [field for field in self.every.values() if field.type != "checkbox"]

    @property
    def boxes(self) -> list[tuple[Field, bool]]:
        """Its boxes, and whether each is ticked; a row to add is not taken away."""
        return [
            (field, bool(self.form[name].value()))
            for name, field in self.every.items()
            if field.type == "checkbox" and (self.known or name not in REMOVED)
        ]

    @property
    def hidden(self) -> list[Field]:
        """What the form sends back without showing it."""
        names = [field.name for field in self.form.hidden_fields()]
        return [field for name, field in plain_fields(self.form).items() if name in names]

    @property
    def general(self) -> list[str]:
        """What is wrong with all of it."""
        return [str(words) for words in self.form.non_field_errors()]


class Together:
    """Several forms written by one button, which a page and a service see as one."""

    def __init__(self, *forms: Any) -> None:
        self.forms = forms
        self.is_bound = any(form.is_bound for form in forms)
        self._general: list[str] = []

    @property
    def bounds(self) -> dict[str, tuple[str, Any]]:
        """Each field by the name under which it is compared, with what it is called."""
        return {name: field for form in self.forms for name, field in bounds(form).items()}

    @property
    def fields(self) -> dict[str, Any]:
        """The same, as a form has them."""
        return {bound.html_name: bound.field for _, bound in self.bounds.values()}

    def is_valid(self) -> bool:
        """Whether all of them are."""
        return all(form.is_valid() for form in self.forms)

    def add_error(self, name: str | None, words: Any) -> None:
        """Say what is wrong in the field of this name; with all of it when there is none."""
        for _, bound in self.bounds.values():
            if name == bound.html_name:
                bound.form.add_error(bound.name, words)
                return
        self._general += [words] if isinstance(words, str) else [*words]

    def non_field_errors(self) -> list[str]:
        """What is wrong with all of it, or with all of one of its forms that is no row."""
        return [*self._general, *(str(words) for form in self.forms for words in form.non_field_errors())]

    @property
    def errors(self) -> bool:
        """Whether something is wrong."""
        return bool(self._general) or any(form.errors for form in self.forms)

    def shown_fields(self) -> list[Field]:
        """Its fields, as the summary of what is wrong lists them."""
        return [
            field
            for form in self.forms
            for field in (form.shown_fields() if isinstance(form, Together) else plain_fields(form).values())
        ]

    def keyed(self, posted: QueryDict) -> dict[str, list[str]]:
        """What was typed, by the name under which it is compared."""
        return dict(posted.lists())

    def sent(self, values: Mapping[str, Sequence[str]]) -> QueryDict:
        """The same, as the form sends it."""
        return data(values)


class Rows(Together):
    """Rows whose fields are named after their key: « s12-who » of one there is, « n1-who » of one to add."""

    def __init__(
        self,
        make: Callable[..., Any],
        known: Mapping[str, tuple[str, Any]],
        add: str,
        blank: int,
        posted: QueryDict | None = None,
        *,
        makes_new: Callable[..., Any] | None = None,
    ) -> None:
        ranks = {*range(1, blank + 1)} | {int(match[1]) for name in posted or () if (match := TO_ADD.fullmatch(name))}
        self.rows = [
            Row(key, title, make(posted, prefix=key, initial=initial)) for key, (title, initial) in known.items()
        ]
        blanks = {"empty_permitted": True, "use_required_attribute": False}
        self.rows += [
            Row(f"n{rank}", add, (makes_new or make)(posted, prefix=f"n{rank}", **blanks))
            for rank in sorted(ranks)[:MOST]
        ]
        super().__init__(*(row.form for row in self.rows))

    @property
    def bounds(self) -> dict[str, tuple[str, Any]]:
        """Each field by its name, called after its row."""
        return {bound.html_name: (f"{row.title}, {bound.label}", bound) for row in self.rows for bound in row.form}

    def is_valid(self) -> bool:
        """Whether all the rows that stay are."""
        return all(row.removed or row.form.is_valid() for row in self.rows)

    def non_field_errors(self) -> list[str]:
        """What is wrong with all of them."""
        return self._general

    def kept(self) -> Iterator[Row]:
        """The rows that stay, once valid: those there are, and those that were filled in."""
        for row in self.rows:
            if not row.removed and (row.known or row.form.has_changed()):
                yield row


class Listed(Together):
    """The rows of a formset, numbered by their place; they are compared by their key."""

    def __init__(self, formset: Any, add: str, called: Callable[[Any], str] = str) -> None:
        self.formset = formset
        self.rows = [
            Row(f"r{form.instance.pk}", called(form.instance), form, form.instance)
            if form.instance.pk
            else Row(f"n{rank}", add, form, form.instance)
            for rank, form in enumerate(formset.forms)
        ]
        super().__init__(*formset.forms)
        self.is_bound = formset.is_bound

    @property
    def bounds(self) -> dict[str, tuple[str, Any]]:
        """Each field by the key of its row."""
        return {
            f"{row.key}-{bound.name}": (f"{row.title}, {bound.label}", bound)
            for row in self.rows
            for bound in row.form.visible_fields()
        }

    def is_valid(self) -> bool:
        """Whether all the rows that stay are, and their number, and those sent as known are among them."""
        missing = any(not form.instance.pk for form in self.formset.initial_forms)
        if missing and MISSING not in self._general:
            # Django takes the key of any row of the table, and would make a new row of it.
            self.add_error(None, MISSING)
        return bool(self.formset.is_valid()) and not missing

    def non_field_errors(self) -> list[str]:
        """What is wrong with all of them."""
        words = self.formset.non_form_errors() if self.formset.is_bound else ()
        return [*self._general, *map(str, words)]

    @property
    def management(self) -> list[Field]:
        """How many rows there are, as the form sends it back."""
        return list(plain_fields(self.formset.management_form).values())

    def changes(self) -> tuple[list[Any], list[Any]]:
        """What is to be written, and taken away, once valid."""
        gone = [form.instance for form in self.formset.deleted_forms if form.instance.pk]
        kept = [row for row in self.rows if row.form.has_changed() and not row.form.cleaned_data.get("DELETE")]
        return [row.thing for row in kept], gone

    def keyed(self, posted: QueryDict) -> dict[str, list[str]]:
        """What was typed, by the key of its row."""
        values: dict[str, list[str]] = {}
        for name, typed in posted.lists():
            start, _, field = name.rpartition("-")
            rank = start.removeprefix(f"{self.formset.prefix}-")
            if rank != start and rank.isdecimal() and field not in ("id", self.formset.fk.name):
                key = posted.get(f"{start}-id")
                values[f"r{key}-{field}" if key else f"n{rank}-{field}"] = typed
        return values

    def sent(self, values: Mapping[str, Sequence[str]]) -> QueryDict:
        """The same, as the form sends it: the rows there are, then those to add."""
        prefix, known = self.formset.prefix, [row.key for row in self.rows if row.known]
        added = dict.fromkeys(name.partition("-")[0] for name in values if name[0] == "n")
        posted: dict[str, Sequence[str]] = {
            f"{prefix}-TOTAL_FORMS": [str(len(known) + len(added))],
            f"{prefix}-INITIAL_FORMS": [str(len(known))],
        }
        for rank, key in enumerate((*known, *added)):
            if key in known:
                posted[f"{prefix}-{rank}-id"] = [key[1:]]
            for name, typed in values.items():
                if name.startswith(f"{key}-"):
                    posted[f"{prefix}-{rank}-{name.removeprefix(f'{key}-')}"] = typed
        return data(posted)


def bounds(form: Any) -> dict[str, tuple[str, Any]]:
    """Each field of a form by the name under which it is compared, with what it is called."""
    if isinstance(form, Together):
        return form.bounds
    return {bound.html_name: (str(bound.label), bound) for bound in form}


def data(values: Mapping[str, Sequence[str]]) -> QueryDict:
    """Values as a form sends them."""
    posted = QueryDict(mutable=True)
    for name, typed in values.items():
        posted.setlist(name, [*typed])
    return posted
