"""The best speed premises can have without satellite, by commune: what an inventory of white zones is made of."""

from collections.abc import Iterator, Mapping

from maillage.kernel.derived import Derived, Query, Report, Tally
from maillage.kernel.table import Column, Kind

# The quarters of offers, as one list: DuckDB takes what is asked inside of IN for as many rows as there are offers, and
# would hold each building in memory to meet them.
KNOWN = "list_contains((SELECT list(DISTINCT periode) FROM eligibilite_fixe), {periode})"
DERIVED = Derived(
    name="debits_terrestres",
    title="Locaux par meilleure classe de débit sans satellite, par commune et trimestre",
    reads=("immeubles_fixe", "eligibilite_fixe"),
    columns=(
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("periode", Kind.TEXT, "Trimestre décrit"),
        Column("classe", Kind.TEXT, "INEL, HD05, HD3, BHD8, THD30, THD100 ou THD1G"),
        Column("locaux", Kind.INTEGER, "Locaux", "locaux"),
        Column("immeubles", Kind.INTEGER, "Immeubles", "immeubles"),
        Column("dont_satellite", Kind.INTEGER, "Locaux où un satellite est proposé", "locaux"),
    ),
    tallies=tuple(
        Tally(
            what,
            f"SELECT periode, {counted} FROM debits_terrestres GROUP BY periode",
            f"SELECT periode, {loaded} FROM immeubles_fixe WHERE {KNOWN.format(periode='periode')} GROUP BY periode",
        )
        for what, counted, loaded in (
            ("immeubles", "sum(immeubles)", "count(*)"),
            ("locaux", "sum(locaux)", "sum(locaux)"),
        )
    ),
)

# A quarter where no eligibility was loaded says nothing: its premises must not pass for white zones.
SQL = f"""
WITH rangs AS (
    SELECT unnest(['INEL', 'HD05', 'HD3', 'BHD8', 'THD30', 'THD100', 'THD1G']) AS classe, unnest(range(7)) AS rang
),
meilleures AS (
    SELECT e.periode, e.imb_id, max(r.rang) FILTER (e.techno <> 'SAT') AS rang, bool_or(e.techno = 'SAT') AS satellite
    FROM eligibilite_fixe e JOIN rangs r ON r.classe = e.debit_descendant GROUP BY e.periode, e.imb_id
)
SELECT i.commune, i.periode, r.classe, sum(i.locaux)::BIGINT, count(*),
    coalesce(sum(i.locaux) FILTER (m.satellite), 0)::BIGINT
FROM immeubles_fixe i
LEFT JOIN meilleures m USING (periode, imb_id)
JOIN rangs r ON r.rang = coalesce(m.rang, 0)
WHERE {KNOWN.format(periode="i.periode")}
GROUP BY ALL ORDER BY ALL
"""


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per commune, quarter and class."""
    names = [column.name for column in DERIVED.columns]
    for row in query(SQL):
        yield dict(zip(names, row, strict=True))
