"""A folder for the audit committee: everything behind some months, to be read with any spreadsheet.

Every file's digest stands in SHA256SUMS, with the end of the journal's chain, so that what the committee saw can be
held against the store ever after. Text in a file cannot run as a formula. Nothing is written beside other things.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection

from coopadmin.domain.closing import SIGNS, month_text
from coopadmin.domain.journal_end import end_text, short_text
from coopadmin.domain.periods import add_months, last_of_month
from coopadmin.domain.reconciliation import account_end
from coopadmin.errors import Refused, WrongUse, unwritten
from coopadmin.exchange.audit_tables import TABLES, as_csv, worded
from coopadmin.formats import euro, long_date, moment_text, plain_amount, short_date
from coopadmin.i18n import _, ngettext
from coopadmin.settings import private_folder, write_private
from db.queries import association, audit
from db.queries.checklist import account_facts, checklist
from db.queries.closing import closings

SUMS = "SHA256SUMS"
INDEX = "index.txt"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the folder, its files with the rows in each, and the journal's end."""

    folder: Path
    files: tuple[tuple[str, int], ...]
    end: audit.JournalEnd


def write_audit_folder(
    connection: Connection, first_month: date, last_month: date, folder: Path, today: date
) -> Written:
    """Write the folder for the months that two days lie in, whole or not at all.

    One that was written here earlier is replaced. Raises Refused where the folder holds anything else, and WrongUse
    where it cannot be written.
    """
    first, last = first_month.replace(day=1), last_of_month(last_month)
    if last < first:
        raise WrongUse(_("the last month lies before the first"))
    _refuse_other_things(folder)
    files: dict[str, bytes] = {}
    counts: list[tuple[str, int]] = []
    for table in TABLES:
        rows = [worded(row) for row in table.rows(connection, first, last)]
        files[table.name] = as_csv(table, rows)
        counts.append((table.name, len(rows)))
    end = audit.journal_end(connection)
    files[INDEX] = _index(connection, first, last, today, counts).encode("utf-8", "replace")
    sums = [f"{sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())]
    # A line that begins with # is passed over by the programs that hold the files against this list.
    files[SUMS] = "\n".join([*sums, f"# journal {end.entry_id} {end.chain}", ""]).encode()
    try:
        _put(files, folder)
    except OSError as error:
        raise unwritten(folder, error) from None
    return Written(folder, (*counts, (INDEX, 0), (SUMS, 0)), end)


def _refuse_other_things(folder: Path) -> None:
    """Refuse a place that is a file, or a folder with anything in it that this program did not write there."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Refused(_("{folder} is a file; name a folder.").format(folder=folder))
    known = {table.name for table in TABLES} | {INDEX, SUMS}
    there = {entry.name for entry in folder.iterdir()}
    if there - known or (there and SUMS not in there):
        raise Refused(
            _("{folder} holds other things; name a folder that is not there yet. Nothing was written.").format(
                folder=folder
            )
        )


def _put(files: dict[str, bytes], folder: Path) -> None:
    """Write all files beside the folder first, and move them there when they are whole."""
    private_folder(folder.parent)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, content in files.items():
            write_private(draft / name, content)
        if folder.exists():
            shutil.rmtree(folder)
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


# -- the page to begin with ----------------------------------------------------------------------------------------


def _index(connection: Connection, first: date, last: date, today: date, counts: Sequence[tuple[str, int]]) -> str:
    name = association.cooperative(connection).name
    end = audit.journal_end(connection)
    begun = next((row["id"] for row in audit.journal(connection, first)), None)
    lines = [
        name,
        _("For the audit committee: {first} to {last}").format(first=long_date(first), last=long_date(last)),
        _(
            "Made on {day}. It holds names and accounts: show it to nobody else, and destroy it when you are done."
        ).format(day=long_date(today)),
        "",
        *_headed(_("The months"), _months(connection, first, last, today)),
        *_headed(_("The bank"), _balances(connection, last)),
        *_headed(_("The largest expenses"), _expenses(connection, first, last)),
        *_headed(_("The files"), _files(counts)),
        *_headed(
            _("The journal"),
            [
                *_end(end),
                _("The link before the first line in journal.csv: {chain}").format(
                    chain=(audit.link_before(connection, begun) if begun else "") or "–"
                ),
                _(
                    "A link is the SHA-256 of the link before it and the line's fields; `coopadmin check` counts "
                    "them all again."
                ),
            ],
        ),
    ]
    return "\n".join(lines)


def _end(end: audit.JournalEnd) -> Iterable[str]:
    if end.at is None:
        return
    moment = moment_text(end.at.astimezone().replace(tzinfo=None))
    yield _("Its last entry is number {number}, of {moment}.").format(number=end.entry_id, moment=moment)
    yield _("The end of the journal: {end}").format(end=end_text(end.entry_id, end.chain))
    yield _("To type it over: {end}").format(end=short_text(end.entry_id, end.chain))
    yield _("Put it in your report: by it a later committee sees whether anything up to here was changed or removed.")
    yield _(
        "That committee asks at the desk, under closing the month, or with: coopadmin check --journal-end {end}"
    ).format(end=short_text(end.entry_id, end.chain))


def _headed(heading: str, lines: Iterable[str]) -> list[str]:
    return [heading, "-" * len(heading), *lines, ""]


def _months(connection: Connection, first: date, last: date, today: date) -> Iterable[str]:
    closed = {row.month: row for row in closings(connection)}
    month = first
    while month <= last:
        row = closed.get(month)
        if row is not None:
            text = _("{month}: closed on {day}, the bank held {balance}").format(
                month=month_text(month), day=long_date(row.closed_on), balance=euro(row.balance_cents)
            )
            yield f"{text} · {row.note}" if row.note else text
        else:
            yield _("{month}: not closed. What was left to do:").format(month=month_text(month))
            for point in checklist(connection, month, today).points:
                if point.kind != "order":
                    yield f"  {SIGNS[point.weight]} {point.text}"
        month = add_months(month, 1)


def _balances(connection: Connection, last: date) -> Iterable[str]:
    for facts in account_facts(connection):
        end = account_end(facts, last)
        if end.balance_cents is None:
            yield _("{account}: no file gave a balance").format(account=end.number)
            continue
        text = _("{account}: {balance} by the lines on {day}").format(
            account=end.number, balance=euro(end.balance_cents), day=short_date(last)
        )
        if end.bank_cents is not None and end.said_on is not None:
            said = _("the bank said {bank} on {day}").format(bank=euro(end.bank_cents), day=short_date(end.said_on))
            verdict = _("they agree") if end.agrees else _("THEY DO NOT AGREE")
            text = f"{text}; {said}: {verdict}"
        yield text


def _expenses(connection: Connection, first: date, last: date) -> Iterable[str]:
    for row in audit.largest_expenses(connection, first, last):
        parts = (row["code"], row["name"], row["task"], row["note"])
        about = " · ".join(" ".join(str(part).split()) for part in parts if part)
        yield f"{short_date(row['booked_on'])}  {plain_amount(-row['amount_cents']):>12}  {about}"


def _files(counts: Sequence[tuple[str, int]]) -> Iterable[str]:
    about = {table.name: table.about for table in TABLES}
    for name, count in counts:
        rows = ngettext("{count} row", "{count} rows", count).format(count=count)
        yield f"{name}: {_(about[name])} ({rows})"
    yield _("{file}: the digest of every file here; hold them against it with: sha256sum -c {file}").format(file=SUMS)
