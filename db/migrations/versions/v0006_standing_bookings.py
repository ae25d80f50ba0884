"""An index by which the trigger against overlap finds every booking that has not ended."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a store of form 0005 to form 0006; its triggers are made anew behind this."""
    standing = sa.text("status <> 'cancelled'")
    op.create_index(
        "ix_booking_standing",
        "booking",
        ["facility_id", "ends_at", "starts_at"],
        unique=False,
        sqlite_where=standing,
        postgresql_where=standing,
    )
