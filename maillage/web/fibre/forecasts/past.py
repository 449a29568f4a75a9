"""The forecasts tried on the past, as their page says it."""

from collections.abc import Sequence

from maillage.kernel import french
from maillage.observatory.forecasts import Trials
from maillage.web.words.forecast import SOONEST

UNKNOWN = "—"


def _error(trial: Trials) -> str:
    if trial.error is None:
        return UNKNOWN
    unit = "point" if trial.quarters else "trimestre"
    value = french.rounded(trial.error, 1)
    return f"{french.number(value, 1)}{french.WIDE}{french.plural(value, unit)}"


def trials(every: Sequence[Trials], passed: str) -> list[dict[str, object]]:
    """How often such forecasts were right: a line for each horizon, then for the quarter when it is complete."""
    return [
        {
            "head": f"La part {SOONEST[trial.quarters]}" if trial.quarters else f"Le trimestre où {passed} sont passés",
            "address": "",
            "cells": [
                french.number(trial.tried) if trial.tried else "Pas encore éprouvée",
                french.number(trial.origins) if trial.tried else UNKNOWN,
                _error(trial),
                french.with_unit(round(100 * trial.inside / trial.tried), "%") if trial.tried else UNKNOWN,
            ],
        }
        for trial in every
    ]


def heads() -> list[dict[str, object]]:
    """The heads of these lines."""
    words = ("Ce qui est prévu", "Prévisions refaites", "Trimestres de départ", "Erreur médiane", "Dans l’intervalle")
    return [{"words": head, "figures": rank > 0, "address": "", "sort": ""} for rank, head in enumerate(words)]
