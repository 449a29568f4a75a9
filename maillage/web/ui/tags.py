"""The few filters and tags of our templates, available in all of them."""

from collections.abc import Sized
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.value import Origin
from maillage.observatory.sheets import DeliverySheet
from maillage.steering.money import amounts
from maillage.web.ui.menu import rubrics
from maillage.web.words.meaning import target_words

register = template.Library()
register.filter("typo", french.typographic)
register.filter("jour", french.day)
register.filter("octets", french.size)
register.filter("anciennete", french.age)
register.filter("ordinal", french.ordinal)
register.filter("debut", french.initial)
register.filter("euros", amounts.euros)
register.simple_tag(rubrics)


@register.filter
def nombre(value: float, decimals: int = 0) -> str:
    """A number, in French."""
    return french.number(value, decimals)


@register.filter
def compte(count: float, word: str) -> str:
    """A number and the word it counts, in French: « 0 commune », « 2 communes »; both when no s makes it plural
    (« lieu,lieux »)."""
    singular, _, many = word.partition(",")
    return french.counted(round(count), singular, many)


@register.filter
def pluralize(counted: object, endings: str = "s") -> str:
    """The ending of a counted word, Django's own filter with the French rule: nothing below two. `endings` are the
    plural one, or both (`al,aux`)."""
    listed = isinstance(counted, Sized) and not isinstance(counted, str)
    count = len(counted) if listed else float(str(counted))  # type: ignore[arg-type]
    *singular, many = endings.split(",")
    return many if abs(count) >= 2 else "".join(singular)


@register.filter
def decrit(origin: Origin) -> str:
    """What a delivery describes: « 2e trimestre 2026 »."""
    return Period.parse(origin.period).label


@register.filter
def said_of(words: dict[str, str] | None, name: str) -> str:
    """The words about this name; empty when there are none."""
    return words.get(name, "") if words else ""


@register.filter
def pourcent(share: float) -> str:
    """A share from 0 to 1: « 62 % »."""
    return french.with_unit(100 * share, "%")


@register.filter
def cible(indicator: Indicator) -> str:
    """« 100 % en 2025 (SCORAN 2019) »."""
    return target_words(indicator)


@register.simple_tag(takes_context=True)
def adresse(context: Context, **changes: Any) -> str:
    """This page's address with some parameters changed; None or an empty text removes one."""
    query = context["request"].GET.dict() | changes
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else "?"


@register.simple_tag(takes_context=True)
def search_door(context: Context) -> str:
    """Where this reader searches: a member, in their own space, where what they may read answers too."""
    person = getattr(context.get("request"), "user", None)
    return reverse("search.mine" if person is not None and person.is_authenticated else "search")


@register.filter
def first_one(periods: tuple[Period, ...]) -> str:
    """The label of the oldest period."""
    return periods[0].label


@register.filter
def last_one(periods: tuple[Period, ...]) -> str:
    """The label of the newest period."""
    return periods[-1].label


@register.filter
def plain(value: float) -> str:
    """A number for a script, with a decimal point."""
    return repr(float(value))


@register.filter
def files(delivery: DeliverySheet) -> list[dict[str, object]]:
    """The files of a delivery, one record each."""
    columns = (delivery.files, delivery.checksums, delivery.sizes, delivery.urls)
    keys = ("name", "checksum", "size", "url")
    return [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True)]
