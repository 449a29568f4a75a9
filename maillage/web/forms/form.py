"""A form of Django's, as our field and error parts show it."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.urls import reverse

from maillage.kernel.errors import UsageError
from maillage.kernel.french import typographic
from maillage.steering.targets import numbers
from maillage.web.forms.pickers.catalogue import Choice
from maillage.web.forms.pickers.fields import CHOSEN, Pick

# What only a machine fills in: a person sees neither the field nor its name.
TRAP = "site_web"


class Number(forms.CharField):
    """A value, as people type it."""

    @staticmethod
    def parse(text: str) -> Any:
        """What a text says. Raises UsageError."""
        return numbers.parse(text)

    @staticmethod
    def typed(value: Any) -> str:
        """A value as people type it."""
        return numbers.typed(value)

    def clean(self, value: Any) -> Any:
        """The value, exact; None when nothing is typed. Raises ValidationError."""
        text = super().clean(value)
        try:
            return self.parse(text)
        except UsageError as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """The value as a field holds it."""
        return value if isinstance(value, str) else self.typed(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what is typed is another value."""
        return bool(self.typed(initial) != (data or "").strip())


@dataclass(frozen=True, slots=True)
class Picker:
    """How something is picked: the page that proposes, whether several are, what picked nothing (a line each), and what
    may be meant by it: the name under which a choice is sent, the text, its choices."""

    source: str
    many: bool
    wrong: str
    answers: tuple[tuple[str, str, tuple[Choice, ...]], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field, as parts/field.html wants it. `enforced`: the browser refuses it empty, which a blank row may be;
    `picker`: when it is picked by its name."""

    name: str
    type: str
    label: str
    help: str
    value: Any
    error: str
    required: bool
    enforced: bool
    autocomplete: str
    choices: list[tuple[str, str]]
    most: int | None
    accept: str
    picker: Picker | None = None


def _type(field: forms.Field) -> str:
    if isinstance(field.widget, forms.Textarea):
        return "textarea"
    # A browser reads decimals in its own language, not in the page's: « 1,5 » would be refused.
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return "text"
    return str(getattr(field.widget, "input_type", "text"))


def _value(value: Any) -> Any:
    """What a field holds: zero is something, nothing and « no » are an empty field."""
    return "" if value is None or value is False else value


def _picker(bound: forms.BoundField) -> Picker | None:
    field: Any = bound.field
    if not isinstance(field, Pick):
        return None
    route, *kind = field.source
    names = [f"{bound.html_name}{CHOSEN}{rank}" for rank, _ in enumerate(field.answers)]
    answers = zip(names, field.answers, strict=True)
    meant = tuple((name, text, (*near,)) for name, (text, near) in answers)
    return Picker(reverse(route, args=kind), field.many, "\n".join(field.wrong), meant)


def _field(bound: forms.BoundField) -> Field:
    field = bound.field
    kind = _type(field)
    choices = [(str(value), str(words)) for value, words in getattr(field, "choices", [])]
    return Field(
        name=bound.html_name,
        type=kind,
        label=typographic(str(field.label)),
        help=typographic(str(field.help_text)),
        value="" if kind == "file" else _value(bound.value()),
        error=typographic(" ".join(map(str, bound.errors))),
        required=field.required,
        enforced=field.required and bound.form.use_required_attribute,
        autocomplete=str(field.widget.attrs.get("autocomplete", "")),
        choices=choices,
        most=getattr(field, "max_length", None),
        accept=str(field.widget.attrs.get("accept", "")),
        picker=_picker(bound),
    )


def fields(form: forms.Form) -> list[Field]:
    """The fields of a form in their order, with what was typed and what is wrong."""
    return [_field(form[name]) for name in form.fields]


def trapped(posted: Any) -> bool:
    """Whether a machine filled in the field that nobody sees."""
    return bool(posted.get(TRAP))


class Day(forms.DateInput):
    """A date, chosen or typed."""

    input_type = "date"


def plain_fields(form: forms.BaseForm) -> dict[str, Field]:
    """The fields by name, as parts/field.html wants them: every value is a text."""
    content: Any = form
    return {
        name: replace(field, value=str(field.value), label=field.label[:1].upper() + field.label[1:])
        for name, field in zip(form.fields, fields(content), strict=True)
    }
