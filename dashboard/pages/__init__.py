"""One module per page.

Each has ``PAGE`` and ``layout(screen) -> Content``; where it shows a chart,
``figure(screen)`` and its table twin ``table(screen)``, which are also what is exported; and
``register(app, context)`` where a click does something.
"""

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
