"""Short words to write needs with, and who serves them."""

from __future__ import annotations

from typing import Any

from data.model import Inventory, Need, Programme, Record, ServicePoint
from tests.builders import make


def need(place: str, service: str | None = "legal", **more: Any) -> Need:
    return make(Need, territory=place, service=service, **more)


def programme(name: str, where: str = "", services: str = "legal", **more: Any) -> Programme:
    filled = {"title": name, "lead": f"lead-{name}", "starts_on": "2019", "ends_on": "2025"} | more
    return make(Programme, name, territories=where, services=services, **filled)


def desk(name: str, where: str, services: str = "legal", **more: Any) -> ServicePoint:
    return make(ServicePoint, name, name=name, territory=where, services=services, **more)


def inventory(place: str, kinds: str = "programme service_point", on: str = "2020-01-01") -> Record:
    return make(Inventory, territory=place, kinds=kinds, complete_on=on)
