"""One module per page: ``PAGE``, ``layout(screen)`` and, where a click does something, ``register``."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def page_modules() -> list[ModuleType]:
    """Every page, in the order of the menu."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return sorted(found, key=lambda module: module.PAGE.order)
