"""When each commune would have its fibre, from what similar communes did next: a middle and an interval of 8 in 10.

Nothing is forecast where the history gives nothing: then a word says why (`etat`). The method, its error and its limits
are in docs/previsions.md.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from maillage.derived.forecasting.analogues import Ahead
from maillage.derived.forecasting.history import SHORTEST, STARTED, YEAR, History, going, later, moved, read
from maillage.derived.forecasting.levels import FARTHEST, HORIZONS, Levels, fan, interval
from maillage.derived.forecasting.replay import Paths, walked
from maillage.kernel.derived import Derived, Query, Report
from maillage.kernel.table import Column, Kind

BOUNDS = ("bas", "mediane", "haut")
QUARTERS = ("premier", "median", "dernier")
DERIVED = Derived(
    name="previsions_ftth",
    title="Prévision de l’achèvement de la fibre, par commune",
    reads=("deploiement_ftth", "previsions_epreuve"),
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Dernier trimestre connu, d’où part la prévision"),
        Column("etat", Kind.TEXT, "prevue, ou pourquoi rien n’est prévu"),
        Column("source", Kind.TEXT, "Source des locaux raccordables"),
        Column("part", Kind.DECIMAL, "Part des locaux raccordables ce trimestre-là", "%", required=False),
        Column("avant_un_an", Kind.DECIMAL, "La même part un an plus tôt", "%", required=False),
        Column("premier", Kind.TEXT, "Premier trimestre d’achèvement possible (8 chances sur 10)", required=False),
        Column("median", Kind.TEXT, "Trimestre d’achèvement médian", required=False),
        Column("dernier", Kind.TEXT, "Dernier trimestre d’achèvement possible (8 chances sur 10)", required=False),
        *(
            Column(
                f"part_{horizon}_{bound}",
                Kind.DECIMAL,
                f"Part attendue dans {horizon} trimestre(s) : {bound}",
                "%",
                required=False,
            )
            for horizon in HORIZONS
            for bound in BOUNDS
        ),
    ),
)
LEVELS = "SELECT horizon, niveau_bas, niveau_haut, regle_sur, seuil FROM previsions_epreuve"
Row = dict[str, object]


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per commune known at the last quarter."""
    history = read(query)
    by_horizon = {int(str(row[0])): tuple(float(str(cell)) for cell in row[1:]) for row in query(LEVELS)}
    if not history.quarters or not by_horizon:
        return
    levels = {horizon: Levels(low, high, int(trials)) for horizon, (low, high, trials, _) in by_horizon.items()}
    threshold = by_horizon[0][-1]
    wanted = going(history, threshold)
    tested = any(level.trials for level in levels.values())
    ahead = Ahead(history, wanted & tested)
    forecast: dict[int, Row] = {}
    if ahead.similar.any():
        places = np.flatnonzero(wanted)
        for rows, paths in walked(ahead, threshold):
            for rank, row in enumerate(_forecast(history, paths, levels, threshold)):
                if ahead.similar[rows][rank]:
                    forecast[int(places[rows][rank])] = row
    words = _words(history, threshold, tested)
    for place, commune in enumerate(history.communes):
        share, before = history.share[place, -1], _year_before(history, place)
        yield {
            "commune": commune,
            "periode": history.quarters[-1],
            "etat": "prevue" if place in forecast else words[place],
            "source": history.source,
            "part": None if np.isnan(share) else float(share) * 100,
            "avant_un_an": None if np.isnan(before) else float(before) * 100,
            **forecast.get(place, {}),
        }


def _year_before(history: History, place: int) -> float:
    """The share of a commune a year before the last quarter, NaN where it is not known."""
    return float(history.share[place, -1 - YEAR]) if history.last >= YEAR else float("nan")


def _forecast(history: History, paths: Paths, levels: Mapping[int, Levels], threshold: float) -> Iterator[Row]:
    """What the paths say of each of some communes."""
    last = history.quarters[-1]
    quarters = interval(paths.reached, levels[0])
    shares = {
        f"part_{horizon}_{bound}": share * 100
        for horizon in HORIZONS
        for bound, share in zip(
            BOUNDS, fan(paths.shares[horizon], levels[horizon], horizon, quarters, threshold), strict=True
        )
    }
    for rank in range(len(paths.reached)):
        row: Row = {name: float(values[rank]) for name, values in shares.items()}
        for name, counts in zip(QUARTERS, quarters, strict=True):
            count = int(counts[rank])
            row[name] = later(last, count) if count <= FARTHEST else None
        yield row


def _words(history: History, threshold: float, tested: bool) -> list[str]:
    """Why nothing is forecast of each commune, were it so."""
    changed, forecast, words = moved(history), going(history, threshold), []
    for place, shares in enumerate(history.share):
        now, since = shares[-1], shares[-SHORTEST:]
        if np.isnan(now):
            words.append("inconnue")
        elif now >= threshold:
            words.append("achevee")
        elif len(since) < SHORTEST or np.isnan(since).any():
            words.append("historique_court")
        elif changed[place]:
            words.append("locaux_changes")
        elif now < STARTED:
            words.append("pas_commencee")
        elif not forecast[place]:
            words.append("arretee")
        else:
            words.append("sans_semblable" if tested else "pas_eprouvee")
    return words
