"""What the pages of text say of this site: who holds it, and how to write to them."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from maillage.kernel.french import THIN, typographic

register = template.Library()


@register.simple_tag
def contact() -> SafeString:
    """How to write to whoever holds the site, or the sentence that says nobody told."""
    where = settings.MAILLAGE_CONTACT
    if not where:
        return format_html("{}", "L’exploitant de ce site n’a pas encore donné d’adresse de contact.")
    said = f"Pour nous écrire{THIN}:"
    if where.startswith(("https://", "http://")):
        return format_html('{} <a href="{}">{}</a>.', said, where, where.split("://", 1)[1].rstrip("/"))
    if "@" in where and " " not in where:
        return format_html('{} <a href="mailto:{}">{}</a>.', said, where, where)
    return format_html("{} {}.", said, typographic(where).rstrip("."))


@register.simple_tag
def held_by() -> SafeString:
    """Who holds the site, or the sentence that says nobody told."""
    if not settings.MAILLAGE_OPERATOR:
        return format_html("{}", "L’exploitant de ce site n’a pas encore donné son nom.")
    return format_html("Ce site est exploité par {}.", typographic(settings.MAILLAGE_OPERATOR))
