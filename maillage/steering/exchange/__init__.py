"""Actions as a workbook and back: the same columns go out and come in."""
