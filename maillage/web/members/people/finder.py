"""Finds people and organisations, for members: those whose address they may be told."""

from django.urls import reverse
from django.utils.http import urlencode

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.kernel import french
from maillage.steering.rights import acquainted
from maillage.web.finding.finder import Answer, Finder, Search, matching


def _organisations(search: Search, limit: int) -> list[Answer]:
    organisations = Organisation.objects.order_by(alphabetic("name"))
    return [
        Answer(
            french.typographic(organisation.name),
            "Les actions qu’elle porte",
            f"{reverse('actions')}?{urlencode({'porteur': organisation.pk})}",
        )
        for organisation in matching(organisations, search, ("name",), limit)
    ]


def _people(search: Search, limit: int) -> list[Answer]:
    people = acquainted(search.person).distinct()
    return [
        Answer(str(person), _functions(person), f"mailto:{person.email}")
        for person in matching(people, search, ("name", "email"), limit)
    ]


def _functions(person: object) -> str:
    held = person.memberships.select_related("organisation")  # type: ignore[attr-defined]
    posts = {", ".join(filter(None, (membership.function, membership.organisation.name))) for membership in held}
    return french.typographic(" ; ".join(sorted(posts)))


FINDERS = (
    Finder("organisations", "Organisations", 50, _organisations, members=True),
    Finder("personnes", "Personnes", 52, _people, members=True),
)
