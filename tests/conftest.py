"""What every test may ask for."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings

# Drawing a landscape takes its time on a shared machine; that is no fault of the code under test.
settings.register_profile(
    "tugma",
    deadline=None,
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("tugma"), derandomize=True, database=None)
settings.register_profile(
    "mutate",
    settings.get_profile("ci"),
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],  # that it fails is enough, how simply does not matter
)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "tugma")
)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """SQLAlchemy's address of an empty PostgreSQL database that is dropped after the test.

    The server is the one that answers at TUGMA_TEST_POSTGRES, else on this machine.
    """
    server = os.environ.get("TUGMA_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        pytest.skip("No PostgreSQL server answers; name one in TUGMA_TEST_POSTGRES.")
    name = f"tugma_test_{uuid.uuid4().hex}"
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        address = server.replace("postgresql://", "postgresql+psycopg://", 1)
        yield f"{address.rpartition('/')[0]}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
