"""What several formats share: what is said of a commune, sheets of 2018, records of the COG, dBase tables."""
