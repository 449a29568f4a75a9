"""Tying two things, and untying them. The right is asked of the first as it is; both must be readable, at each door."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.directory import things
from maillage.directory.links.models import Link
from maillage.directory.links.sorts import Sort, sorts
from maillage.directory.models import User
from maillage.directory.things import About, Thing
from maillage.kernel.errors import UsageError

MOST = 50
"""The most links of one sort that a thing has."""
SHOWN = 20
"""The most things that a search by name proposes."""


def tieable(person: Any, thing: Thing) -> list[Sort]:
    """The sorts of links that somebody may tie from a thing."""
    acts = thing.acts(person)
    return [sort for sort in sorts().values() if sort.one == thing.kind.name and sort.needs in acts]


def one_end(person: Any, about: About, name: str) -> tuple[Thing, Sort]:
    """The thing and the sort, for who may tie so from it. Raises UsageError: the rest is not there."""
    thing = things.read(person, about)
    sort = sorts().get(name)
    if thing is None or sort is None or sort not in tieable(person, thing):
        raise UsageError("Cette fiche n’est pas ici, ou votre rôle ne permet pas de la lier.")
    return thing, sort


def _links(about: About, sort: Sort) -> QuerySet[Link]:
    return Link.objects.filter(one_kind=about[0], one_key=about[1], sort=sort.name)


def proposed(person: Any, thing: Thing, sort: Sort, text: str) -> list[Thing]:
    """The things that could be tied, whose name has the words of a text; those that are already apart."""
    tied_already = set(_links(thing.about, sort).values_list("other_kind", "other_key"))
    matches = things.search(person, text, sort.others, SHOWN + len(tied_already))
    return [other for other in matches if other.about not in tied_already][:SHOWN]


@transaction.atomic
def tie(person: User, about: About, name: str, other: About) -> Link:
    """Tie a thing to another; nothing changes when they are already. Raises UsageError."""
    thing, sort = one_end(person, about, name)
    target = things.read(person, other)
    if target is None or target.kind.name not in sort.others:
        raise UsageError("Ce que vous liez n’est pas ici, ou votre rôle ne permet pas de le lire.")
    mine = _links(thing.about, sort)
    known = mine.filter(other_kind=target.about[0], other_key=target.about[1]).first()
    if known is not None:
        return known
    if mine.count() >= MOST:
        raise UsageError(f"{MOST} liens au plus : retirez-en un d’abord.")
    link = Link(sort=sort.name, made_by=person, made_at=timezone.now())
    (link.one_kind, link.one_key), (link.other_kind, link.other_key) = thing.about, target.about
    link._history_user = person
    link.save()
    return link


@transaction.atomic
def untie(person: User, pk: int) -> Thing:
    """Take a link away; the thing it started from. Raises UsageError."""
    link = Link.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if link is None or things.read(person, link.other) is None:
        raise UsageError("Ce lien n’est plus là, ou votre rôle ne permet pas de le lire.")
    thing, _ = one_end(person, link.one, link.sort)
    link._history_user = person
    link.delete()
    return thing


def tied(person: Any, about: About) -> dict[str, list[tuple[Link, Thing]]]:
    """What a thing is tied to, for who reads it: by head, the links whose other end they may read too."""
    kind, key = about
    links = list(Link.objects.filter(Q(one_kind=kind, one_key=key) | Q(other_kind=kind, other_key=key)))
    ends = {link.pk: link.other if link.one == about else link.one for link in links}
    known = things.read_many(person, ends.values())
    heads: dict[str, list[tuple[Link, Thing]]] = {}
    for link in links:
        sort = sorts().get(link.sort)
        if sort is not None and ends[link.pk] in known:
            head = sort.there if link.one == about else sort.back
            heads.setdefault(head, []).append((link, known[ends[link.pk]]))
    return heads


def forget_thing(about: About) -> None:
    """Delete the links of what is no more."""
    kind, key = about
    Link.objects.filter(Q(one_kind=kind, one_key=key) | Q(other_kind=kind, other_key=key)).delete()
