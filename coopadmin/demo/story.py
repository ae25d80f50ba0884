"""A story told in the order of its days: every deed with who did it and when, each one line of the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, select

from coopadmin.domain.periods import add_months
from db.journal import Transaction
from db.tables.base import Record, table_of

P = ParamSpec("P")
R = TypeVar("R")

MONTHS_KEPT = 42
"""How long ago the store was begun; what lies further back was taken over from paper."""

_SEED = 2017


@dataclass(frozen=True, slots=True)
class _Planned:
    moment: datetime
    actor: str
    deed: str
    carry_out: Callable[[Transaction], object]
    key: str


class Story:
    """What happened in the made-up co-operative until the day before `today`, planned in any order, played by day.

    Every day in it is counted back from `today`; `ids` gives the number in the store of what was made under a key
    (a member's name, a home's code, a contract's or task's number), once the deed that made it has been played.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.begun_on = self.month(MONTHS_KEPT)
        self.random = Random(_SEED)  # noqa: S311 - made-up data, the same every time
        self.ids: dict[str, int] = {}
        self._planned: list[_Planned] = []
        self._told_on: Counter[date] = Counter()
        self._connection: Connection | None = None

    # -- days ------------------------------------------------------------------------------------------------------

    def ago(self, days: int) -> date:
        """Give the day so many days before today; after it where `days` is below zero."""
        return self.today - timedelta(days=days)

    def month(self, ago: int) -> date:
        """Give the first day of the month so many months before today's; after it where `ago` is below zero."""
        return add_months(self.today.replace(day=1), -ago)

    # -- who did it ------------------------------------------------------------------------------------------------

    def secretary(self, day: date) -> str:
        """Name who kept the registers on a day."""
        return "Ineke" if day < self.month(19) else "Fatima"

    def treasurer(self, day: date) -> str:
        """Name who kept the money on a day."""
        return "Gerrit" if day < self.month(40) else "Noor"

    def coordinator(self, day: date) -> str:
        """Name who saw to maintenance on a day."""
        return "Dirk-Jan" if day < self.month(14) else "Yusuf"

    # -- telling ---------------------------------------------------------------------------------------------------

    def tell(
        self,
        day: date,
        actor: str,
        deed: Callable[Concatenate[Transaction, P], R],
        act: Callable[[Callable[P, R]], object],
        key: str = "",
        at: time | None = None,
    ) -> None:
        """Plan a deed: `act` is handed the deed and calls it, once it is its turn and what it needs is in `ids`.

        With `key` the number that `act` gives is kept in `ids`. On one day the order of telling holds, but for what is
        told `at` a time of its own. Raises ValueError for a day before the store was begun or after yesterday.
        """
        if not self.begun_on <= day < self.today:
            raise ValueError(f"{deed.__name__} on {day} does not lie between {self.begun_on} and {self.today}")

        def carry_out(transaction: Transaction) -> object:
            def do(*args: P.args, **kwargs: P.kwargs) -> R:
                return deed(transaction, *args, **kwargs)

            return act(do)

        moment = self._moment(day) if at is None else datetime.combine(day, at).astimezone().astimezone(UTC)
        self._planned.append(_Planned(moment, actor, deed.__name__, carry_out, key))

    def play(self, connection: Connection) -> None:
        """Carry all of it out, in the order of its days."""
        self._connection = connection
        for planned in sorted(self._planned, key=lambda one: one.moment):
            day = planned.moment.astimezone().date()
            transaction = Transaction(connection, actor=planned.actor, at=planned.moment, today=day)
            made = planned.carry_out(transaction)
            transaction.close(planned.deed)
            if planned.key:
                self.ids[planned.key] = cast("int", made)

    @property
    def connection(self) -> Connection:
        """The store as it is at this point of the story; for what only a query can tell."""
        assert self._connection is not None  # noqa: S101 - only deeds ask, and those are carried out by play
        return self._connection

    def find(self, model: type[Record], **values: object) -> int:
        """Give the number of the first row that has these values, at this point of the story."""
        table = table_of(model)
        wanted = (table.c[name] == value for name, value in values.items())
        return self.connection.execute(select(table.c.id).where(*wanted).order_by(table.c.id).limit(1)).scalar_one()

    def _moment(self, day: date) -> datetime:
        """Spread the deeds over a day's working hours, one after the other, and give the moment in UTC."""
        minutes = day.toordinal() * 37 % 480 + 11 * self._told_on[day]
        self._told_on[day] += 1
        began = datetime.combine(day, time(9, 4)).astimezone()
        return (began + timedelta(minutes=minutes)).astimezone(UTC)


def take_over_records(transaction: Transaction, *, enter: Callable[[Transaction], None], about: str) -> None:
    """Enter at once what was kept on paper or in a workbook before; `about` says which numbers, for the journal."""
    enter(transaction)
    transaction.about = about
