"""The two fields of pickers: one thing, or several, one a line."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.web.forms.pickers.catalogue import Catalogue, Choice

CHOSEN = "_choix"
"""What ends the name of the choice among those that answer."""
LONGEST, LONGEST_NAME = 20_000, 500
_APART = re.compile(r"[\n;]+")
_CODES = re.compile(r"\w+:\w+(?:[\s,]+\w+:\w+)+")


class _Text(forms.TextInput):
    """A text, and the choice made among those that answered it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Called by Django."""
        return Typed.read(data, name)


class _Lines(forms.Textarea):
    """Several lines, and the choices made among those that answered."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Called by Django."""
        return Typed.read(data, name)


class Typed(str):
    """What was typed, with the keys chosen among what answered."""

    chosen: frozenset[str] = frozenset()

    @classmethod
    def read(cls, data: Any, name: str) -> "Typed | None":
        """What was typed under this name; None when nothing was sent."""
        lists = data.getlist if hasattr(data, "getlist") else lambda key: [data[key]] if key in data else []
        sent = [str(value) for value in lists(name) if value is not None]
        if not sent:
            return None
        text = cls("\n".join(sent).strip())
        text.chosen = frozenset(str(key) for other in data if other.startswith(name + CHOSEN) for key in lists(other))
        return text


class Pick(forms.Field):
    """One thing picked by its name. `catalogue` gives what may be picked; `give` what a key stands for; `source` is the
    route that proposes while one types, with what it is asked."""

    widget: type[forms.Widget] = _Text
    many = False

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        give: Callable[[str], Any] = str,
        source: tuple[str, ...] = (),
        most: int | None = None,
        **named: Any,
    ) -> None:
        super().__init__(**named)
        self._catalogue, self.give, self.source, self.most = catalogue, give, source, most
        self.answers: list[tuple[str, list[Choice]]] = []
        self.wrong: list[str] = []

    @cached_property
    def catalogue(self) -> Catalogue:
        """What may be picked, read when something must be."""
        return self._catalogue()

    @property
    def max_length(self) -> int:
        """The length of what is typed."""
        return LONGEST if self.many else self.most or LONGEST_NAME

    @staticmethod
    def keys(value: Any) -> list[str]:
        """The keys of a value as it is kept."""
        return [] if value in (None, "") else [str(getattr(value, "pk", value))]

    def shown(self, value: Any) -> str:
        """A value as it is written in the field; one that nothing answers any more stays as it is kept."""
        keys = self.keys(value)
        return "\n".join(self.catalogue.label(key) if key in self.catalogue else key for key in keys)

    def prepare_value(self, value: Any) -> str:
        """What the field holds: what was typed, or the name of what is kept."""
        if not isinstance(value, Typed):
            return self.shown(value)
        named = [self._one_of(part, value.chosen) for part in self.parts(value)]
        labels = [choice.label if choice else part for part, choice in zip(self.parts(value), named, strict=True)]
        return "\n".join(labels)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what is typed is another thing."""
        typed = data if isinstance(data, Typed) else Typed(data or "")
        return self.prepare_value(typed) != self.shown(initial)

    def parts(self, text: str) -> list[str]:
        """What was typed, one thing each."""
        return [" ".join(text.split())] if text.strip() else []

    def _one_of(self, part: str, chosen: frozenset[str]) -> Choice | None:
        answers = self.catalogue.named(part)
        if len(answers) != 1:
            picked = [choice for choice in answers or self.catalogue.near(part) if choice.key in chosen]
            return picked[0] if len(picked) == 1 else None
        return answers[0]

    def _clean_bound_field(self, bound: forms.BoundField) -> Any:
        """Called by Django: what was not changed is kept as it is, even what can be picked no more."""
        data, kept = bound.data, bound.initial
        if data and self.keys(kept) and " ".join(data.split()) == " ".join(self.shown(kept).split()):
            return self.given(self.keys(kept))
        return self.clean(data)

    def clean(self, value: Any) -> Any:
        """What was picked. Raises ValidationError: `wrong` is then what picks nothing, `answers` what it may mean."""
        typed = value if isinstance(value, Typed) else Typed(value or "")
        self.answers, self.wrong = [], []
        refusals: list[str] = []
        keys: list[str] = []
        if len(typed) > self.max_length:
            raise ValidationError("C’est trop long.")
        for part in self.parts(typed):
            choice = self._one_of(part, typed.chosen)
            if choice:
                keys.append(choice.key)
            else:
                self.wrong.append(part)
                refusals.append(self._refused(part))
        if refusals:
            raise ValidationError(refusals)
        if self.required and not keys:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.given([*dict.fromkeys(keys)])

    def _refused(self, part: str) -> str:
        """Why a text picks nothing, and what may be meant."""
        known, name = self.catalogue, part[:80]
        answers = known.named(part)
        close = answers or known.near(part)
        if close:
            self.answers.append((name, close))
        if answers:
            return f"Plusieurs répondent à « {name} » : choisissez."
        return f"{known.none} « {name} »." + (" Voyez ce qui s’en approche." if close else "")

    def given(self, keys: Sequence[str]) -> Any:
        """What the keys stand for, as the form gives it."""
        return self.give(keys[0]) if keys else self.give("")


class PickMany(Pick):
    """Several things picked by their names, one a line or separated by semicolons. `join` says how they are kept
    together: as a list, when it is not said."""

    widget = _Lines
    many = True

    def __init__(self, *args: Any, join: Callable[[list[Any]], Any] = list, **named: Any) -> None:
        super().__init__(*args, **named)
        self.join = join

    @staticmethod
    def keys(value: Any) -> list[str]:
        """The keys of a value as it is kept: a list, or a text where spaces separate them."""
        if value in (None, ""):
            return []
        values = value.split() if isinstance(value, str) else value
        return [str(getattr(each, "pk", each)) for each in values]

    def parts(self, text: str) -> list[str]:
        """What was typed: one thing a line; codes may stand on the same one, as machines write them."""
        lines = [" ".join(line.split()) for line in _APART.split(text)]
        cut = [re.split(r"[\s,]+", line) if _CODES.fullmatch(line) else [line] for line in lines if line]
        return [*dict.fromkeys(part for line in cut for part in line)]

    def given(self, keys: Sequence[str]) -> Any:
        """What the keys stand for, together. Raises ValidationError when it is too long to be kept."""
        together = self.join([self.give(key) for key in keys])
        if self.most is not None and len(together) > self.most:
            raise ValidationError("C’est trop pour un seul champ : ôtez-en.")
        return together
