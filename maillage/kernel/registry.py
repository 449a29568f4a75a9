"""The folder is the registry: every module of a room is an entry, named after its file."""

import importlib
import pkgutil
from types import ModuleType


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """The modules of a package by name, in alphabetical order; sub-packages are left out."""
    names = sorted(entry.name for entry in pkgutil.iter_modules(package.__path__) if not entry.ispkg)
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
