"""The declarative base, with names for every constraint so that migrations can address them on
both databases.
"""

from datetime import datetime
from typing import Annotated

from sqlalchemy import MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from drafting.storage.types import UtcInstant

PrimaryKey = Annotated[int, mapped_column(primary_key=True)]
Name = Annotated[str, mapped_column(String(200))]
LongText = Annotated[str, mapped_column(Text)]
Instant = Annotated[datetime, mapped_column(UtcInstant)]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
