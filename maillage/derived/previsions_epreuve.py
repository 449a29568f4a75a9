"""How wrong the forecasts of FttH would have been: made again from each past quarter, with what was known then.

It also keeps what the forecast of today needs from it: from which share a roll-out is finished, and between which of
the paths eight truths out of ten have lain.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from maillage.derived.forecasting.history import read, threshold
from maillage.derived.forecasting.levels import BEYOND, HORIZONS, arrival_levels
from maillage.derived.forecasting.replay import PastForecasts, replayed
from maillage.kernel.derived import Derived, Query, Report
from maillage.kernel.table import Column, Kind

DERIVED = Derived(
    name="previsions_epreuve",
    title="Prévisions du déploiement de la fibre, mises à l’épreuve du passé",
    reads=("deploiement_ftth",),
    columns=(
        Column("horizon", Kind.INTEGER, "Trimestres à l’avance ; 0 pour le trimestre d’achèvement", "trimestres"),
        Column("essais", Kind.INTEGER, "Prévisions refaites dont l’issue est connue", "prévisions"),
        Column("departs", Kind.INTEGER, "Trimestres passés d’où elles ont été refaites", "trimestres"),
        Column("dans_intervalle", Kind.INTEGER, "Celles dont l’intervalle contenait la vérité", "prévisions"),
        Column(
            "erreur_mediane",
            Kind.DECIMAL,
            "Écart entre la médiane et la vérité, que la moitié des prévisions ne dépasse pas : "
            "points de part, ou trimestres pour l’achèvement",
            required=False,
        ),
        Column("niveau_bas", Kind.DECIMAL, "Rang du bas de l’intervalle parmi les suites possibles"),
        Column("niveau_haut", Kind.DECIMAL, "Rang du haut de l’intervalle parmi les suites possibles"),
        Column("regle_sur", Kind.INTEGER, "Prévisions passées dont ces rangs sont tirés", "prévisions"),
        Column("seuil", Kind.DECIMAL, "Part à partir de laquelle un déploiement est dit achevé"),
        Column("communes_finies", Kind.INTEGER, "Communes arrêtées dont le seuil est tiré", "communes"),
    ),
)


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per horizon, nothing when no quarter gives connectable premises with their own number of premises."""
    history = read(query)
    if not history.quarters:
        return
    level, ended = threshold(history)
    past = replayed(history, level)
    levels = {0: arrival_levels(past.arrivals, history.last), **past.levels(history.last)}
    for horizon in (0, *HORIZONS):
        tried = _arrivals(past, history.last) if horizon == 0 else _shares(past, horizon)
        yield {
            "horizon": horizon,
            **tried,
            "niveau_bas": levels[horizon].low,
            "niveau_haut": levels[horizon].high,
            "regle_sur": levels[horizon].trials,
            "seuil": level,
            "communes_finies": ended,
        }


def _shares(past: PastForecasts, horizon: int) -> dict[str, object]:
    trials = [trial for _, trial in past.shares[horizon]]
    errors = np.concatenate([trial.error for trial in trials]) if trials else np.zeros(0)
    return {
        "essais": len(errors),
        "departs": len(trials),
        "dans_intervalle": sum(int(trial.inside.sum()) for trial in trials),
        "erreur_mediane": float(np.median(np.abs(errors))) * 100 if len(errors) else None,
    }


def _arrivals(past: PastForecasts, now: int) -> dict[str, object]:
    """Only forecasts whose last quarter is past can be judged, whether completion came or not."""
    errors, inside, origins = [], 0, 0
    for arrival in past.arrivals:
        judged = arrival.last <= now - arrival.origin
        came = arrival.came[judged]
        origins += bool(judged.any())
        inside += int(((arrival.first[judged] <= came) & (came <= arrival.last[judged])).sum())
        errors.append(np.where(came < BEYOND, np.abs(arrival.middle[judged] - came), BEYOND))
    every = np.concatenate(errors) if errors else np.zeros(0)
    middle = float(np.median(every)) if len(every) else None
    return {
        "essais": len(every),
        "departs": origins,
        "dans_intervalle": inside,
        "erreur_mediane": middle if middle is not None and middle < BEYOND else None,
    }
