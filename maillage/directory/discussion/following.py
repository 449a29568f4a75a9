"""Who is told of what is said about a thing: who answers for it, who wrote, who was called to it, but who left."""

from typing import Any

from maillage.directory.discussion.models import Follow, Message
from maillage.directory.models import User
from maillage.directory.things import About, Thing


def _of(about: About) -> dict[str, Any]:
    return {"about_kind": about[0], "about_key": about[1]}


def follows(person: User, thing: Thing) -> bool:
    """Whether somebody is told of the messages about this."""
    said = Follow.objects.filter(person=person, **_of(thing.about)).first()
    return said.follows if said else person in thing.kind.concerned(thing.row)


def followers(thing: Thing) -> list[User]:
    """Who is told of a message about this."""
    said = {each.person: each.follows for each in Follow.objects.filter(**_of(thing.about)).select_related("person")}
    concerned = [person for person in thing.kind.concerned(thing.row) if person not in said]
    return [*concerned, *(person for person, wants in said.items() if wants)]


def join(person: User, about: About) -> None:
    """Somebody wrote, or was called: they follow, unless they left before."""
    Follow.objects.get_or_create(person=person, **_of(about))


def choose(person: User, about: About, follows: bool) -> None:
    """Somebody follows, or leaves."""
    Follow.objects.update_or_create(person=person, **_of(about), defaults={"follows": follows})


def has_left(person: User, about: About) -> bool:
    """Whether somebody left."""
    return Follow.objects.filter(person=person, follows=False, **_of(about)).exists()


def forget_thing(about: About) -> None:
    """Delete all that was said about what is no more."""
    Message.objects.filter(**_of(about)).delete()
    Follow.objects.filter(**_of(about)).delete()
