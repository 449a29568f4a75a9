"""What a file must satisfy as a whole: its columns, its number of rows, and not to have lost half of them; and what a
computed table must: to count what was loaded, no more and no less."""

import re
from collections.abc import Sequence
from math import ceil, floor
from pathlib import Path

from maillage.kernel import french
from maillage.kernel.derived import Query, Tally
from maillage.kernel.errors import DataError
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.source import Source
from maillage.sources.formats.files import names_of
from maillage.store.receipt import Receipt
from maillage.territories.cog import Cog

LOST_SHARE = 0.9
LOST_FEW = 2
"""Rows: in a list of ten places, one or two that close are life, not a damaged file."""
FEW_TOLD = 3
"""Groups that are told when a computed table does not count what was loaded."""


def check_columns(source: Source, file: str, columns: Sequence[str]) -> list[Problem]:
    """Report the columns nobody declared. Raises DataError, naming all of them, when required ones are missing."""
    missing = [want for want in source.required if not any(re.fullmatch(want, name) for name in columns)]
    if missing:
        raise DataError(
            f"{file} : colonne{'s' if len(missing) > 1 else ''} absente{'s' if len(missing) > 1 else ''} "
            f"{', '.join(f'« {plain(name)} »' for name in missing)}. Colonnes lues : {', '.join(columns) or 'aucune'}. "
            f"Le format de « {source.title} » a peut-être changé : rien n’a été chargé, les données d’avant restent."
        )
    known = source.required + source.optional + source.ignored
    return [
        Problem(file, 0, name, "", "colonne inconnue, non lue : le format a peut-être changé", Effect.FLAGGED)
        for name in columns
        if not any(re.fullmatch(pattern, name) for pattern in known)
    ]


def check_look_alikes(source: Source, path: Path, columns: Sequence[str]) -> list[Problem]:
    """Report a name that does not tell which of two files this is. Raises DataError for a file known to be another."""
    names = names_of(path, ".csv")
    for look_alike in source.look_alikes:
        named = bool(look_alike.name) and any(re.search(look_alike.name, name, re.IGNORECASE) for name in names)
        if named or look_alike.column in columns:
            proof = "son nom le dit" if named else f"il a la colonne « {look_alike.column} »"
            raise DataError(
                f"{path.name} : ce fichier semble être {look_alike.what} ({proof}), et non « {source.title} ». "
                "Rien n’a été chargé, les données d’avant restent."
            )
    if not source.usual_name or any(re.search(source.usual_name, name, re.IGNORECASE) for name in names):
        return []
    others = " et ".join(look_alike.what for look_alike in source.look_alikes if look_alike.name)
    reason = f"ce nom ne dit pas de quel fichier il s’agit : {others} ont les mêmes colonnes, vérifiez-le"
    return [Problem(path.name, 0, "", "", reason, Effect.FLAGGED)]


def plain(pattern: str) -> str:
    """A column pattern as a reader would write it."""
    return re.sub(r"\\(.)", r"\1", pattern)


def check_bounds(source: Source, cog: Cog, kept: int) -> list[Problem]:
    """Report too many rows. Raises DataError when too few were kept for the region served."""
    if source.bounds is None:
        return []
    communes = len(cog.served_communes())
    base, word = (
        (communes, "commune") if source.bounds.per == "commune" else (cog.population() / 10_000, "10 000 habitants")
    )
    least, most = source.bounds.low * base, source.bounds.high * base
    if kept < least:
        raise DataError(
            f"« {source.title} » : {kept} lignes gardées pour {cog.region_name}, moins que le minimum plausible de "
            f"{ceil(least)} ({_comma(source.bounds.low)} par {word}). Le fichier est sans doute incomplet ou d’une "
            "autre région : rien n’a été chargé, les données d’avant restent."
        )
    if kept > most:
        limit = f"{floor(most)} ({_comma(source.bounds.high)} par {word})"
        reason = f"{kept} lignes gardées, plus que le maximum plausible de {limit}"
        return [Problem("", 0, "", "", reason, Effect.FLAGGED)]
    return []


def _comma(number: float) -> str:
    return f"{number:g}".replace(".", ",")


class ShrunkError(DataError):
    """A delivery that lost many of the rows of the one before."""


def check_not_shrunk(source: Source, before: Receipt | None, kept: int) -> None:
    """Raise ShrunkError when more than a tenth of the rows of the delivery before are gone."""
    if before is None or kept >= min(before.counts.kept * LOST_SHARE, before.counts.kept - LOST_FEW):
        return
    raise ShrunkError(
        f"« {source.title} » : {kept} lignes gardées, contre {before.counts.kept} dans la livraison {before.period}. "
        "Plus d’un dixième a disparu : rien n’a été chargé, les données d’avant restent. Si cette baisse est "
        "voulue, relancez « maillage load » avec --accept-fewer."
    )


def reference_delivery(receipts: Sequence[Receipt], source: str, period: str) -> Receipt | None:
    """The delivery to compare with: the same period's, else the last one of the source."""
    mine = [receipt for receipt in receipts if receipt.source == source]
    same = [receipt for receipt in mine if receipt.period == period]
    candidates = same or mine
    return candidates[-1] if candidates else None


def check_tallies(query: Query, title: str, tallies: Sequence[Tally]) -> None:
    """Raise DataError, naming the first groups that differ, when a computed table does not count what was loaded."""
    for tally in tallies:
        counted, loaded = _by_group(query(tally.counted)), _by_group(query(tally.loaded))
        wrong = [key for key in sorted(counted | loaded) if counted.get(key, 0) != loaded.get(key, 0)]
        if wrong:
            gaps = " ; ".join(
                f"{key} : {french.number(counted.get(key, 0))} comptés, {french.number(loaded.get(key, 0))} chargés"
                for key in wrong[:FEW_TOLD]
            )
            more = f" ; et {len(wrong) - FEW_TOLD} autres écarts" if len(wrong) > FEW_TOLD else ""
            raise DataError(
                f"« {title} » : les {tally.what} comptés ne sont pas ceux qui sont chargés ({gaps}{more}). Rien n’a "
                "été publié, la publication d’avant reste servie. C’est un défaut de Maillage, pas de vos fichiers : "
                "signalez-le avec ce message."
            )


def _by_group(rows: Sequence[tuple[object, ...]]) -> dict[str, int]:
    return {str(group): int(str(number or 0)) for group, number in rows}
