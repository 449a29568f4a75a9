"""One file per indicator: `INDICATOR`, whose `sql` gives numerator and denominator by commune and period."""

import sys
from functools import cache

from maillage.kernel.indicator import Indicator
from maillage.kernel.registry import modules


@cache
def catalogue() -> dict[str, Indicator]:
    """Every indicator by name."""
    by_name = {name: module.INDICATOR for name, module in modules(sys.modules[__name__]).items()}
    assert all(name == indicator.name for name, indicator in by_name.items()), "an indicator is named after its file"
    return by_name


def counted_by_commune(category: str) -> str:
    """The SELECT that gives, at each date of a category of places, those of each commune for its inhabitants."""
    return f"""
        WITH retenus AS (FROM lieux_uniques WHERE categorie = '{category}'),
        dates AS (SELECT DISTINCT periode FROM retenus),
        comptes AS (SELECT commune, periode, count(*) AS lieux FROM retenus GROUP BY commune, periode),
        listes AS (
            SELECT periode, list(DISTINCT nom) AS noms
            FROM (SELECT periode, unnest(string_split(sources, ' ')) AS nom FROM retenus) GROUP BY periode
        )
        SELECT c.code AS commune, d.periode, coalesce(n.lieux, 0) AS numerateur, c.population AS denominateur,
               list_append(l.noms, c.source) AS sources
        FROM communes c CROSS JOIN dates d JOIN listes l ON l.periode = d.periode
        LEFT JOIN comptes n ON n.commune = c.code AND n.periode = d.periode
        WHERE c.type = 'commune-actuelle'
    """
