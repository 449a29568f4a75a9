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
    sheets = [sheet for sheet in sheets if sheet.targets.all()]
    if not sheets:
        return []
    source = _source()
    refs = {ref for sheet in sheets for target in sheet.targets.all() for ref in typed.refs(target.territory)}
    values = Values(source, sheets)
    values.load(sorted(refs, key=str))
    alerts = []
    for sheet in sheets:
        failures = [state for state in _standings(sheet, values, today) if _wrong(state)]
        if failures:
            weight = MISSED if any(Alert.MISSED in failure.alerts for failure in failures) else BEHIND
            words = [_words(failure, source) for failure in failures[:TOLD]]
            if len(failures) > TOLD:
                left = french.counted(len(failures) - TOLD, "autre territoire", "autres territoires")
                words.append(f"Et {left}.")
            alerts.append((sheet, weight, tuple(words)))
    return alerts


def _source() -> Observatory | None:
    try:
        return door.current(settings.MAILLAGE_HOME)
    except DataError:
        return None


def _standings(sheet: Sheet, values: Values, today: date) -> list[Standing]:
    targets = list(sheet.targets.all())
    standings = []
    for territory in dict.fromkeys(target.territory for target in targets):
        for ref in typed.refs(territory):
            here = [target for target in targets if target.territory == territory]
            series, segment = values.series(sheet, ref), partial(values.segment, sheet)
            standings.append(standing(sheet, ref, series, here, today, segment=segment))
    return standings


def _wrong(state: Standing) -> bool:
    return Alert.MISSED in state.alerts or Alert.OFF_TRACK in state.alerts


def _words(state: Standing, source: Observatory | None) -> str:
    # Only what was measured, for a target that has its date, is said to be wrong.
    assert state.sure is not None
    assert state.target is not None
    assert state.target.on is not None
    sheet = state.sheet
    value = numbers.shown(state.sure.value, sheet.unit, sheet.decimals)
    target = numbers.shown(state.target.value, sheet.unit, sheet.decimals)
    aim = f"{target} en {state.target.on.year}"
    what = "Cible manquée" if Alert.MISSED in state.alerts else "Hors trajectoire"
    return f"{what}, {_name(state, source)} : {value} ({state.sure.period.label}), pour {aim}."


def _name(state: Standing, source: Observatory | None) -> str:
    if source is None:
        return str(state.ref)
    try:
        return source.territory(state.ref).name
    except UsageError:
        return str(state.ref)
