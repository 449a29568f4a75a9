"""What a service refuses, beside the fields it is about; what every page with a form shows."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from maillage.kernel.errors import UsageError
from maillage.web.forms.form import plain_fields

Done = TypeVar("Done")


def refuse(form: Any, error: Exception, usual: str = "", names: Mapping[str, str] | None = None) -> None:
    """Put what a service refused beside its fields: `names` are those that the form calls otherwise, `usual` the field
    of what is about none. What is left is of the whole form."""
    if isinstance(error, ValidationError):
        by_field = error.message_dict if hasattr(error, "error_dict") else {usual: error.messages}
    else:
        by_field = {usual: [str(error)]}
    for name, words in by_field.items():
        own = (names or {}).get(name, name)
        form.add_error(own if own in form.fields else usual or None, words)


def attempt(form: Any, write: Callable[[Any], Done], usual: str = "", **names: str) -> Done | None:
    """Write what a form says; None when the form or the service refuses it, which the form then says.

    Raises Stale, and the kinds of UsageError that have a page of their own.
    """
    if not form.is_valid():
        return None
    try:
        return write(form)
    except (ValidationError, UsageError) as error:
        if isinstance(error, UsageError) and type(error) is not UsageError:
            raise
        refuse(form, error, usual, names)
        return None


def shown(form: Any) -> dict[str, Any]:
    """The fields of a form, whether something is wrong in it, what is wrong with all of it."""
    every = form.shown_fields() if hasattr(form, "shown_fields") else [*plain_fields(form).values()]
    return {
        "form": form,
        "fields": every,
        "wrong": form.is_bound and bool(form.errors),
        "general": [str(words) for words in form.non_field_errors()] if form.is_bound else [],
    }
