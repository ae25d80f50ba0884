"""The store: the one thing both doors hold.

Reading hands it a query, changing hands it a deed; it opens the connection, keeps the transaction and the
journal, and turns what the database says into sentences. Nothing above it ever sees a session.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from coopadmin import log, settings
from coopadmin.errors import ChangedMeanwhile, CoopadminError, Refused, StoreDamaged, StoreReplaced, StoreUnusable
from coopadmin.i18n import _
from db import schema
from db.backup_folders import clear_left
from db.drafts import clear_drafts
from db.engine import make_engine, shared_place
from db.files import database_errors, is_encrypted
from db.migrate import bring_up_to_date
from db.schema import explain, is_damaged
from db.seen import Seen, is_past, newest
from db.sweeping import is_unswept, sweep, why_unswept

if TYPE_CHECKING:
    from db.journal import Transaction

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What a deed gave, and its batch in the journal (None where it changed nothing)."""

    result: R
    batch: int | None
    seen: Seen | None = None
    """How new the store is with it."""


class _Rehearsed(Exception):
    """Ends a rehearsal: everything it did is rolled back."""


class Store:
    """An open store. Opening brings an older one up to date, after a verified backup.

    Raises StoreUnusable and its kin where the file cannot be used.
    """

    def __init__(
        self,
        path: Path,
        *,
        actor: str,
        clock: Callable[[], datetime] = settings.now,
        begin_day: Callable[[datetime], object] | None = None,
    ) -> None:
        self.path = path
        self.actor = actor
        self._clock = clock
        self._begin_day = begin_day
        """What is done before the first change of each day, with the moment where the user is."""
        self._begun: date | None = None
        clear_drafts(path.parent)
        self.backed_up_to = bring_up_to_date(path)
        """The backup made because the store had an older form, or None."""
        clear_left(path)
        log.opened(schema.HEAD, "encrypted" if is_encrypted(path) else "plain")
        self._reader = make_engine(path, write=False)
        self._writer = make_engine(path, write=True)
        self.unswept = ""
        """Why bytes of what was forgotten may still lie in unused parts of the file; empty where none do."""
        if is_unswept(path):
            self.sweep()

    @property
    def in_shared_place(self) -> bool:
        """Tell whether the file lies in a synced or network folder, so that a slower, safe journal is kept."""
        return shared_place(self.path)

    def today(self) -> date:
        """Tell the day where the user is."""
        return self._clock().astimezone().date()

    def read(self, query: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query from `db.queries` against one consistent state of the store."""
        with self._explained(), self._reader.connect() as connection:
            return query(connection, *args, **kwargs)

    def read_as_of(
        self, query: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[R, Seen]:
        """Run a query as `read` does, and tell how new the store was at that moment."""
        with self._explained(), self._reader.connect() as connection:
            seen = newest(connection)
            return query(connection, *args, **kwargs), seen

    def do(self, deed: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs) -> Done[R]:
        """Carry out a deed from `coopadmin.services`: one transaction, one journal line, all of it or nothing."""
        return self.do_unless_changed(None, deed, *args, **kwargs)

    def do_unless_changed(
        self, seen: Seen | None, deed: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Done[R]:
        """Carry out a deed as `do` does, on what was read when the store was as new as `seen` says.

        Raises ChangedMeanwhile where a later batch changed what this deed changes too, and Refused where it removed or
        cleared it, or where another file was put in the place of the store; nothing is done then.
        """
        if self._begin_day is not None and self._begun != self.today():
            self._begun = self.today()
            self._begin_day(self._clock().astimezone())
        with self._logged(deed.__name__), self._explained(), self._writer.begin() as connection:
            if seen is not None and not is_past(connection, seen):
                raise Refused(str(StoreReplaced(self.path)))
            transaction = self._transaction(connection)
            transaction.seen = seen
            result = deed(transaction, *args, **kwargs)
            if transaction.meanwhile:
                shown = newest(connection)
                raise ChangedMeanwhile(transaction.meanwhile, (shown.batch, shown.link))
            done = Done(result, transaction.close(deed.__name__), transaction.ended)
        if transaction.forgot:
            self.sweep()
        return done

    def sweep(self) -> None:
        """Clean the file of what was forgotten; where that cannot be, `unswept` says why and the next opening tries."""
        clear_left(self.path)
        try:
            sweep(self.path)
        except CoopadminError as error:
            self.unswept = why_unswept(error)
        else:
            self.unswept = ""

    def rehearse(self, deed: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Carry a deed out and take it back at once: what it would give, with nothing changed."""
        outcome: list[R] = []
        try:
            with self._explained(), self._writer.begin() as connection:
                transaction = self._transaction(connection)
                outcome.append(deed(transaction, *args, **kwargs))
                transaction.flush()
                raise _Rehearsed
        except _Rehearsed:
            return outcome[0]

    def _transaction(self, connection: Connection) -> Transaction:
        # Only changing needs the journal and every table; reading the first page does not wait for them.
        from db.journal import Transaction

        if connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() != schema.HEAD:
            # Another version brought it up to date while it was open here, or an older copy was put in its place.
            raise StoreUnusable(
                _(
                    "The store {path} was given the form of another version of coopadmin meanwhile. "
                    "Close it here and open it again; nothing was changed."
                ).format(path=self.path)
            )
        return Transaction(connection, actor=self.actor, at=self._clock(), today=self.today())

    @contextmanager
    def _logged(self, deed: str) -> Generator[None]:
        begun = time.perf_counter()
        try:
            yield
        except BaseException as error:
            log.done(deed, time.perf_counter() - begun, error)
            raise
        log.done(deed, time.perf_counter() - begun)

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except IntegrityError as error:
            raise Refused(_guarded(str(error.orig))) from error
        except DBAPIError as error:
            raise explain(error.orig or error, self.path) from error
        except database_errors() as error:
            raise explain(error, self.path) from error
        except UnicodeEncodeError as error:
            raise Refused(_("There is a sign in it that is no letter and cannot be kept; type it anew.")) from error
        except (ValueError, OverflowError) as error:
            # A day that is none, a number that is text: the database checks these when they are written.
            if is_damaged(self.path):
                raise StoreDamaged(self.path, _("the file is damaged")) from error
            raise


def _guarded(said: str) -> str:
    """Say in words what the database refused; forms and imports catch these before it comes to that."""
    if "contract_overlap" in said:
        return _("This home already has a contract on one of these days.")
    if "membership_overlap" in said:
        return _("This member already has a membership on one of these days.")
    if "booking_overlap" in said:
        return _("This facility is already booked in that time.")
    if "month_closed" in said:
        return _("This is dated in a month that is closed. Reopen that month first, or date it after it.")
    if "journal_append_only" in said:
        return _("The journal can only grow; nothing in it can be changed or removed.")
    if "UNIQUE" in said:
        return _("There is already a record with this number or name; nothing was changed.")
    if "FOREIGN KEY" in said:
        return _("What this refers to is gone, or another record still refers to it; nothing was changed.")
    return _("The store refused this as impossible ({said}); nothing was changed.").format(said=said)
