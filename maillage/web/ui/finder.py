"""The static files that stand elsewhere than in `static/`: those of pages, in their folders, and those that depend on
the operator, the style sheet, the logo, the letters of a theme."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.files.storage import FileSystemStorage

from maillage.web.ui import sheet
from maillage.web.ui.look import DSFR
from maillage.web.ui.themes import dsfr

WEB = Path(__file__).parents[1]


def files() -> dict[str, bytes]:
    """What the look of the site needs: each file by its name among static files."""
    look = settings.MAILLAGE_LOOK
    contents = {sheet.NAME: sheet.text(look).encode()}
    if look.logo:
        contents[look.logo.name] = look.logo.content
    if look.theme == DSFR:
        contents |= {name: path.read_bytes() for name, path in dsfr.installed().files.items()}
    return contents


class PageFinder(BaseStorageFinder):
    """Finds the style and the script of a page beside it: `steer/money/money.css`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(FileSystemStorage(location=WEB))

    def find(self, path: str, *arguments: Any, **options: Any) -> Any:
        """Called by Django for one file, while developing."""
        return super().find(path, *arguments, **options) if _of_a_page(path) else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """Called by Django when the static files are gathered."""
        paths = (path.relative_to(WEB).as_posix() for path in WEB.rglob("*.*"))
        return ((path, self.storage) for path in sorted(paths) if _of_a_page(path))


def _of_a_page(path: str) -> bool:
    return path.endswith((".css", ".js")) and not path.startswith("ui/")


class LookFinder(BaseStorageFinder):
    """Finds the files of the look, written under MAILLAGE_HOME each time they are asked for."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.folder = settings.MAILLAGE_HOME / "look"
        super().__init__(FileSystemStorage(location=self.folder))

    def _write(self) -> None:
        now = files()
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.iterdir():
            if path.name not in now:
                path.unlink()
        for name, content in now.items():
            path = self.folder / name
            if not path.exists() or path.read_bytes() != content:
                # Moved into place whole: a page being read asks for it at the same time.
                fresh = path.with_suffix(".new")
                fresh.write_bytes(content)
                fresh.replace(path)

    def find(self, path: str, *arguments: Any, **options: Any) -> Any:
        """Called by Django for one file, while developing."""
        self._write()
        return super().find(path, *arguments, **options)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """Called by Django when the static files are gathered."""
        self._write()
        return super().list(ignore_patterns)
