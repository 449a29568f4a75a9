"""Calling people by name to a discussion: in its field, or by `@` in the text of a message."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from maillage.directory.models import User
from maillage.directory.people import LONGEST, Named
from maillage.directory.rights import Act
from maillage.directory.things import Thing, read
from maillage.kernel.words import folded

MOST = 10
"""The most people that one message calls."""
_AT = re.compile(r"(?<![\w.])@(?=\w)")


def among(person: Any, thing: Thing) -> QuerySet[User]:
    """Whom somebody may call to the discussion of a thing: those whose name they may be told, themselves apart."""
    return thing.kind.people(person, thing.row).exclude(pk=person.pk)


def named(person: Any, thing: Thing, text: str, called: str) -> list[User]:
    """Whom a message calls. Raises ValidationError, by field, for who is unknown, or may not read the thing."""
    people = list(among(person, thing))
    chosen = dict.fromkeys([*_chosen(people, called), *_in_text(people, text)])
    away = [other for other in chosen if not takes_part(other, thing)]
    if away:
        names = ", ".join(str(other) for other in away)
        raise ValidationError({"called": f"{names} : son rôle ne permet pas de lire cette fiche."})
    if len(chosen) > MOST:
        raise ValidationError({"called": f"{MOST} personnes au plus sont appelées par un message."})
    return list(chosen)


def takes_part(person: User, thing: Thing) -> bool:
    """Whether somebody may take part in the discussion of a thing."""
    own = read(person, thing.about)
    return own is not None and Act.DISCUSS in own.acts(person)


def _chosen(people: list[User], called: str) -> list[User]:
    known, chosen = Named(people), []
    for text in filter(None, (part.strip() for part in re.split(r"[,;\n]", called))):
        matches = known.find(text)
        if not matches:
            raise ValidationError({"called": f"« {text[:60]} » n’est pas une personne que vous connaissez ici."})
        if len(matches) > 1:
            raise ValidationError({"called": f"Plusieurs personnes s’appellent « {text[:60]} » : écrivez l’adresse."})
        chosen += matches
    return chosen


def _in_text(people: list[User], text: str) -> list[User]:
    """Those whom `@Prénom Nom` names: the longest name that the text has there; nobody when two people have it."""
    names: dict[str, list[User]] = {}
    for person in people:
        if folded(person.name):
            names.setdefault(folded(person.name), []).append(person)
    chosen = []
    for at in _AT.finditer(text):
        words = f"{folded(text[at.end() : at.end() + LONGEST])} "
        fitting = [name for name in names if words.startswith(f"{name} ")]
        if fitting and len(names[max(fitting, key=len)]) == 1:
            chosen += names[max(fitting, key=len)]
    return chosen
