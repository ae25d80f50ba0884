"""Indexes that order homes by code, and tell who is a member or tenant on a day and what was done in a year."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a store of form 0006 to form 0007."""
    op.create_index("ix_dwelling_code_order", "dwelling", [sa.text("length(code)"), "code"], unique=False)
    op.drop_index("ix_contract_dwelling_id_starts_on", "contract")
    op.create_index(
        "ix_contract_dwelling_id_in_force", "contract", ["dwelling_id", "starts_on", "ends_on"], unique=False
    )
    op.drop_index("ix_maintenancetask_status", "maintenancetask")
    op.create_index("ix_maintenancetask_status_done_on", "maintenancetask", ["status", "done_on"], unique=False)
    op.create_index("ix_membership_in_force", "membership", ["starts_on", "ends_on", "kind"], unique=False)
