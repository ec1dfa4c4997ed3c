"""The first tables: registers, revisions, a table per record kind, the workspace.

Written out, not derived: a step taken once must not change when the declarations do.
"""

from collections.abc import Callable
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_RECORDS: Final = {
    "register": """
        title:text home:text profile:text as_of:date as_of_reason:text illustrative:flag
        publisher:text grade:text observed_on:date source:text
    """,
    "territories": """
        name:text short_name:text level:text parent:text independent:flag lgus:whole
        population:whole latitude:number longitude:number grade:text observed_on:date
        source:text
    """,
    "unit_sets": """
        name:text members:text size:whole territory:text valid_from:date valid_to:date
        grade:text observed_on:date source:text
    """,
    "actors": """
        name:text acronym:text kind:text level:text territory:text part_of:text
        valid_from:date valid_to:date succeeded_by:text aliases:text grade:text
        observed_on:date source:text
    """,
    "mechanisms": """
        name:text acronym:text level:text territories:text part_of:text migration:text
        services:text groups:text based_on:text legal_basis:whole basis_expires_on:date
        meetings_required_per_year:whole valid_from:date valid_to:date grade:text
        observed_on:date source:text
    """,
    "memberships": """
        mechanism:text actor:text level:text kind:text seats:whole role:text voting:flag
        valid_from:date valid_to:date grade:text observed_on:date source:text
    """,
    "meetings": """
        mechanism:text date:date minutes:text published:flag grade:text observed_on:date
        source:text
    """,
    "attendances": """
        meeting:text actor:text grade:text observed_on:date source:text
    """,
    "submissions": """
        to:text from_actor:text level:text sender_kind:text date:date kind:text stage:text
        cited_in:text answer:text reason:text answered_on:date grade:text observed_on:date
        source:text
    """,
    "inventories": """
        office:text territory:text kinds:text complete_on:date grade:text observed_on:date
        source:text
    """,
    "instruments": """
        title:text short_title:text kind:text level:text territory:text owner:text
        parties:text upper:text valid_from:date valid_to:date adopted_on:date migration:text
        read:text published:flag document:text grade:text observed_on:date source:text
    """,
    "objectives": """
        instrument:text title:text parent:text theme:text migration:text result:text
        indicator:text measure:text unit:text baseline:number target:number deadline:date
        data_source:text responsible:text budget_instrument:text budget_code:text
        currency:text cost:whole allocation:whole sdg_target:text gcm_objective:text
        grade:text observed_on:date source:text
    """,
    "alignments": """
        child:text parent:text score:number method:text grade:text observed_on:date
        source:text
    """,
    "report_dues": """
        from_actor:text to:text kind:text period:text due_on:date submitted_on:date
        published:flag grade:text observed_on:date source:text
    """,
    "programmes": """
        title:text acronym:text description:text lead:text level:text parent:text
        related:text sectors:text services:text groups:text phases:text territories:text
        budget_split:text open_to:text starts_on:date ends_on:date status:text currency:text
        budget:whole spent:whole benefit_per_head:whole migration:text
        migration_share:number targeted:whole targeted_f:whole targeted_m:whole
        reached:whole reached_f:whole reached_m:whole grade:text observed_on:date
        source:text
    """,
    "fundings": """
        programme:text period:date kind:text amount:whole currency:text territory:text
        funder:text funding_source:text grade:text observed_on:date source:text
    """,
    "participations": """
        programme:text actor:text role:text grade:text observed_on:date source:text
    """,
    "contributions": """
        programme:text objective:text strength:number grade:text observed_on:date
        source:text
    """,
    "ties": """
        from_actor:text to_actor:text kind:text valid_from:date valid_to:date grade:text
        observed_on:date source:text
    """,
    "service_points": """
        name:text kind:text territory:text operator:text based_on:text services:text
        opened_on:date last_active_on:date valid_to:date grade:text observed_on:date
        source:text
    """,
    "needs": """
        territory:text service:text group:text phase:text quantity:number unit:text
        required:flag required_by:text found:text found_on:date valid_from:date
        valid_to:date grade:text observed_on:date source:text
    """,
    "progress": """
        programme:text period:text physical_target:number physical_actual:number
        time_elapsed:number currency:text allotment:whole obligation:whole
        disbursement:whole utilisation:number output_target:number output_actual:number
        employment_m:whole employment_f:whole status:text issue_class:text remarks:text
        grade:text observed_on:date source:text
    """,
    "assessments": """
        unit:text item:text score:text evidence:text assessor:text date:date grade:text
        observed_on:date source:text
    """,
    "verdicts": """
        first:text second:text verdict:text reason:text decided_by:text date:date
        fingerprint:text grade:text observed_on:date source:text
    """,
    "decisions": """
        meeting:text text:text kind:text subject:text owners:text due:date status:text
        done_on:date decision_revision:whole as_of:date address:text grade:text
        observed_on:date source:text
    """,
    "statistics": """
        about:text series:text measure:text period:date value:number numerator:number
        denominator:number unit:text grade:text observed_on:date source:text
    """,
    "variants": """
        record:text field_name:text value:text reason:text grade:text observed_on:date
        source:text
    """,
    "interactions": """
        first:text second:text score:whole confidence:number rationale:text assessor:text
        grade:text observed_on:date source:text
    """,
}
_TYPES: Final[dict[str, Callable[[], Any]]] = {
    "text": sa.Text,
    "date": lambda: sa.String(10),
    "whole": sa.BigInteger,
    "number": sa.Double,
    "flag": sa.Boolean,
}
_WORKSPACE: Final = ("saved_views", "agendas", "scenario_options", "pending_uploads")


def upgrade() -> None:
    _create_registers()
    for name, fields in _RECORDS.items():
        _create_versions(name, fields.split())
    for name in _WORKSPACE:
        op.create_table(
            name,
            sa.Column("register", sa.String(64), primary_key=True),
            sa.Column("key", sa.String(200), primary_key=True),
            sa.Column("payload", sa.JSON, nullable=False),
            sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        )


def _create_registers() -> None:
    op.create_table(
        "registers",
        sa.Column("slug", sa.String(64), primary_key=True),
        sa.Column("is_default", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("register", sa.String(64), sa.ForeignKey("registers.slug"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("base", sa.Integer),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("profile_digest", sa.String(64), nullable=False),
        sa.Column("catalogue_version", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("removed", sa.Integer, nullable=False),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("catalogue_version", sa.String(64), nullable=False),
        sa.Column("profile_digest", sa.String(64), nullable=False),
        sa.Column("printed", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of_a_revision(),
    )


def _create_versions(name: str, fields: list[str]) -> None:
    typed = (field.split(":") for field in fields)
    op.create_table(
        name,
        sa.Column("register", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        *(sa.Column(field, _TYPES[kind]()) for field, kind in typed),
        sa.Column("source_file", sa.Text),
        sa.Column("source_sheet", sa.Text),
        sa.Column("source_row", sa.Integer),
        _of_a_revision(),
    )


def _of_a_revision() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["register", "revision"], ["revisions.register", "revisions.number"]
    )
