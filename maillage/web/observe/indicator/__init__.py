"""An indicator: its map, its ranking, its method."""
