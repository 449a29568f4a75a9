"""Settings, addresses and the server: what an operator chooses, all by environment variables."""
