"""What all tables share: names for every constraint, STRICT types, and the folded text they are searched by."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from sqlalchemy import (
    JSON,
    VARCHAR,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Enum,
    Index,
    String,
    Table,
    Time,
    Uuid,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlmodel import Field, SQLModel
from sqlmodel._compat import SQLModelConfig
from sqlmodel.sql.sqltypes import AutoString

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _as_text(_element: Any, _compiler: Any, **_options: Any) -> str:
    return "TEXT"


def _as_integer(_element: Any, _compiler: Any, **_options: Any) -> str:
    return "INTEGER"


# STRICT tables know INTEGER, REAL, TEXT, BLOB and ANY, and refuse every other type name.
for _kind in (String, VARCHAR, AutoString, Date, DateTime, Time, Enum, JSON, Uuid):
    compiles(_kind, "sqlite")(_as_text)
compiles(Boolean, "sqlite")(_as_integer)


class Record(SQLModel):
    """A table with a number of its own that is never used again."""

    # Tables are never validated by pydantic (STRICT and CHECKs do that), so its validators need not be built.
    model_config = SQLModelConfig(defer_build=True)

    id: int = Field(default=None, primary_key=True)
    """Given by the transaction that adds the row."""

    search_fields: ClassVar[tuple[str, ...]] = ()
    """The columns whose text, folded, fills `folded`; none where a table has no such column."""


def one_of(column: str, *values: str) -> CheckConstraint:
    """Allow only these words in `column`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def not_empty(column: str, longest: int = 400) -> CheckConstraint:
    """Demand at least one sign that is no blank, and no more than `longest`."""
    return CheckConstraint(f"length(trim({column})) > 0 AND length({column}) <= {longest}", name=f"{column}_filled")


def ordered(first: str, last: str) -> CheckConstraint:
    """Demand that `last` is empty or not before `first`."""
    return CheckConstraint(f"{last} IS NULL OR {last} >= {first}", name=f"{last}_after_{first}")


def not_negative(column: str) -> CheckConstraint:
    """Demand zero or more, where filled."""
    return CheckConstraint(f"{column} IS NULL OR {column} >= 0", name=f"{column}_not_negative")


def day(column: str) -> CheckConstraint:
    """Demand a day of the calendar written as 2026-11-20, where filled."""
    # Without anything to add SQLite gives 30 February back as it is; with it, as 2 March.
    return CheckConstraint(f"{column} IS NULL OR {column} IS date({column}, '+0 days')", name=f"{column}_day")


def minute(column: str) -> CheckConstraint:
    """Demand a day and a time of the wall clock written as 2026-11-20T14:30."""
    rule = f"{column} IS replace(substr(datetime({column}, '+0 days'), 1, 16), ' ', 'T')"
    return CheckConstraint(rule, name=f"{column}_minute")


def flag(column: str) -> CheckConstraint:
    """Demand 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_flag")


def only_where(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """Index, or hold unique, only the rows that answer to a condition.

    The migrations say it for other databases too; saying it here would load their dialects with the first page.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(condition))


def strict(*constraints: Any) -> tuple[Any, ...]:
    """Close a table's arguments: its constraints, STRICT on SQLite."""
    return (*constraints, {"sqlite_strict": True})


def table_of(model: type[SQLModel]) -> Table:
    """Give the SQLAlchemy table behind a SQLModel class."""
    return cast("Table", getattr(model, "__table__"))  # noqa: B009 - SQLModel does not declare the attribute
