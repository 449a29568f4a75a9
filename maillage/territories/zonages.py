"""The State's programmes (Petites villes de demain…) as groupements: the communes of the last list of each."""

from datetime import date

import duckdb

from maillage.kernel.period import Period
from maillage.kernel.problem import Effect, Problem
from maillage.territories.cog import Cog, Grouping
from maillage.territories.groupings import Problems

NATURE = "programme de l’État"
LAST = """
SELECT
    code, arg_min(nom, ligne), list(DISTINCT commune), max(periode),
    arg_min(source, ligne), arg_min(fichier, ligne), min(ligne)
FROM zonages SEMI JOIN (SELECT code, max(periode) AS periode FROM zonages GROUP BY code) USING (code, periode)
GROUP BY code ORDER BY code
"""


def listed(con: duckdb.DuckDBPyConnection, cog: Cog) -> Problems:
    """Give `cog` the programmes that have a commune in the region served. Answers with those whose code a groupement of
    the territory bears already, by source."""
    problems: Problems = []
    for code, name, communes, period, source, file, line in con.execute(LAST).fetchall():
        served = frozenset(commune for commune in communes if cog.served(commune))
        if code in cog.groupings:
            reason = f"programme non publié : un groupement du territoire porte le code {code}"
            problems.append((source, Problem(file, line, "liste_geo", name, reason, Effect.FLAGGED)))
        elif served:
            cog.groupings[code] = Grouping(code, name, NATURE, served, listed_on=_day(period))
    return problems


def _day(period: str) -> date:
    return Period.parse(period).end
