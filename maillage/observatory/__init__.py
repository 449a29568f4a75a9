"""The only door to published values: `door.current(home)` gives an Observatory, which answers with `sheets`."""
