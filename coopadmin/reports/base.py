"""A report: a title, columns, rows. What is in it is said here; how it is written, in `render`.

Values are plain: text, `date`, `datetime`, whole numbers, cents, yes or no, a sequence of texts, or None where there
is nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Literal

from coopadmin.formats import moment_text, plain_amount, short_date
from coopadmin.i18n import _

ColumnKind = Literal["text", "date", "moment", "cents", "int", "flag", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` as JSON names it, `label` as a person reads it (translated), and what its values are.

    `words` says how codes are called (message ids); JSON keeps the codes. A `minor` column is left out of a table
    that would not fit otherwise. JSON leaves out what is only for `people`, a table what is only for `programs`;
    spreadsheets, which both read, have all.
    """

    key: str
    label: str
    kind: ColumnKind = "text"
    words: Mapping[str, str] | None = None
    minor: bool = False
    only: Literal["people", "programs"] | None = None

    @property
    def is_number(self) -> bool:
        """Tell whether its values line up on the right."""
        return self.kind in ("cents", "int")

    def shown(self, value: Any) -> str:
        """Write a value as a person reads it in a table; nothing for None."""
        if value is None:
            return ""
        if self.kind == "flag":
            return _("yes") if value else _("no")
        if self.kind == "list":
            return " + ".join(value)
        if self.kind == "cents":
            return plain_amount(value)
        if isinstance(value, datetime):
            return moment_text(value)
        if isinstance(value, date):
            return short_date(value)
        if self.words is not None and value in self.words:
            return _(self.words[value])
        return " ".join(str(value).splitlines())


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked for, and the answer.

    `about` are the JSON keys before the rows (the day, counts), `totals` those behind them; `remarks` are the lines
    below a table for people, which say the same in words.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]]
    about: Mapping[str, Any] = field(default_factory=dict[str, Any])
    totals: Mapping[str, Any] = field(default_factory=dict[str, Any])
    remarks: tuple[str, ...] = ()


def rows_of(columns: Sequence[Column], found: Iterable[object], **sources: str) -> list[dict[str, Any]]:
    """Take the columns out of rows as a query gives them; `sources` names the attribute where it is not the key."""
    readers = [(column.key, attrgetter(sources.get(column.key, column.key))) for column in columns]
    return [{key: read(row) for key, read in readers} for row in found]
