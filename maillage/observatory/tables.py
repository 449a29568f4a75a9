"""Several territories by several indicators, in one reading: what a comparison holds."""

from collections.abc import Sequence

from maillage.kernel.territory import Ref
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.observatory.reading import VALUE_SELECT
from maillage.observatory.sheets import ProfileLine
from maillage.store.duck import quoted


def table(source: Observatory, refs: Sequence[Ref], names: Sequence[str]) -> dict[Ref, list[ProfileLine]]:
    """For each territory, a line for each indicator, in the order asked: its values oldest first (none when nothing
    is known) and whether it is concerned; the level above is not read.

    One question to the files for all of them. An unknown territory or indicator raises UsageError.
    """
    sheets = [source.indicator(name) for name in names]
    for ref in refs:
        source.territory(ref)
    values: dict[tuple[str, Ref], list[Value]] = {}
    if refs and names:
        wanted = ", ".join(f"({quoted(one.level.value)}, {quoted(one.code)})" for one in refs)
        rows = source._rows(
            f"SELECT {VALUE_SELECT} FROM {source._by_territory} WHERE (niveau, code) IN ({wanted}) "
            "AND list_contains(?, indicateur) ORDER BY rang_periode",
            [list(names)],
        )
        for row in rows:
            value = source._catalogue.value(row)
            values.setdefault((row[-1], value.territory), []).append(value)
    return {ref: [source._line(sheet, ref, None, values) for sheet in sheets] for ref in refs}
