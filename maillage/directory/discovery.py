"""What an app declares in a file of a known name is found there: no list of apps to edit."""

from graphlib import TopologicalSorter
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def modules(name: str) -> dict[str, Any]:
    """The modules of this name by the label of their app, each after those that its `AFTER` names."""
    declared = {
        config.label: import_module(f"{config.name}.{name}")
        for config in apps.get_app_configs()
        if config.name.startswith("maillage.") and module_has_submodule(config.module, name)
    }
    order = TopologicalSorter({label: getattr(module, "AFTER", ()) for label, module in declared.items()})
    return {label: declared[label] for label in order.static_order()}
