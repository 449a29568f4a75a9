"""Who changed what, and when: one record a change, with what the row was linked to."""

from typing import Any

from simple_history.models import HistoricalRecords


class Records(HistoricalRecords):
    """The records of a model with links to many."""

    def create_historical_record_m2ms(self, history_instance: Any, instance: Any) -> None:
        """Record what the row is linked to. Nothing is looked for beside a row just made: no link leads to it yet."""
        if history_instance.history_type != "+":
            super().create_historical_record_m2ms(history_instance, instance)
