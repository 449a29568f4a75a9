"""The formal channel: a collectivité challenges what an operator declares, and the operator answers in time.

`file` reads a CSV whole or not at all, `handling` moves a challenge from one state to the next, `statistics` counts.
"""
