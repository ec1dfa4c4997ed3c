"""The tables agree with the declarations of the records, and the migrations with the tables."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from data.columns import Holds
from data.migrations import __main__ as new_migration
from data.model import RECORD_KINDS, Decision, Programme, Record, columns_of
from data.store import Store
from data.store.database import MIGRATIONS, SCHEMA_TABLE, schema_version
from data.tables import METADATA, VERSIONS, column_name, views

every_kind = pytest.mark.parametrize("kind", RECORD_KINDS, ids=lambda kind: kind.KIND)


@every_kind
def test_every_record_kind_has_a_table_named_after_its_sheet(kind: type[Record]):
    table = VERSIONS[kind.KIND]
    assert table.name == kind.SHEET
    assert [column.name for column in table.primary_key] == ["register", "id", "revision"]


@every_kind
def test_every_field_has_a_column(kind: type[Record]):
    own = ["register", "revision", "deleted", "source_file", "source_sheet", "source_row"]
    fields = [column_name(kind, name) for name in columns_of(kind)]
    assert sorted(VERSIONS[kind.KIND].c.keys()) == sorted([*own, *fields])


def test_columns_are_typed_by_what_they_hold():
    wanted = {Holds.MONEY: int, Holds.WHOLE: int, Holds.NUMBER: float, Holds.FLAG: bool}
    for kind in RECORD_KINDS:
        for name, column in columns_of(kind).items():
            stored = VERSIONS[kind.KIND].c[column_name(kind, name)].type
            assert stored.python_type is wanted.get(column.holds, str), (kind.KIND, name)


def test_money_is_wide_enough_for_a_national_budget():
    assert isinstance(VERSIONS[Programme.KIND].c.budget.type, sa.BigInteger)


def test_a_field_that_is_called_like_a_key_keeps_apart_from_it():
    assert column_name(Decision, "revision") == "decision_revision"


def test_the_newest_migration_is_the_one_that_alembic_calls_head():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == f"{schema_version():04d}"


def test_the_migrations_lead_to_the_declared_tables(address: str):
    Store(address).close()
    with _connected(address) as connection:
        found = MigrationContext.configure(
            connection, opts={"version_table": SCHEMA_TABLE, "compare_type": True}
        )
        assert compare_metadata(found, METADATA) == []


def test_there_is_a_view_of_the_newest_state_for_every_kind(address: str):
    Store(address).close()
    with _connected(address) as connection:
        found = set(sa.inspect(connection).get_view_names())
    assert found == set(views()) == {f"current_{kind.SHEET}" for kind in RECORD_KINDS}


def test_a_new_migration_is_written_from_the_declarations(tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in [*MIGRATIONS.glob("env.py"), *MIGRATIONS.glob("*.mako")]:
        (folder / path.name).write_text(path.read_text())
    (folder / "versions").mkdir()
    for path in MIGRATIONS.glob("versions/*.py"):
        (folder / "versions" / path.name).write_text(path.read_text())
    monkeypatch.setattr(new_migration, "MIGRATIONS", folder)

    new_migration.main("Nothing new")

    (made,) = folder.glob("versions/*_nothing_new.py")
    assert made.name == f"{schema_version() + 1:04d}_nothing_new.py"
    assert "    pass" in made.read_text()


def _connected(address: str) -> sa.Connection:
    url = address if "://" in address else f"sqlite:///{address}"
    return sa.create_engine(url, poolclass=sa.NullPool).connect()
