"""The columns of values, the same in every export, and a value under them."""

from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Territory
from maillage.kernel.value import Value
from maillage.observatory.sheets import ReleaseSheet
from maillage.observatory.wire import plain_number
from maillage.web.exports.table import Cell, Column, Kind, Measure

VALUE_COLUMNS = (
    Column("niveau", "Niveau", "commune, epci, departement ou region", width=12),
    Column("code", "Code", "Code officiel du territoire", width=11),
    Column("territoire", "Territoire", "Nom du territoire", width=34),
    Column("indicateur", "Indicateur", "Nom de l’indicateur, celui de son adresse", width=34),
    Column("periode", "Période", "Période décrite : année, semestre, trimestre ou jour", width=11),
    Column("valeur", "Valeur", "Valeur sans arrondi, dans l’unité", Kind.NUMBER, 12),
    Column("unite", "Unité", "Unité de la valeur", width=12),
    Column("numerateur", "Numérateur", "Ce qui est compté", Kind.NUMBER, 13),
    Column("denominateur", "Dénominateur", "Sur combien", Kind.NUMBER, 14),
    Column("communes_connues", "Communes connues", "Communes dont la mesure existe", Kind.NUMBER, 12),
    Column("communes_concernees", "Communes concernées", "Communes qui devraient compter", Kind.NUMBER, 13),
    Column("habitants_prives", "Habitants privés", "Habitants qui en sont privés, estimés", Kind.NUMBER, 12),
    Column("ventilation", "Ventilation", "Parts du compte, par modalité", width=24),
    Column("signalements", "Signalements", "Réserves sur la valeur", width=20),
    Column(
        "rang",
        "Rang",
        "Rang parmi les territoires du même niveau, 1 le meilleur ; vide si tous sont à égalité",
        Kind.NUMBER,
        8,
    ),
    Column("source", "Source", "Noms des sources, voir la feuille Sources", width=24),
    Column("obtenu_le", "Obtenu le", "Jour où la plus ancienne livraison a été obtenue", Kind.DATE, 13),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
    Column("ex_aequo", "Ex æquo", "Territoires à ce rang, celui-ci compris ; vide s’il y est seul", Kind.NUMBER, 9),
    Column("partie", "Partie", "D’un territoire à cheval sur la région : ses communes qui y sont", width=24),
)


def measure(indicator: Indicator, value: Value) -> Measure:
    """The value as a cell: unrounded, counts as whole numbers."""
    number = plain_number(value.value) if indicator.is_count else value.value
    return Measure(number, indicator.unit, indicator.decimals)


def value_row(territory: Territory, indicator: Indicator, value: Value, release: ReleaseSheet) -> tuple[Cell, ...]:
    """A value under VALUE_COLUMNS, unrounded."""
    parts = " | ".join(f"{part} : {plain_number(count)}" for part, count in value.breakdown.items())
    return (
        territory.ref.level.value,
        territory.ref.code,
        territory.name,
        indicator.name,
        value.period.code,
        measure(indicator, value),
        indicator.unit,
        plain_number(value.numerator),
        plain_number(value.denominator),
        value.completeness.known,
        value.completeness.total,
        value.lacking,
        parts,
        " | ".join(value.flags),
        value.rank,
        value.source,
        value.obtained_on,
        release.number,
        value.tied if value.rank and value.tied > 1 else None,
        territory.part,
    )
