"""Checks that several large files ask for, in the words every refusal shares."""

from maillage.kernel.table import Rule

ABSENT = "valeur obligatoire absente"
# Boxes of French territories, WGS84 degrees; the western one leaves room for the fictional ones. Written as a CASE,
# which DuckDB leaves at the first box that holds the point: an OR computes them all.
FRANCE = (
    "CASE WHEN {x} BETWEEN -25 AND 10 AND {y} BETWEEN 41 AND 52 THEN true "
    "WHEN {x} BETWEEN -64 AND -51 AND {y} BETWEEN 2 AND 19 THEN true "
    "WHEN {x} BETWEEN -57 AND -56 AND {y} BETWEEN 46 AND 48 THEN true "
    "ELSE {x} BETWEEN 45 AND 56 AND {y} BETWEEN -22 AND -12 END"
)


def commune_code(column: str) -> Rule:
    """The column holds the code of a commune."""
    reason = "ce n’est pas un code de commune (5 caractères, ex. 25056)"
    return Rule(f"code_commune({column}) IS NOT NULL", column, reason)


def present(column: str) -> Rule:
    """The column is not empty."""
    return Rule(f"texte({column}) IS NOT NULL", column, ABSENT)


def in_france(longitude: str, latitude: str) -> tuple[Rule, ...]:
    """Two columns of degrees, both there, both numbers, somewhere in France."""
    columns = (longitude, latitude)
    box = FRANCE.format(x=f"nombre({longitude})", y=f"nombre({latitude})")
    return (
        *(present(column) for column in columns),
        *(Rule(f"nombre({column}) IS NOT NULL", column, "nombre illisible") for column in columns),
        Rule(box, longitude, "coordonnées hors de France"),
    )
