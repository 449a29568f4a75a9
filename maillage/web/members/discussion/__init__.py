"""The discussion of a sheet: what is written in it, corrected, taken back, hidden."""
