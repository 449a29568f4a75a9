"""What a workbook would change, cell by cell, as it is shown before anything is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that differs from what is kept: its field, where it is (« F3 »), its head, both values in words."""

    field: str
    cell: str
    what: str
    before: str
    after: str

    @property
    def erases(self) -> bool:
        """Whether something was said there, and nothing would be any more."""
        return bool(self.before) and not self.after
