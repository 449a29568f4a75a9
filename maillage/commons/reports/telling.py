"""Taking a report: checked, numbered, and routed to the commune when it is hers to correct."""

from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from maillage.commons.places import Place
from maillage.commons.reports.models import TO_THE_COMMUNE, Category, Photo, Report
from maillage.directory.models import Kind, Organisation
from maillage.kernel.errors import DataError
from maillage.kernel.territory import Level

TRIES = 20


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody tells, once its form is right. `picture` is a JPEG from the door of uploads, empty without one."""

    place: Place
    category: Category
    text: str = ""
    where: str = ""
    indicator: str = ""
    email: str = ""
    picture: bytes = b""


def commune_service(code: str) -> Organisation | None:
    """The commune itself, when it has a place in the directory."""
    return Organisation.objects.filter(kind=Kind.COLLECTIVITE, level=Level.COMMUNE.value, code=code).first()


def take(telling: Telling) -> Report:
    """Keep a report, under the next number of the year. Raises DataError when too many arrive at once."""
    place = telling.place
    report = Report(
        told_at=timezone.now(),
        category=telling.category,
        commune=place.commune.code,
        commune_name=place.commune_name,
        address=place.key,
        place=telling.where or place.label,
        indicator=telling.indicator,
        text=telling.text,
        email=telling.email.strip().lower(),
        routed_to=commune_service(place.commune.code) if telling.category in TO_THE_COMMUNE else None,
    )
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                _number(report)
                report.save(force_insert=True)
                if telling.picture:
                    Photo.objects.create(report=report, jpeg=telling.picture)
            return report
        except IntegrityError:
            # Somebody took this number at the same moment.
            report.pk = None
    raise DataError("Trop de signalements arrivent en même temps. Renvoyez le formulaire dans un instant.")


def _number(report: Report) -> None:
    report.year = timezone.localtime(report.told_at).year
    last = Report.objects.filter(year=report.year).aggregate(last=models.Max("rank"))["last"]
    report.rank = (last or 0) + 1
