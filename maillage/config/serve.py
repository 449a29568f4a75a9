"""Serving the site: the tables of what people write are brought up to date, the static files gathered, the server run.

Django is imported inside the functions: the `maillage` command imports this module and must stay light.
"""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from maillage.config import work as worker
from maillage.kernel.errors import DataError, UsageError

THREADS = 4
ROOM = 256 * 1024
"""Bytes that must at least be free to start: what a page written a few times takes."""
EVERYWHERE = ("0.0.0.0", "::")
HERE = (*EVERYWHERE, "127.0.0.1", "::1", "localhost")


def open_home(home: Path) -> None:
    """Bring what people write under `home` up to date: its tables, and the texts of the site.

    Raises DataError, in one sentence, when the disk or the database refuses.
    """
    with refusals(home):
        _open_home(home)


@contextmanager
def opened_meanwhile(home: Path) -> Iterator[None]:
    """Open a home in a process of its own while something else is done. A refusal is told by whoever opens it next."""
    home.mkdir(parents=True, exist_ok=True)
    process = get_context("spawn").Process(target=_open_quietly, args=(home,))
    process.start()
    try:
        yield
    except BaseException:
        process.terminate()
        raise
    finally:
        process.join()


def _open_quietly(home: Path) -> None:
    with suppress(DataError, KeyboardInterrupt):
        open_home(home)


def _open_home(home: Path) -> None:
    os.environ["MAILLAGE_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    import django

    django.setup()
    from django.db import connections

    from maillage.commons.editorial.first import install
    from maillage.config.tables import bring_up_to_date
    from maillage.steering.actions import publication

    bring_up_to_date()
    install()
    # A home of before its readers counted actions has them, and no file yet.
    publication.refresh()
    # The processes that serve are copies of this one: none of them may share its connection.
    connections.close_all()


def prepare(home: Path) -> None:
    """Make `home` ready to be served, as Django sees it. Raises DataError when the disk or the database refuses."""
    with refusals(home):
        _open_home(home)
        _gather_static()


@contextmanager
def refusals(home: Path) -> Iterator[None]:
    """What a disk or a database refuses here is told as a DataError, in one sentence."""
    database = os.environ.get("DATABASE_URL", "").strip()
    kept = "la base PostgreSQL de DATABASE_URL" if database else f"{home / 'maillage.sqlite3'}"
    try:
        _check_writable(home)
        yield
    except OSError as error:
        raise DataError(_no_room(home, error.errno, error.strerror or str(error))) from error
    except Exception as error:
        # Django's errors of a database are known by their module: it is not imported before it is set up.
        if not type(error).__module__.startswith(("django.db", "sqlite3", "psycopg")):
            raise
        said = str(error).strip().partition("\n")[0]
        if "readonly" in said or "full" in said:
            raise DataError(_no_room(home, errno.EROFS if "readonly" in said else errno.ENOSPC, said)) from error
        raise DataError(
            f"Impossible d’ouvrir ce que les gens ont écrit, {kept} ({said}). Si le fichier est abîmé, remettez la "
            "dernière sauvegarde à sa place ; si la base ne répond pas, relancez-la."
        ) from error


def _check_writable(home: Path) -> None:
    """Raises OSError when not even a small file can be written here."""
    probe = home / ".room"
    with probe.open("wb") as file:
        file.write(bytes(ROOM))
        file.flush()
        os.fsync(file.fileno())
    probe.unlink()


def _no_room(home: Path, number: int | None, said: str) -> str:
    if number in (errno.EROFS, errno.EACCES, errno.EPERM):
        why, advice = ("est en lecture seule", "Donnez le droit d’y écrire, ou un autre dossier par MAILLAGE_HOME")
    elif number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        why, advice = "est sur un disque plein", "Libérez de la place"
    else:
        why, advice = f"ne peut pas être écrit ({said})", "Vérifiez le disque"
    return f"Le site ne peut pas démarrer : {home} {why}. {advice}, puis recommencez ; rien n’est perdu."


def _gather_static() -> None:
    """Gather, name by content and compress the static files, unless these very files already were."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            digest.update(name.encode())
            with storage.open(name) as file:
                digest.update(file.read())
    stamp: Path = settings.GATHERED
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())


def _check_free(host: str, port: int) -> None:
    """Raises UsageError when the address cannot be listened to."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = "le port est déjà pris" if error.errno == errno.EADDRINUSE else error.strerror
            raise UsageError(
                f"Impossible d’écouter à l’adresse {host}:{port} ({why}). Choisissez un autre port avec --port."
            ) from None


def _answer_to(host: str, port: int) -> None:
    """Unless the operator gave the names of the site, it answers to this machine's and to the address listened to.

    Links in mails then lead there.
    """
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host not in EVERYWHERE:
        names.append(f"[{host}]" if ":" in host else host)
    elif "MAILLAGE_HOSTS" not in os.environ:
        print("Pour répondre à d’autres noms que localhost, donnez-les dans MAILLAGE_HOSTS.", flush=True)
    if "MAILLAGE_HOSTS" not in os.environ:
        os.environ["MAILLAGE_HOSTS"] = ",".join(names)
        os.environ.setdefault("MAILLAGE_ADDRESS", f"http://{_shown(host)}:{port}")


def _shown(host: str) -> str:
    """How one names, in an address, what is listened to."""
    if host in HERE:
        return "localhost"
    return f"[{host}]" if ":" in host else host


def serve(home: Path, host: str, port: int, *, work: bool = True) -> None:
    """Serve what is published under `home` until interrupted; `work`: do the jobs asked for here, beside."""
    _check_free(host, port)
    _answer_to(host, port)
    prepare(home)
    # Read before the server divides, so that its processes share the memory of what never changes.
    import_module("maillage.config.urls")
    keeper = worker.beside() if work else 0
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    class Server(BaseApplication):
        """The WSGI server: one process for each core, a few threads in each."""

        def load_config(self) -> None:
            """Called by the server for its options."""
            self.cfg.set("bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
            self.cfg.set("workers", max(2, os.cpu_count() or 2))
            self.cfg.set("worker_class", "maillage.config.worker.Patient")
            self.cfg.set("threads", THREADS)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("graceful_timeout", 5)
            # Its control socket would be written outside of MAILLAGE_HOME.
            self.cfg.set("control_socket_disable", True)
            if keeper:
                self.cfg.set("on_exit", lambda server: worker.stop(keeper))

        def load(self) -> object:
            """Called in each process for the application."""
            from maillage.config.wsgi import application

            return application

    from django.conf import settings

    if settings.MAILLAGE_BACKGROUND.problem:
        print(settings.MAILLAGE_BACKGROUND.problem, flush=True)
    print(f"Maillage est ouvert à l’adresse http://{_shown(host)}:{port}/ (Ctrl-C pour arrêter).", flush=True)
    Server().run()
