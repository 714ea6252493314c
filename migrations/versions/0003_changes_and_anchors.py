"""Numbered changes, decisions on succession, carried threads, snapshots of working drafts, last
readings, vocabularies.

Comparisons are computed again: what decides them now includes the vocabularies and the decisions.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chapters", sa.JSON(), nullable=False),
        sa.Column("clauses", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"],
            ["code_of_practice.id"],
            name=op.f("fk_draft_snapshot_code_id_code_of_practice"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_snapshot")),
        sa.UniqueConstraint("code_id", "digest", name=op.f("uq_draft_snapshot_code_id_digest")),
    )
    op.create_table(
        "last_reading",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_last_reading_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["code_id"],
            ["code_of_practice.id"],
            name=op.f("fk_last_reading_code_id_code_of_practice"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_last_reading_version_id_version")
        ),
        sa.PrimaryKeyConstraint("account_id", "code_id", name=op.f("pk_last_reading")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_version_id", sa.Integer(), nullable=False),
        sa.Column("new_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("old_clause_id", sa.Integer(), nullable=True),
        sa.Column("new_clause_id", sa.Integer(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("significance", sa.String(length=40), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revised_by", sa.Integer(), nullable=True),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["new_clause_id"],
            ["version_clause.id"],
            name=op.f("fk_change_new_clause_id_version_clause"),
        ),
        sa.ForeignKeyConstraint(
            ["new_version_id"], ["version.id"], name=op.f("fk_change_new_version_id_version")
        ),
        sa.ForeignKeyConstraint(
            ["old_clause_id"],
            ["version_clause.id"],
            name=op.f("fk_change_old_clause_id_version_clause"),
        ),
        sa.ForeignKeyConstraint(
            ["old_version_id"], ["version.id"], name=op.f("fk_change_old_version_id_version")
        ),
        sa.ForeignKeyConstraint(
            ["revised_by"], ["account.id"], name=op.f("fk_change_revised_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint(
            "old_version_id",
            "new_version_id",
            "number",
            name=op.f("uq_change_old_version_id_new_version_id_number"),
        ),
    )
    op.create_index(op.f("ix_change_new_version_id"), "change", ["new_version_id"])

    op.create_table(
        "succession_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_version_id", sa.Integer(), nullable=False),
        sa.Column("new_version_id", sa.Integer(), nullable=False),
        sa.Column("old_clause_id", sa.Integer(), nullable=True),
        sa.Column("new_clause_id", sa.Integer(), nullable=True),
        sa.Column("is_together", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_succession_decision_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["new_clause_id"],
            ["version_clause.id"],
            name=op.f("fk_succession_decision_new_clause_id_version_clause"),
        ),
        sa.ForeignKeyConstraint(
            ["new_version_id"],
            ["version.id"],
            name=op.f("fk_succession_decision_new_version_id_version"),
        ),
        sa.ForeignKeyConstraint(
            ["old_clause_id"],
            ["version_clause.id"],
            name=op.f("fk_succession_decision_old_clause_id_version_clause"),
        ),
        sa.ForeignKeyConstraint(
            ["old_version_id"],
            ["version.id"],
            name=op.f("fk_succession_decision_old_version_id_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession_decision")),
    )
    op.create_index(
        op.f("ix_succession_decision_new_version_id"), "succession_decision", ["new_version_id"]
    )

    op.create_table(
        "thread_anchor",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("exact", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"],
            ["version_clause.id"],
            name=op.f("fk_thread_anchor_clause_id_version_clause"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_thread_anchor_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_anchor_thread_id_thread")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_thread_anchor_version_id_version")
        ),
        sa.PrimaryKeyConstraint("thread_id", "version_id", name=op.f("pk_thread_anchor")),
    )
    op.create_index(op.f("ix_thread_anchor_clause_id"), "thread_anchor", ["clause_id"])
    op.create_index(op.f("ix_thread_anchor_version_id"), "thread_anchor", ["version_id"])

    op.add_column("code_of_practice", sa.Column("vocabulary", sa.JSON(), nullable=True))
    op.add_column("version", sa.Column("vocabulary", sa.JSON(), nullable=True))
    for column, length in (("provision", 40), ("block", 40), ("term", 100)):
        op.add_column(
            "version_clause",
            sa.Column(
                column, sa.String(length=length), server_default=sa.text("''"), nullable=False
            ),
        )

    op.drop_table("comparison")
    _create_comparison(sa.Column("basis", sa.String(length=64), nullable=False))


def downgrade() -> None:
    op.drop_table("comparison")
    _create_comparison()
    op.drop_column("version_clause", "term")
    op.drop_column("version_clause", "block")
    op.drop_column("version_clause", "provision")
    op.drop_column("version", "vocabulary")
    op.drop_column("code_of_practice", "vocabulary")
    for table in (
        "thread_anchor",
        "succession_decision",
        "change",
        "last_reading",
        "draft_snapshot",
    ):
        op.drop_table(table)


def _create_comparison(*more: sa.Column[str]) -> None:
    keys = ["old_digest", "new_digest", "engine", *(column.name for column in more)]
    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_digest", sa.String(length=64), nullable=False),
        sa.Column("new_digest", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.Integer(), nullable=False),
        *more,
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
        sa.UniqueConstraint(*keys, name=op.f(f"uq_comparison_{'_'.join(keys)}")),
    )
