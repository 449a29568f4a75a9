"""What each release published, kept once the release itself is deleted: what a citation needs, and nothing more.

A release holds its folder `citation/`, linked as `citations/<number>/` of the home once it is read. There,
`figures.parquet` has the figures that the release published first, or otherwise than those before it, or no longer
(`publie` is false); `catalogue.json` and `release.json` say how they were named, computed and sourced. A figure is
kept once for each value that it had, whatever the number of releases: what a release does not change costs nothing.
"""

from collections.abc import Mapping
from pathlib import Path

from maillage.kernel.table import Column, Kind
from maillage.store.duck import quoted

FOLDER, OWN = "citations", "citation"
FIGURES, CATALOGUE, RELEASE = "figures.parquet", "catalogue.json", "release.json"
COLUMNS = (
    Column("indicateur", Kind.TEXT, "Nom de l’indicateur"),
    Column("niveau", Kind.TEXT, "Niveau du territoire"),
    Column("code", Kind.TEXT, "Code du territoire"),
    Column("nom", Kind.TEXT, "Nom du territoire, tel qu’il était publié"),
    Column("periode", Kind.TEXT, "Période décrite"),
    Column("publie", Kind.BOOLEAN, "Faux quand le chiffre n’est plus publié"),
    Column("valeur", Kind.DECIMAL, "Valeur dans l’unité de l’indicateur", required=False),
    Column("numerateur", Kind.DECIMAL, "Numérateur", required=False),
    Column("denominateur", Kind.DECIMAL, "Dénominateur, vide pour un décompte", required=False),
    Column("connues", Kind.INTEGER, "Communes connues", required=False),
    Column("total", Kind.INTEGER, "Communes concernées", required=False),
    Column("signalements", Kind.TEXT, "Réserves, séparées par une espace", required=False),
    Column("segment", Kind.INTEGER, "Segment de la série, entre deux ruptures", required=False),
    Column("detail", Kind.TEXT, "Décompte par modalité, JSON", required=False),
    Column("corrige", Kind.BOOLEAN, "Vrai quand ce que les pages montrent a changé"),
    Column("avant", Kind.DECIMAL, "Valeur que les pages montraient avant", required=False),
    Column("avant_depuis", Kind.INTEGER, "Publication qui a montré la première la valeur d’avant", required=False),
    Column(
        "depuis", Kind.INTEGER, "Publication qui a montré la première cette valeur ; vide : celle-ci", required=False
    ),
    Column("cause", Kind.TEXT, "Pourquoi le chiffre a changé, vide quand on ne le sait pas", required=False),
)


def kept(home: Path) -> dict[int, Path]:
    """The folder of each release that citations are kept of, the oldest first."""
    try:
        folders = [path for path in (home / FOLDER).iterdir() if path.name.isdigit()]
    except FileNotFoundError:
        return {}
    return {int(path.name): path for path in sorted(folders)}


def place(home: Path, number: int) -> Path:
    """Where the citations of a release are kept."""
    return home / FOLDER / f"{number:05d}"


def rows(folders: Mapping[int, Path]) -> str:
    """What these releases published, each figure as often as it changed, with the number of the release as
    `publication`: what stands after FROM."""
    parts = [
        f"SELECT *, {number} AS publication FROM read_parquet({quoted(folder / FIGURES)}, hive_partitioning = false)"
        for number, folder in folders.items()
    ]
    return f"({' UNION ALL BY NAME '.join(parts)})"
