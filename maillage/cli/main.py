"""Entry point: read the arguments, run the command, turn foreseen failures into a sentence and an exit code."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from maillage.cli import reading, writing
from maillage.cli.parser import build_parser
from maillage.kernel.errors import MaillageError

COMMANDS = {
    "up": writing.up,
    "serve": writing.serve,
    "load": writing.load_files,
    "compute": writing.compute_release,
    "publish": writing.publish_release,
    "sources": reading.sources,
    "indicators": reading.indicators,
    "show": reading.show,
}


def _run(arguments: Sequence[str] | None) -> None:
    options = build_parser().parse_args(arguments)
    home = Path(os.environ.get("MAILLAGE_HOME") or "var").absolute()
    COMMANDS[options.command](home, options)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `maillage`. Exits with 0, 2 (usage), 3 (data) or 4 (network)."""
    try:
        try:
            _run(arguments)
        finally:
            # Now and not at exit, where a reader that left (`| head`) would be an error nobody can catch.
            sys.stdout.flush()
    except MaillageError as error:
        print(f"maillage : {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("maillage : interrompu, rien d’autre n’a été écrit.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing more to say, and no traceback at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
