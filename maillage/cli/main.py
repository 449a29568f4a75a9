"""Entry point: read the arguments, run the command, turn foreseen failures into a sentence and an exit code."""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from maillage.cli.parser import build_parser, running
from maillage.kernel.errors import MaillageError
from maillage.kernel.french import spaced


def _run(arguments: Sequence[str] | None) -> None:
    options = build_parser().parse_args(arguments)
    home = Path(os.environ.get("MAILLAGE_HOME") or "var").absolute()
    running(options)(home, options)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C is a KeyboardInterrupt wherever it falls: DuckDB, for one, makes another error of it."""
    main_thread = threading.current_thread() is threading.main_thread()
    if not main_thread or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    except Exception:
        if asked:
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `maillage`. Exits with 0, 2 (usage), 3 (data), 4 (network) or 130 (interrupted)."""
    try:
        try:
            with _interruptible():
                _run(arguments)
        finally:
            # Now and not at exit, where a reader that left (`| head`) would be an error nobody can catch.
            sys.stdout.flush()
    except MaillageError as error:
        print(f"maillage : {spaced(str(error))}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("maillage : interrompu, rien d’autre n’a été écrit.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing more to say, and no traceback at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
