"""Write the migration that brings the tables to their declarations.

    python -m data.migrations "Add the column …"

Look at what it wrote: it sees new and lost columns, and takes a renamed one for both.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from data.store import Store
from data.store.database import MIGRATIONS, schema_version


def main(message: str) -> None:
    """Compare an empty database of the newest migration with the declarations."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.sqlite"
        Store(path).close()
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        engine = sa.create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            number = f"{schema_version() + 1:04d}"
            command.revision(config, message, autogenerate=True, rev_id=number)
        engine.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "Change the tables")
