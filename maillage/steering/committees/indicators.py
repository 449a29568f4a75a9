"""The indicators of a strategy that are off track, in words, for the agenda."""

from datetime import date
from functools import partial

from django.conf import settings

from maillage.directory import typed
from maillage.kernel import french
from maillage.kernel.errors import DataError, UsageError
from maillage.observatory import door
from maillage.observatory.door import Observatory
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import numbers
from maillage.steering.targets.models import Sheet
from maillage.steering.targets.standing import Alert, Standing, standing
from maillage.steering.targets.values import Values

TOLD = 3
MISSED, BEHIND = 25, 20


def off_track(strategy: Strategy, today: date) -> list[tuple[Sheet, int, tuple[str, ...]]]:
    """Each indicator behind its line or that missed its target: its sheet, how much it weighs, and where, in words."""
    sheets = list(Sheet.objects.filter(strategies=strategy).prefetch_related("targets"))
    sheets = [one for one in sheets if one.targets.all()]
    if not sheets:
        return []
    source = _source()
    refs = {ref for one in sheets for target in one.targets.all() for ref in typed.refs(target.territory)}
    values = Values(source, sheets)
    values.load(sorted(refs, key=str))
    found = []
    for sheet in sheets:
        told = [one for one in _standings(sheet, values, today) if _wrong(one)]
        if told:
            weight = MISSED if any(Alert.MISSED in one.alerts for one in told) else BEHIND
            words = [_words(one, source) for one in told[:TOLD]]
            if len(told) > TOLD:
                left = french.counted(len(told) - TOLD, "autre territoire", "autres territoires")
                words.append(f"Et {left}.")
            found.append((sheet, weight, tuple(words)))
    return found


def _source() -> Observatory | None:
    try:
        return door.current(settings.MAILLAGE_HOME)
    except DataError:
        return None


def _standings(sheet: Sheet, values: Values, today: date) -> list[Standing]:
    targets = list(sheet.targets.all())
    found = []
    for territory in dict.fromkeys(one.territory for one in targets):
        for ref in typed.refs(territory):
            here = [one for one in targets if one.territory == territory]
            series, segment = values.series(sheet, ref), partial(values.segment, sheet)
            found.append(standing(sheet, ref, series, here, today, segment=segment))
    return found


def _wrong(one: Standing) -> bool:
    return Alert.MISSED in one.alerts or Alert.OFF_TRACK in one.alerts


def _words(one: Standing, source: Observatory | None) -> str:
    # Only what was measured, for a target that has its date, is said to be wrong.
    assert one.sure is not None
    assert one.target is not None
    assert one.target.on is not None
    sheet = one.sheet
    value = numbers.shown(one.sure.value, sheet.unit, sheet.decimals)
    target = numbers.shown(one.target.value, sheet.unit, sheet.decimals)
    aim = f"{target} en {one.target.on.year}"
    what = "Cible manquée" if Alert.MISSED in one.alerts else "Hors trajectoire"
    return f"{what}, {_name(one, source)} : {value} ({one.sure.period.label}), pour {aim}."


def _name(one: Standing, source: Observatory | None) -> str:
    if source is None:
        return str(one.ref)
    try:
        return source.territory(one.ref).name
    except UsageError:
        return str(one.ref)
