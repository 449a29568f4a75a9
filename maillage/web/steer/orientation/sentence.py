"""What is done and what is measured of an element of a strategy and of what is under it, in a sentence."""

from collections.abc import Sequence

from maillage.kernel import french
from maillage.web.steer.counts import Count
from maillage.web.steer.standings import Row
from maillage.web.words.pieces import Words

UNKNOWN = "aucune donnée connue"


def sentence(count: Count, rows: Sequence[Row]) -> Words:
    """« 4 actions, 1 réalisée, 2 en retard ; 2 indicateurs, dont 1 sans valeur connue. »"""
    known = sum(bool(row.value) for row in rows)
    done: Words = ((count.words, True),) if count.total else (("Aucune action publique", True), (" n’y répond", False))
    if not rows:
        return *done, (f"{french.THIN}; rien ne le mesure{french.THIN}: ", False), (UNKNOWN, True), (".", False)
    if not known:
        many = french.plural(len(rows), "indicateur")
        words = f"{french.THIN}; {french.number(len(rows))} {many}{french.THIN}: "
        return *done, (words, False), (UNKNOWN, True), (".", False)
    unknown = len(rows) - known
    rest = f", dont {french.number(unknown)} sans valeur connue" if unknown else ""
    measured = french.counted(len(rows), "indicateur")
    return *done, (f"{french.THIN}; ", False), (measured, True), (f"{rest}.", False)
