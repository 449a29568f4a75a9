"""The address index of a release: streets, hamlets and their house numbers in one SQLite file, found however typed."""
