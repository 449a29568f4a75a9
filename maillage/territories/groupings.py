"""Groupements in force (SCoT, PETR, syndicat…): the rows of the table that are valid on the day described.

A code may appear with several ranges of validity: what counts is each row's own. The perimeter stands from the
latest first day of its rows to the earliest last one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from maillage.kernel.period import Period, french_date
from maillage.kernel.problem import Effect, Problem
from maillage.store.receipt import Receipt
from maillage.territories.cog import Cog, Grouping

TABLE = "groupements"
SELECT = """
SELECT code, nom, nature, commune, valable_du, valable_au, source, fichier, ligne
FROM groupements ORDER BY source, fichier, ligne
"""
Problems = list[tuple[str, Problem]]


@dataclass(slots=True)
class Draft:
    """The rows of one code: where it starts in its file, and what those valid on the day say."""

    source: str
    file: str
    line: int
    last: date
    name: str = ""
    nature: str = ""
    communes: set[str] = field(default_factory=set)
    starts: list[date] = field(default_factory=list)
    ends: list[date] = field(default_factory=list)

    def problem(self, column: str, value: str, reason: str) -> tuple[str, Problem]:
        """Something to say of this groupement, at its first row."""
        return self.source, Problem(self.file, self.line, column, value, reason, Effect.FLAGGED)


def day_described(receipts: Sequence[Receipt]) -> date | None:
    """The day groupements are described at: the end of the last delivery's period, or the day it was obtained
    when that came first. None when none was ever loaded."""
    mine = [receipt for receipt in receipts if receipt.table == TABLE]
    if not mine:
        return None
    last = max(mine, key=lambda receipt: Period.parse(receipt.period).end)
    return min(Period.parse(last.period).end, last.obtained_on)


def in_force(con: duckdb.DuckDBPyConnection, cog: Cog, day: date | None) -> Problems:
    """Give `cog` the groupements valid on this day that have a commune in the region served.

    Answers with what there is to say of the others, by source.
    """
    cog.groupings.clear()
    if day is None:
        return []
    drafts, problems = _drafts(con, day)
    for code, draft in drafts.items():
        if not draft.communes:
            when = "n’a pas commencé" if draft.last >= day else f"a pris fin le {french_date(draft.last)}"
            reason = f"groupement non publié : sa validité {when} (jour décrit : {french_date(day)})"
            problems.append(draft.problem("valable_au", code, reason))
        elif not any(cog.served(commune) for commune in draft.communes):
            reason = "groupement non publié : aucune de ses communes n’est dans la région servie"
            problems.append(draft.problem("commune", code, reason))
        else:
            cog.groupings[code] = Grouping(
                code=code,
                name=draft.name,
                nature=draft.nature,
                communes=frozenset(draft.communes),
                valid_from=max(draft.starts),
                valid_until=min(draft.ends, default=None),
            )
    return problems


def _drafts(con: duckdb.DuckDBPyConnection, day: date) -> tuple[dict[str, Draft], Problems]:
    """What the rows say of each code, and where two of them disagree."""
    drafts: dict[str, Draft] = {}
    problems: Problems = []
    for code, name, nature, commune, start, end, source, file, line in con.execute(SELECT).fetchall():
        first, last = date.fromisoformat(start), date.fromisoformat(end) if end else date.max
        draft = drafts.setdefault(code, Draft(source, file, line, last))
        draft.last = max(draft.last, last)
        if not first <= day <= last:
            continue
        if not draft.communes:
            draft.name, draft.nature = name, nature
        for column, said, kept in (("nom", name, draft.name), ("nature", nature, draft.nature)):
            if said != kept:
                reason = f"le groupement {code} s’appelle aussi « {kept} » : c’est ce qui est gardé"
                if column == "nature":
                    reason = f"le groupement {code} est aussi de nature « {kept} » : c’est ce qui est gardé"
                problems.append((source, Problem(file, line, column, said, reason, Effect.FLAGGED)))
        draft.communes.add(commune)
        draft.starts.append(first)
        if end:
            draft.ends.append(last)
    return drafts, problems
