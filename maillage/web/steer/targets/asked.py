"""What a page of one indicator is asked: which sheet, for what, and the territories people name."""

from collections.abc import Callable
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone

from maillage.directory import typed
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import LEVELS, Ref
from maillage.kernel.words import folded
from maillage.observatory.door import Observatory
from maillage.steering.rights import Act
from maillage.steering.targets import permission, progress
from maillage.steering.targets.models import Sheet
from maillage.web.steer.targets.listing import readable_sheets


def one_sheet(request: HttpRequest, code: str, act: Act | None = None) -> Sheet:
    """A sheet that this reader may read, and do this with. Raises UsageError: what may not be read is not there."""
    found = Sheet.objects.filter(code=code).select_related("owner", "person", "weight").first()
    if found is not None:
        reads = readable_sheets(request.user).filter(pk=found.pk).exists()
        reads = reads or permission.may(request.user, Act.VALUE, found)
        if reads and (act is None or permission.may(request.user, act, found)):
            return found
    raise UsageError(f"Aucun indicateur « {code} » ici, ou votre rôle ne permet pas cette page.")


def known(source: Observatory | None) -> Callable[[str], str]:
    """What gives the reference of a territory named by its reference, its code or its name."""
    names: dict[str, set[str]] = {}

    def read() -> None:
        for level in LEVELS if source else ():
            for one in source.territories(level) if source else ():
                for name in (one.name, one.ref.code):
                    names.setdefault(folded(name), set()).add(str(one.ref))

    def find(text: str) -> str:
        if ":" in text:
            typed.check_territories(text)
            return str(Ref.parse(text))
        if not names:
            read()
        found = sorted(names.get(folded(text), ()))
        if not found:
            raise UsageError(f"Territoire « {text[:60]} » inconnu.")
        if len(found) > 1:
            raise UsageError(
                f"Plusieurs territoires se nomment « {text[:60]} » : écrivez {' ou '.join(found[:4])}."
            )
        return found[0]

    return find


def asked_period(request: HttpRequest, among: list[Period]) -> Period:
    """The period asked by `periode`, the last that ended without one. Raises UsageError for one that is not open."""
    text = request.GET.get("periode", "") or request.POST.get("periode", "")
    if not among:
        raise UsageError("Cette série n’a pas de période ouverte : voyez ses dates, dans la fiche.")
    if not text:
        past = [one for one in among if one.end < timezone.localdate()]
        return (past or among)[-1]
    found = next((one for one in among if one.code == text), None)
    if found is None:
        raise UsageError(
            f"Période « {text[:20]} » : choisissez parmi {', '.join(one.code for one in among)}."
        )
    return found


def open_periods(sheet: Sheet, today: date) -> list[Period]:
    """The periods a value may be given for: the last that ended, oldest first, and the current one; those of a closed
    series end with it, and may still be corrected."""
    end = sheet.ends_on
    day = min(today, end + timedelta(days=1)) if end else today
    every = [*progress.ended(sheet.frequency, day, 8), progress.period_of(sheet.frequency, day)]
    return [one for one in every if sheet.validity.covers(one)]
