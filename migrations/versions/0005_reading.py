"""Versions are read again by a reader that loses no word; names may be held."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("reading", sa.Integer(), server_default=sa.text("1"), nullable=False)
    op.add_column("version", column)
    op.add_column("account", sa.Column("held_name", sa.String(200), nullable=True))
    # a cache: the next comparison with the drafts makes another one
    op.execute("DELETE FROM draft_snapshot")
    connection = op.get_bind()
    versions = connection.execute(
        sa.text("SELECT id, code_id, digest FROM version WHERE read_at IS NOT NULL ORDER BY id")
    ).all()
    job = sa.table(
        "job",
        sa.column("kind", sa.String()),
        sa.column("code_id", sa.Integer()),
        sa.column("details", sa.JSON()),
        sa.column("queued_at", sa.DateTime(timezone=True)),
        sa.column("tries", sa.Integer()),
    )
    for version_id, code_id, digest in versions:
        details = {"version_id": version_id, "digest": digest}
        values = {
            "kind": "read_version_again",
            "code_id": code_id,
            "details": details,
            "queued_at": datetime.now(UTC),
            "tries": 0,
        }
        connection.execute(job.insert().values(**values))


def downgrade() -> None:
    op.execute("DELETE FROM job WHERE kind = 'read_version_again'")
    op.drop_column("version", "reading")
    op.drop_column("account", "held_name")
