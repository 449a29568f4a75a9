"""Tying a sheet to another by its name, and untying them."""
