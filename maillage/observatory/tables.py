"""Several territories by several indicators, in one reading: what a comparison holds."""

from collections.abc import Sequence

from maillage.kernel.territory import Ref
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import ProfileLine


def table(source: Observatory, refs: Sequence[Ref], names: Sequence[str]) -> dict[Ref, list[ProfileLine]]:
    """For each territory, a line for each indicator, in the order asked: its values oldest first (none when nothing
    is known) and whether it is concerned; the level above is not read.

    One question to the files for all of them. An unknown territory or indicator raises UsageError.
    """
    sheets = [source.indicator(name) for name in names]
    for ref in refs:
        source.territory(ref)
    values = source.figures.of(refs, names)
    return {ref: [source.figures.line(sheet, ref, None, values) for sheet in sheets] for ref in refs}
