"""Receipts as a load leaves them, for the tests of what reads them."""

from maillage.store.receipt import ArchivedFile, Counts, Receipt


def receipt(
    source: str = "arcep_mci_debits",
    period: str = "2026-T2",
    table: str = "debits_communes",
    kept: int = 0,
    row_periods: tuple[str, ...] = (),
    sha256: str = "a1",
    corrections: str = "",
) -> Receipt:
    """The receipt of a delivery of one file."""
    place = f"lake/{table}/source={source}/period={period}"
    file = ArchivedFile("f.csv", f"archive/{source}/{sha256}-f.csv", sha256, 1, "2026-10-01")
    counts = Counts(read=kept, kept=kept)
    data, problems = f"{place}/d.parquet", f"{place}/d.problems.parquet"
    return Receipt(source, table, period, (file,), counts, data, problems, row_periods, corrections)
