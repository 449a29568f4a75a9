"""A source: its deliveries, the lines refused and corrected."""
