"""The folder is the registry: every module of a room is an entry, named after its file."""

import importlib
import pkgutil
from types import ModuleType


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """The modules of a package by name, in alphabetical order; sub-packages are left out."""
    return _inside(package, packages=False)


def packages(package: ModuleType) -> dict[str, ModuleType]:
    """The sub-packages of a package by name, in alphabetical order; modules are left out."""
    return _inside(package, packages=True)


def _inside(package: ModuleType, packages: bool) -> dict[str, ModuleType]:
    names = sorted(entry.name for entry in pkgutil.iter_modules(package.__path__) if entry.ispkg is packages)
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
