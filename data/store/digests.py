"""The digests of a register's kinds, kept as they were reckoned when a revision was written.

So what is read need not be reckoned over again. Rows are only ever inserted, one for each kind
that a revision changed, and hold until the next one of their kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from data.revisions import Revision
from data.snapshot import Digests, over_all
from data.tables import digests, revisions

_OF_NOTHING: Final = Digests().by_kind()


def digests_at(connection: sa.Connection, register: str, number: int) -> Mapping[str, str]:
    """Kind → digest of its records at a revision; empty where they were not kept.

    That is so for what an older program wrote. What it added to a register whose digests were
    kept before shows by the digest of the revision, which is over all kinds.
    """
    found = _kept(connection, register, number)
    asked = sa.select(revisions.c.digest).where(
        revisions.c.register == register, revisions.c.number == number
    )
    return found if over_all(found) == connection.scalar(asked) else {}


def keep_digests(
    connection: sa.Connection, revision: Revision, of_kinds: Mapping[str, str]
) -> None:
    """Store the digests that hold from a revision on, of those kinds that others held for."""
    key = {"register": revision.register, "revision": revision.number}
    before = _kept(connection, revision.register, revision.number)
    new = [
        key | {"kind": kind, "digest": digest}
        for kind, digest in of_kinds.items()
        if digest != before[kind]
    ]
    if new:
        connection.execute(sa.insert(digests), new)


def forget_digests(connection: sa.Connection) -> None:
    """Let all be reckoned again: a migration may have changed what they are taken over."""
    connection.execute(sa.delete(digests))


def _kept(connection: sa.Connection, register: str, number: int) -> dict[str, str]:
    """Kind → the digest that was kept last up to a revision, by default that of no record."""
    asked = sa.select(digests.c.kind, digests.c.digest).order_by(digests.c.revision)
    of_register = asked.where(digests.c.register == register, digests.c.revision <= number)
    return _OF_NOTHING | dict(map(tuple, connection.execute(of_register)))
