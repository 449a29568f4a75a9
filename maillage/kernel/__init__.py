"""The words of the house: Period, Licence, Problem, Table, Source, Derived, Indicator, Value.

Nothing here reads, writes or imports anything else of Maillage.
"""
