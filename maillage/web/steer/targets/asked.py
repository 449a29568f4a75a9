"""What a page of one indicator is asked: which sheet, for what, and the territories people name."""

from collections.abc import Callable
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.observatory.door import Observatory
from maillage.steering.rights import Act
from maillage.steering.targets import permission, progress
from maillage.steering.targets.models import Sheet
from maillage.web.forms.pickers import territories
from maillage.web.steer.picked import readable_sheets


def one_sheet(request: HttpRequest, code: str, act: Act | None = None) -> Sheet:
    """A sheet that this reader may read, and do this with. Raises UsageError: what may not be read is not there."""
    sheet = Sheet.objects.filter(code=code).select_related("owner", "person", "weight").first()
    if sheet is not None:
        reads = readable_sheets(request.user).filter(pk=sheet.pk).exists()
        reads = reads or permission.may(request.user, Act.VALUE, sheet)
        if reads and (act is None or permission.may(request.user, act, sheet)):
            return sheet
    raise UsageError(f"Aucun indicateur « {code} » ici, ou votre rôle ne permet pas cette page.")


def known(source: Observatory | None) -> Callable[[str], str]:
    """What gives the reference of a territory named by its reference, its code or its name."""

    def find(text: str) -> str:
        return str(territories.ref(source, text) if source is not None else Ref.parse(text))

    return find


def asked_period(request: HttpRequest, among: list[Period]) -> Period:
    """The period asked by `periode`, the last that ended without one. Raises UsageError for one that is not open."""
    text = request.GET.get("periode", "") or request.POST.get("periode", "")
    if not among:
        raise UsageError("Cette série n’a pas de période ouverte : voyez ses dates, dans la fiche.")
    if not text:
        past = [candidate for candidate in among if candidate.end < timezone.localdate()]
        return (past or among)[-1]
    period = next((candidate for candidate in among if candidate.code == text), None)
    if period is None:
        raise UsageError(
            f"Période « {text[:20]} » : choisissez parmi {', '.join(candidate.code for candidate in among)}."
        )
    return period


def open_periods(sheet: Sheet, today: date) -> list[Period]:
    """The periods a value may be given for: the last that ended, oldest first, and the current one; those of a closed
    series end with it, and may still be corrected."""
    end = sheet.ends_on
    day = min(today, end + timedelta(days=1)) if end else today
    every = [*progress.ended(sheet.frequency, day, 8), progress.period_of(sheet.frequency, day)]
    return [period for period in every if sheet.validity.covers(period)]
