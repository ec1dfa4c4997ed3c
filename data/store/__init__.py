"""The store: registers and their revisions in a database, SQLite or PostgreSQL."""

from data.revisions import (
    Cause,
    Change,
    Conflict,
    FieldChange,
    How,
    RegisterInfo,
    Revision,
    Stamp,
    StoreError,
)
from data.store.store import Store
from data.store.workspace import Publication, Shelf, Workspace

__all__ = [
    "Store",
    "Stamp",
    "Cause",
    "Revision",
    "RegisterInfo",
    "Change",
    "FieldChange",
    "How",
    "Conflict",
    "StoreError",
    "Workspace",
    "Shelf",
    "Publication",
]
