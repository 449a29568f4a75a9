"""Typing values. A contributor comes with a sheet of figures; they leave with each written, or with what is wrong in
each line, and nothing half done.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.steering.rights import Act
from maillage.steering.targets import entering, numbers, pasting, permission
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Entry, Kind, Sheet, State
from maillage.steering.versions import Stale
from maillage.web.forms import conflict
from maillage.web.gate.access import member
from maillage.web.steer.standings import amount, expected, place, source_of
from maillage.web.steer.targets.asked import asked_period, known, one_sheet, open_periods


@dataclass(slots=True)
class Row:
    """A territory of the grid: what was seen there, what is typed, what is wrong, who wrote meanwhile.

    `same`: it says what was seen; `sure` is the value that was asked about and said to be right; `asked`: it is asked
    about now."""

    ref: str
    place: str
    seen: int
    value: str = ""
    kind: str = Kind.RESULT.value
    comment: str = ""
    evidence: str = ""
    wrong: str = ""
    stale: Stale | None = None
    same: bool = False
    sure: str = ""
    asked: bool = False


def _now(sheet: Sheet, period: Period) -> dict[str, Entry]:
    entries = Entry.objects.filter(sheet=sheet, period=period.code, source="", state=State.ACCEPTED)
    return {entry.territory: entry for entry in entries.select_related("author")}


def _rows(sheet: Sheet, period: Period, source: Any, person: Any) -> list[Row]:
    now = _now(sheet, period)
    rows = []
    for ref in map(str, permission.values_in(person, sheet, expected(source, sheet))):
        entry = now.get(ref)
        row = Row(ref, place(source, ref), entry.pk if entry else 0)
        if entry:
            row.value, row.kind = numbers.typed(entry.value), entry.kind
            row.comment, row.evidence = entry.comment, entry.evidence
        rows.append(row)
    return rows


def _typed(row: Row, posted: Any) -> None:
    for name in ("value", "kind", "comment", "evidence", "sure"):
        setattr(row, name, posted.get(f"{name}-{row.ref}", "").strip())
    seen = posted.get(f"seen-{row.ref}", "")
    row.seen = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 12 else 0


def _given(row: Row, period: Period) -> Given | None:
    """What a row gives; None when nothing is typed. Notes what is wrong."""
    try:
        value = numbers.parse(row.value)
        if value is None:
            return None
        if row.kind not in Kind.values:
            raise UsageError("Résultat ou estimation.")
        if row.evidence:
            URLValidator(("http", "https"))(row.evidence)
        sure = row.sure == row.value
        return Given(row.ref, period.code, value, row.kind, row.comment[:2000], row.evidence, sure=sure)
    except UsageError as error:
        row.wrong = str(error)
    except ValidationError:
        row.wrong = "Le justificatif est une adresse, comme https://exemple.fr/page."
    return None


class Refused(Exception):
    """A row is wrong: what was written with it is taken back."""


def _conflict(rows: list[Row], sheet: Sheet) -> conflict.Conflict | None:
    """Where somebody else gave a value; None where nobody did."""
    stale = [(row, row.stale) for row in rows if row.stale]
    both = tuple(
        conflict.Difference(
            f"value-{row.ref}",
            row.place,
            f"{amount(sheet, refusal.thing.value)}, par {refusal.change}" if refusal.thing else conflict.NOTHING,
            row.value,
        )
        for row, refusal in stale
    )
    return conflict.Conflict(stale[-1][1].change, both) if stale else None


def _write(sheet: Sheet, rows: list[Row], period: Period, person: Any) -> None:
    """Write every row, or none. Raises Refused once what is wrong is noted in its row."""
    with transaction.atomic():
        for row in rows:
            given = _given(row, period)
            if given is None and not row.wrong and row.seen:
                row.wrong = "Une valeur donnée ne s’efface pas : corrigez-la, ou gardez-la."
            row.same = given is not None and given.same(Entry.objects.filter(pk=row.seen).first())
            if given is None or row.same:
                continue
            try:
                entering.enter(sheet, given, person, row.seen)
            except Stale as stale:
                row.stale, row.seen = stale, stale.thing.pk if stale.thing else 0
            except ValidationError as error:
                row.wrong, row.asked = " ".join(error.messages), isinstance(error, entering.Doubtful)
        if any(row.wrong or row.stale for row in rows):
            raise Refused


@member
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """The grid of one period; or lines pasted from a spreadsheet, checked, then written."""
    sheet = one_sheet(request, code, Act.VALUE)
    if sheet.computed:
        raise UsageError("Cet indicateur est calculé par l’observatoire : sa valeur ne se saisit pas.")
    among = open_periods(sheet, timezone.localdate())
    period, source = asked_period(request, among), source_of(request)
    rows, status = _rows(sheet, period, source, request.user), 200
    context: dict[str, Any] = {"lines": [], "text": "", "wrong_paste": "", "fits": False}
    if request.method == "POST" and "collage" in request.POST:
        done = _paste(request, sheet, period, context)
        if done:
            return HttpResponseRedirect(f"{sheet.page}?dit=saisie")
        status = 422 if context["wrong_paste"] or not context["fits"] else 200
    elif request.method == "POST":
        for row in rows:
            _typed(row, request.POST)
        try:
            _write(sheet, rows, period, request.user)
        except Refused:
            status = 409 if any(row.stale for row in rows) else 422
            now = {row.ref: row for row in _rows(sheet, period, source, request.user)}
            rows = [now[row.ref] if row.same else row for row in rows]
        else:
            return HttpResponseRedirect(f"{sheet.page}?dit=saisie")
    context |= {
        "sheet": sheet,
        "period": period,
        "periods": among[::-1],
        "rows": rows,
        "faults": [{"name": f"value-{row.ref}", "label": row.place, "error": row.wrong} for row in rows if row.wrong],
        "conflict": _conflict(rows, sheet),
        "kinds": Kind.choices,
    }
    return render(request, "steer/targets/entry.html", context, status=status)


def _paste(request: HttpRequest, sheet: Sheet, period: Period, context: dict[str, Any]) -> bool:
    """Check pasted lines, and write them once they were shown; whether they were."""
    source, text = source_of(request), request.POST.get("collage", "")[:200_000]
    context["text"] = text
    try:
        lines = pasting.read(text, period.code, _within(known(source), sheet, request.user), sheet)
    except UsageError as error:
        context["wrong_paste"] = str(error)
        return False
    fits = bool(lines) and not any(line.wrong for line in lines)
    sure = set(request.POST.getlist("sure"))
    doubtful = [line for line in lines if line.question and line.key not in sure]
    if not lines:
        context["wrong_paste"] = "Collez au moins une ligne : un territoire, une valeur."
    if fits and not doubtful and request.POST.get("ecrire"):
        person: Any = request.user
        with transaction.atomic():
            for line in lines:
                if line.given:
                    entering.enter(sheet, replace(line.given, sure=bool(line.question)), person)
        return True
    if fits and doubtful and request.POST.get("ecrire"):
        context["wrong_paste"] = "Dites si les valeurs douteuses sont justes, ou corrigez-les."
    shown = {}
    for code in {line.given.period for line in lines if line.given}:
        shown[code] = _now(sheet, Period.parse(code))
    context["fits"], context["sure"] = fits, sure
    context["doubtful"] = bool(doubtful)
    context["lines"] = [
        (
            line,
            place(source, Ref.parse(line.given.territory)) if line.given else line.cells[0],
            amount(sheet, line.given.value) if line.given else "",
            Period.parse(line.given.period).label if line.given else "",
            _replaced(sheet, line, shown),
        )
        for line in lines
    ]
    return False


def _within(find: Callable[[str], str], sheet: Sheet, person: Any) -> Callable[[str], str]:
    """The same search of a territory, where this person may give a value. It raises UsageError elsewhere."""

    def find_here(text: str) -> str:
        ref = find(text)
        if not permission.values_in(person, sheet, [Ref.parse(ref)]):
            raise UsageError("Votre rôle ne permet pas de donner une valeur pour ce territoire.")
        return ref

    return find_here


def _replaced(sheet: Sheet, line: pasting.Line, shown: dict[str, dict[str, Entry]]) -> str:
    """What a line takes the place of, in words."""
    if line.given is None:
        return ""
    before = shown[line.given.period].get(line.given.territory)
    return amount(sheet, before.value) if before else ""
