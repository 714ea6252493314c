"""People as the platform knows them: accounts, how they sign in, where they are signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.storage.base import Base, Instant, Name, PrimaryKey
from drafting.storage.types import UtcInstant


class Account(Base):
    """One person. `email` is kept folded to lower case; `password_hash` is argon2id, or None for
    OpenID Connect only.
    """

    __tablename__ = "account"

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Name]
    # a name that could be taken for another's, until the secretariat accepts it
    held_name: Mapped[Name | None]
    password_hash: Mapped[str | None] = mapped_column(String(255))
    is_administrator: Mapped[bool] = mapped_column(default=False)  # may create codes of practice
    is_disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]


class FederatedIdentity(Base):
    """An account at an OpenID Connect provider; identified by (issuer, subject), never by
    address (OIDC Core 5.7).
    """

    __tablename__ = "federated_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[Instant]


class SignIn(Base):
    """One signed-in browser. The cookie carries a random token, the row its SHA-256; an ended
    row opens nothing.
    """

    __tablename__ = "sign_in"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    began_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class PersonalToken(Base):
    """A key to the API for one person's own programs. Only the SHA-256 of the token is kept."""

    __tablename__ = "personal_token"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[Name]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    may_write: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcInstant)
