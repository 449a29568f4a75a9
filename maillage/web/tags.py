"""The few filters and tags of our templates, available in all of them."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context

from maillage.web import french

register = template.Library()
register.filter("typo", french.typographic)
register.filter("jour", french.day)
register.filter("octets", french.size)
register.filter("anciennete", french.age)
register.filter("ordinal", french.ordinal)


@register.filter
def nombre(value: float, decimals: int = 0) -> str:
    """A number, in French."""
    return french.number(value, decimals)


@register.simple_tag(takes_context=True)
def adresse(context: Context, **changes: Any) -> str:
    """This page's address with some parameters changed; None or an empty text removes one."""
    query = context["request"].GET.dict() | changes
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else "?"
