"""What a report is to links: its page is public, and says no more of it than this."""

from typing import Any

from django.db.models import QuerySet

from maillage.commons.reports.models import Category, Report
from maillage.directory.rights import Act
from maillage.directory.things import Kind


def _readable(person: Any) -> QuerySet[Report]:
    return Report.objects.all()


def _nothing(person: Any, report: Report) -> frozenset[Act]:
    return frozenset()


def _title(report: Report) -> str:
    return f"Signalement {report.number}, {report.commune_name} : {Category(report.category).label}"


KINDS = (Kind("signalement", "Signalement", Report, _readable, _nothing, title=_title),)
