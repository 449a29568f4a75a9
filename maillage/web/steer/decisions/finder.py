"""Finds decisions, for who may read them."""

from maillage.kernel import french
from maillage.steering.committees import access
from maillage.steering.committees.models import Decision, Verdict
from maillage.web.finding.finder import Answer, Finder, Search, matching


def _decisions(search: Search, limit: int) -> list[Answer]:
    known = Decision.objects.filter(access.decisions(search.person)).values("pk")
    decisions = Decision.objects.filter(pk__in=known).select_related("item__meeting__body").order_by("-pk")
    return [
        Answer(
            french.typographic(decision.item.title),
            french.typographic(f"{Verdict(decision.verdict).label}, {decision.item.meeting.day}"),
            decision.page,
        )
        for decision in matching(decisions, search, ("item__title", "text", "conditions"), limit)
    ]


FINDERS = (Finder("decisions", "Décisions", 44, _decisions, members=True),)
