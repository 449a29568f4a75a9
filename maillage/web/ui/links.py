"""Addresses by the names of their routes, remembered: a list of a thousand lines asks for as many."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()


@lru_cache(maxsize=30_000)
def address(name: str, *values: Any) -> str:
    """The address of a route. Raises NoReverseMatch."""
    return reverse(name, args=values)


class _Link(URLNode):
    def render(self, context: Context) -> SafeString:
        """Called by Django."""
        if self.kwargs or self.asvar:
            return SafeString(super().render(context))
        values = [argument.resolve(context) for argument in self.args]
        return SafeString(escape(address(self.view_name.resolve(context), *values)))


@register.tag
def url(parser: Parser, token: Token) -> _Link:
    """Django's `{% url %}`, which remembers."""
    node = django_url(parser, token)
    return _Link(node.view_name, node.args, node.kwargs, node.asvar)
