"""What no form can promise and the database must: nothing overlaps that may not, a closed month stays as it is,
and the journal only grows.

Table rebuilds stumble over some triggers and drop others without a word, so all of them are dropped before a migration
and made anew after it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coopadmin.formats import tidy

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LATE = "9999-12-31"

NO_OVERLAP: dict[str, tuple[str, str, str]] = {
    "contract": ("dwelling_id", "starts_on", "ends_on"),
    "membership": ("member_id", "starts_on", "ends_on"),
    "booking": ("facility_id", "starts_at", "ends_at"),
}
"""Tables whose rows may not share a day (a minute) with another of the same home, member or facility: which column
says the same what, and which ones from when and until when."""


DATED_MONEY: dict[str, str] = {
    "charge": "due_on",
    "posting": "booked_on",
    "bankline": "booked_on",
    "depositmovement": "moved_on",
}
"""Tables whose rows may not come, go or change in a closed month: which column says when."""


def _closed_months(table: str, dated: str) -> dict[str, str]:
    """Forbid any change of `table` in a closed month or before it; reopening is a deed of its own."""
    made: dict[str, str] = {}
    for event, rows in (("insert", ("NEW",)), ("update", ("OLD", "NEW")), ("delete", ("OLD",))):
        name = f"{table}_closed_{event}"
        closed = " OR ".join(
            f"EXISTS (SELECT 1 FROM monthclosing WHERE month >= substr({row}.{dated}, 1, 7) || '-01')" for row in rows
        )
        made[name] = (
            f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'month_closed') WHERE {closed}; END"
        )
    return made


def _no_overlap(table: str) -> dict[str, str]:
    """Forbid two rows of `table` that are of the same what and share a day."""
    same, first, last = NO_OVERLAP[table]
    name = f"{table}_overlap"
    body = f"""
        SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
            SELECT 1 FROM {table} AS other
            WHERE other.{same} = NEW.{same} AND other.id <> NEW.id
              AND other.{first} <= coalesce(NEW.{last}, '{_LATE}')
              AND coalesce(other.{last}, '{_LATE}') >= NEW.{first})
    """
    return {
        f"{name}_insert": f"CREATE TRIGGER {name}_insert BEFORE INSERT ON {table} BEGIN {body}; END",
        f"{name}_update": (
            f"CREATE TRIGGER {name}_update BEFORE UPDATE OF {same}, {first}, {last} ON {table} BEGIN {body}; END"
        ),
    }


# A booking ends as the next begins, so sharing the very minute of hand-over is no overlap. What was shared once may
# hold a long booking with shorter ones in it, so every booking that has not ended by then is looked at: in a register
# that is read from old to new those are few. The plus keeps the search on the index of their ends.
_BOOKING_BODY = """
    SELECT RAISE(ABORT, 'booking_overlap') WHERE NEW.status <> 'cancelled'
        AND EXISTS (SELECT 1 FROM facility WHERE facility.id = NEW.facility_id AND facility.allows_overlap = 0)
        AND EXISTS (
            SELECT 1 FROM booking AS other
            WHERE other.facility_id = NEW.facility_id AND other.id <> NEW.id AND other.status <> 'cancelled'
              AND other.ends_at > NEW.starts_at AND +other.starts_at < NEW.ends_at)
"""

TRIGGERS: dict[str, str] = {
    **_no_overlap("contract"),
    **_no_overlap("membership"),
    "booking_overlap_insert": (
        f"CREATE TRIGGER booking_overlap_insert BEFORE INSERT ON booking BEGIN {_BOOKING_BODY}; END"
    ),
    "booking_overlap_update": (
        # What is only noted of a booking (paid, looked at) asks nothing: it stands where it stood.
        "CREATE TRIGGER booking_overlap_update BEFORE UPDATE ON booking "
        "WHEN NEW.facility_id <> OLD.facility_id OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at "
        "OR (OLD.status = 'cancelled' AND NEW.status <> 'cancelled') "
        f"BEGIN {_BOOKING_BODY}; END"
    ),
    **{name: made for table, dated in DATED_MONEY.items() for name, made in _closed_months(table, dated).items()},
    # REPLACE removes a row without asking the triggers on removal, so what is there may not be inserted again.
    "journalentry_once": (
        "CREATE TRIGGER journalentry_once BEFORE INSERT ON journalentry "
        "WHEN EXISTS (SELECT 1 FROM journalentry WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END"
    ),
    "journalvalue_once": (
        "CREATE TRIGGER journalvalue_once BEFORE INSERT ON journalvalue "
        "WHEN EXISTS (SELECT 1 FROM journalvalue WHERE entry_id = NEW.entry_id AND position = NEW.position) "
        "BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END"
    ),
    "journalentry_keep": (
        "CREATE TRIGGER journalentry_keep BEFORE DELETE ON journalentry "
        "BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END"
    ),
    "journalentry_fixed": (
        "CREATE TRIGGER journalentry_fixed BEFORE UPDATE ON journalentry "
        "BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END"
    ),
    "journalvalue_keep": (
        "CREATE TRIGGER journalvalue_keep BEFORE DELETE ON journalvalue "
        "BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END"
    ),
    "journalvalue_fixed": """
        CREATE TRIGGER journalvalue_fixed BEFORE UPDATE ON journalvalue
        WHEN NEW.values_json IS NOT NULL OR NEW.salt IS NOT NULL
          OR NEW.entry_id <> OLD.entry_id OR NEW.position <> OLD.position
          OR NEW.table_name <> OLD.table_name OR NEW.row_id <> OLD.row_id
          OR NEW.change <> OLD.change OR NEW.digest <> OLD.digest
        BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END
    """,
}


@contextmanager
def letting_words_go(connection: Connection, words: Mapping[str, tuple[str, ...]]) -> Generator[None]:
    """Let these columns of these tables change in closed months, and nothing else of them, within a transaction.

    Words go when their term is over, whatever was closed; days, amounts and accounts are kept as strictly as ever.
    Where it fails within, the transaction takes the triggers back with all else.
    """
    changed = {table: names for table, names in words.items() if table in DATED_MONEY}
    for table, names in changed.items():
        columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})").all()]
        fixed = ", ".join(column for column in columns if column not in names)
        name = f"{table}_closed_update"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(TRIGGERS[name].replace("BEFORE UPDATE ON", f"BEFORE UPDATE OF {fixed} ON"))
    yield
    for table in changed:
        name = f"{table}_closed_update"
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(TRIGGERS[name])


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger there is, within the caller's transaction.

    A table cannot be rebuilt while a trigger of another one speaks of it: SQLite reads them all when it renames.
    """
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    for name in names:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def foreign(there: Iterable[tuple[str, str, str]]) -> list[str]:
    """Name what a file would do by itself and this program did not put there; `there` are kind, name and text of each.

    Any view counts: it could stand in for a table.
    """
    made = {name: tidy(text) for name, text in TRIGGERS.items()}
    return sorted(name for kind, name, text in there if kind == "view" or made.get(name) != tidy(text or ""))


def missing(there: Iterable[tuple[str, str, str]]) -> list[str]:
    """Name the triggers that should be there and are not."""
    return sorted(TRIGGERS.keys() - {name for _kind, name, _text in there})


def make_triggers(connection: Connection) -> None:
    """Drop and make every trigger, within the caller's transaction."""
    for name, statement in TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(statement)
