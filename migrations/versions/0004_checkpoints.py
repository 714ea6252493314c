"""Checkpoints: what the log of a working draft was, kept small, so that old rows can go."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_checkpoint",
        sa.Column("working_draft_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opening", sa.LargeBinary(), nullable=False),
        sa.Column("history", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["working_draft_id"],
            ["working_draft.id"],
            name=op.f("fk_draft_checkpoint_working_draft_id_working_draft"),
        ),
        sa.PrimaryKeyConstraint("working_draft_id", "seq", name=op.f("pk_draft_checkpoint")),
    )
    asked = sa.Column(
        "checkpoint_asked_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False
    )
    op.add_column("working_draft", asked)


def downgrade() -> None:
    """Only while no row of a log has been replaced: after that the words are in the checkpoints
    alone.
    """
    replaced = sa.text(
        "SELECT count(*) FROM working_draft AS d WHERE d.head_seq > 0"
        " AND NOT EXISTS (SELECT 1 FROM draft_update AS u WHERE u.working_draft_id = d.id "
        "AND u.seq = 1)"
    )
    if op.get_bind().execute(replaced).scalar_one():
        raise RuntimeError(
            "Checkpoints have replaced rows of the log; without them words would be lost."
        )
    op.drop_column("working_draft", "checkpoint_asked_seq")
    op.drop_table("draft_checkpoint")
