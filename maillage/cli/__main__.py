"""`python -m maillage.cli` is `maillage`."""

from maillage.cli.main import main

main()
