"""The feed of corrections. Somebody cites figures all year; their reader of feeds tells them when one changed."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import urlencode

from maillage.kernel import french
from maillage.observatory.cited import CorrectedFigures
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.lists.reading import Reading
from maillage.web.observe.corrections.listing import CORRECTIONS, INDICATOR, PERIOD, PLACE, RELEASE, after_words, sought
from maillage.web.words.citing import numbered
from maillage.web.words.reading import said

MOST = 100
"""Entries of the feed: a correction of a whole region is one, and leads to the list."""


@public
def atom(request: HttpRequest) -> HttpResponse:
    """The last corrections, those of a release, an indicator and a period together, the last release first."""
    asked = Reading(request, CORRECTIONS, {})
    source = observatory(request)
    page = request.build_absolute_uri(asked.view)
    feed = Atom1Feed(
        title=f"Les chiffres corrigés, {source.release.region_name}",
        link=page,
        description=" ".join(filter(None, (CORRECTIONS.lead, source.release.notice))),
        language="fr",
        feed_url=request.build_absolute_uri(),
        author_name="Maillage",
    )
    for corrected in source.citations.by_indicator(sought(asked), MOST):
        link = request.build_absolute_uri(f"{reverse('corrections')}?{_query(asked, corrected)}")
        moment = french.moment(corrected.by.published_at)
        title = f"{corrected.indicator.title}, {corrected.period.label}{french.THIN}: {_counted(corrected)}"
        feed.add_item(
            french.typographic(title), link, _words(corrected), unique_id=link, pubdate=moment, updateddate=moment
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _query(asked: Reading, corrected: CorrectedFigures) -> str:
    """What narrows the list to these figures."""
    narrowed = [
        (RELEASE, str(corrected.by.number)),
        (INDICATOR, corrected.indicator.name),
        (PERIOD, corrected.period.code),
    ]
    place = asked.texts[PLACE]
    return urlencode([*narrowed, *([(PLACE, place)] if place else [])])


def _counted(corrected: CorrectedFigures) -> str:
    return french.counted(corrected.count, "chiffre corrigé", "chiffres corrigés")


def _words(corrected: CorrectedFigures) -> str:
    """« Région : 41 % au lieu de 40 % (fichier remplacé…) ; et 12 autres. Publication n° 4 du… »."""
    first = corrected.first
    now = f"{after_words(first)} au lieu de" if first.published else "plus publié ; c’était"
    was = said(first.indicator, first.territory.level, first.before)
    cause = f" ({first.cause})" if first.cause else ""
    others = f" ; et {french.counted(corrected.count - 1, 'autre')}" if corrected.count > 1 else ""
    by = french.capital(numbered(corrected.by))
    return french.typographic(f"{first.name} : {now} {was}{cause}{others}. {by}.")
