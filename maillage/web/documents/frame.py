"""What every document says of itself: who publishes it, of what day, from which publication, that it is simulated."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify

from maillage.kernel import french
from maillage.kernel.errors import DataError
from maillage.observatory.sheets import ReleaseSheet
from maillage.web.documents.described import Document, Link, Section
from maillage.web.gate.observatory import observatory

FICTIVE = "Données simulées : ce que dit ce document est fictif."
LONGEST_NAME = 80


def release_of(request: HttpRequest) -> ReleaseSheet | None:
    """The publication this request reads; None when nothing is published."""
    try:
        return observatory(request).release
    except DataError:
        return None


def framed(
    request: HttpRequest,
    what: str,
    title: str,
    sections: Sequence[Section],
    *,
    address: str,
    subtitle: str = "",
    simulated: bool = False,
    sources: Sequence[str] = (),
    crumbs: Sequence[Link] = (),
    attached: Sequence[Link] = (),
    named: str = "",
    dense: bool = False,
) -> Document:
    """A document of today, with its frame. `address` is the path of its page, `sources` what it is made from, in
    sentences; `named` what its files are called after, its title unless it says; `simulated` that what people wrote in
    it is: simulated figures are marked in any case."""
    release, today = release_of(request), timezone.localdate()
    author = settings.MAILLAGE_OPERATOR or "Maillage"
    notice = (release.notice if release else "") or (FICTIVE if simulated else "")
    provenance = [f"Établi le {french.day(today)} par {author}.", *sources]
    if release is not None:
        published = french.day(timezone.localtime(french.moment(release.published_at)).date())
        number = f"n°{french.WIDE}{release.number}"
        provenance.append(f"Chiffres de la publication {number} du {published}, {release.region_name}.")
    name = slugify(f"{what} {named or title}")[:LONGEST_NAME].strip("-")
    return Document(
        what=what,
        title=title,
        dated=today,
        author=author,
        sections=tuple(sections),
        file_name=f"{name}{'-donnees-simulees' if notice else ''}",
        subtitle=subtitle,
        notice=notice,
        provenance=tuple(provenance),
        address=address,
        base=request.build_absolute_uri("/").rstrip("/"),
        crumbs=tuple(crumbs),
        attached=tuple(attached),
        dense=dense,
    )
