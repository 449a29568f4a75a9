"""Links between things of the wings, that know nothing of each other: tied by name, shown on both sheets, taken away.

Each is two things of `directory.things`, and what the first is to the second (`sorts`).
"""
