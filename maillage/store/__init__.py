"""The only room that speaks to the lake (Parquet, DuckDB), the search index (SQLite) and the tiles (PMTiles)."""
