"""Communes, EPCI, départements and région of one COG: who belongs to what, where a former code or a point falls."""
