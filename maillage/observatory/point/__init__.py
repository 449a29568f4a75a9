"""What is known at a point: fixed networks and mobile sites around, what holds for its commune, places of help."""
