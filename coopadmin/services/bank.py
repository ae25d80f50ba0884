"""Taking in the bank's files, and saying which accounts are the co-operative's own.

A file is one deed: all of it or nothing. Its lines are told apart from those that are here already
(`coopadmin/domain/bank.py`), and what stands on sure ground is matched at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.bank import CURRENCY, Content, Keys, misses_cents
from coopadmin.domain.closing import is_closed, month_text
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.exchange.bank import BankFile, LineRead, StatementEnd, StatementRead
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.bank_remarks import Found, remarks
from coopadmin.services.matching_auto import match_lines
from db.journal import Transaction
from db.queries.bank import statements_of, suspects
from db.queries.closing import closed_through
from db.tables.association import Cooperative
from db.tables.bank import BankAccount, BankLine, BankStatement
from db.tables.bank import BankFile as BankFileRow
from db.tables.matching import Posting

LINES_AT_ONCE = 500
"""Lines looked up together, so that a file of any size takes the same memory."""

LONGEST_NAME = 400


@dataclass(frozen=True, slots=True)
class BankTaken:
    """What came of a bank file. `matched` and `unmatched` count new lines only; amounts are in cents.

    `balance_ok` is None where no statement gives both balances; `closing_cents` is that of the last statement.
    `remarks` are sentences on what a person should look at.
    """

    file: str
    format: str
    statements: int
    lines: int
    new: int
    duplicate: int
    matched: int
    unmatched: int
    balance_ok: bool | None
    closing_cents: int | None
    suspects: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Account:
    account_id: int
    number: str
    currency: str
    is_ours: bool


@dataclass(slots=True)
class _Statement:
    """A statement on its way in; it is written once it brings something new."""

    read: StatementRead
    closing_cents: int | None
    closes_on: date | None
    first_on: date | None = None
    last_on: date | None = None
    count: int = 0
    cents: int = 0
    row_id: int | None = None
    waiting: list[tuple[int, str, LineRead]] = field(default_factory=list[tuple[int, str, LineRead]])

    @property
    def opens_on(self) -> date | None:
        """The day the bank gives, else that of its first line."""
        return self.read.opens_on or self.first_on

    @property
    def ends_on(self) -> date | None:
        """The day the bank gives, else that of its last line."""
        return self.closes_on or self.last_on or self.opens_on


def take_bank_file(transaction: Transaction, *, file: BankFile) -> BankTaken:
    """Take in a bank file whole: its accounts, its statements with their balances, and the lines that are new.

    New lines on sure ground are matched. Raises Unreadable where the file cannot be read to its end, and Refused
    where it has new lines in a month that is closed; then nothing of it is kept.
    """
    intake = _Intake(transaction, file)
    for one in file.statements():
        if isinstance(one, LineRead):
            intake.line(one)
        elif isinstance(one, StatementEnd):
            intake.end(one)
        else:
            intake.begin(one)
    return intake.done()


def confirm_account(transaction: Transaction, *, account_id: int, name: str = "") -> int:
    """Confirm that an account is the co-operative's own; its lines on sure ground are matched, which are counted.

    Raises Refused where it is gone.
    """
    number = _number(transaction, account_id)
    transaction.change(BankAccount, account_id, status="own", name=_checked_name(name))
    transaction.about = number
    posted = select(col(Posting.line_id))
    lines = select(col(BankLine.id)).where(col(BankLine.account_id) == account_id, col(BankLine.id).not_in(posted))
    return match_lines(transaction, transaction.execute(lines.order_by(col(BankLine.id))).scalars().all())


def rename_account(transaction: Transaction, *, account_id: int, name: str) -> bool:
    """Call an account by another name; tells whether it was called otherwise. Raises Refused where it is gone."""
    transaction.about = _number(transaction, account_id)
    return transaction.change(BankAccount, account_id, name=_checked_name(name))


def _checked_name(name: str) -> str:
    bare = tidy(name)
    if len(bare) > LONGEST_NAME:
        raise Invalid([Problem("name", _("this name is too long"))])
    return bare


def _number(transaction: Transaction, account_id: int) -> str:
    number: str | None = transaction.scalar(select(col(BankAccount.number)).where(col(BankAccount.id) == account_id))
    if number is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return number


# -- a file on its way in ------------------------------------------------------------------------------------------


class _Intake:
    """One bank file on its way in, from the first statement to what is said of it."""

    def __init__(self, transaction: Transaction, file: BankFile) -> None:
        self._tx = transaction
        self._file = file
        self._file_id: int | None = None
        self._closed = closed_through(transaction.connection)
        self._accounts: dict[tuple[str, str], _Account] = {}
        self._keys = Keys()
        self._statement: _Statement | None = None
        self._statements: list[_Statement] = []
        self._lines = 0
        self._new: list[int] = []
        self._nothing_in_it = 0
        self._undivided = 0
        self._elsewhere: dict[_Account, int] = {}

    def begin(self, read: StatementRead) -> None:
        """Begin a statement; the one before it ends."""
        self._finish()
        if self._statements and read.member != self._statements[-1].read.member:
            self._keys = Keys()
        self._statement = _Statement(read, read.closing_cents, read.closes_on)
        self._statements.append(self._statement)

    def end(self, end: StatementEnd) -> None:
        """Take what only the end of a statement tells."""
        if self._statement is not None:
            self._statement.closing_cents = end.closing_cents
            self._statement.closes_on = end.closes_on or self._statement.closes_on
        self._finish()

    def line(self, line: LineRead) -> None:
        """Take the next line of the statement."""
        statement = self._statement
        if statement is None:
            raise TypeError("a line before its statement")
        day = line.booked_on
        content = Content(day, line.amount_cents, line.iban, line.name, line.description, line.reference, line.part)
        self._lines += 1
        statement.count += 1
        statement.cents += line.amount_cents
        statement.first_on = day if statement.first_on is None else min(statement.first_on, day)
        statement.last_on = day if statement.last_on is None else max(statement.last_on, day)
        statement.waiting.append((self._lines, self._keys.key(content), line))
        if len(statement.waiting) == LINES_AT_ONCE:
            self._write(statement)

    def _finish(self) -> None:
        """End the statement under way: write what waits of it, and what it comes to."""
        statement, self._statement = self._statement, None
        if statement is None:
            return
        written_before = statement.row_id
        self._write(statement)
        if statement.row_id is None and self._tells_news(statement):
            self._row(statement)
        if written_before is not None:
            self._tx.change(
                BankStatement,
                written_before,
                opens_on=statement.opens_on,
                closes_on=statement.ends_on,
                closing_cents=statement.closing_cents,
                line_count=statement.count,
                lines_cents=statement.cents,
            )

    def _tells_news(self, statement: _Statement) -> bool:
        """Tell whether a statement without new lines gives a balance of a later day than any that is known."""
        if statement.closing_cents is None or statement.ends_on is None:
            return False
        account = self._known_account(statement.read)
        if account is None:
            return True
        latest: date | None = self._tx.scalar(
            select(func.max(col(BankStatement.closes_on))).where(
                col(BankStatement.account_id) == account.account_id, col(BankStatement.closing_cents).is_not(None)
            )
        )
        return latest is None or statement.ends_on > latest

    def _write(self, statement: _Statement) -> None:
        """Write the waiting lines that are new."""
        waiting, statement.waiting = statement.waiting, []
        if not waiting:
            return
        account = self._known_account(statement.read)
        known = self._known_keys(account, [key for _position, key, _line in waiting])
        for position, key, line in waiting:
            if key in known:
                continue
            known.add(key)
            self._refuse_closed(line.booked_on)
            row_id = self._row(statement)
            account = account or self._account(statement.read)
            self._add(account, row_id, position, key, line)

    def _add(self, account: _Account, statement_id: int, position: int, key: str, line: LineRead) -> None:
        line_id = self._tx.insert(
            BankLine,
            statement_id=statement_id,
            account_id=account.account_id,
            position=position,
            key=key,
            booked_on=line.booked_on,
            value_on=line.value_on,
            amount_cents=line.amount_cents,
            name=line.name,
            iban=line.iban,
            description=line.description,
            reference=line.reference,
            end_to_end_id=line.end_to_end_id,
            mandate_id=line.mandate_id,
            code=line.code,
            return_reason=line.return_reason,
            is_reversal=line.is_reversal,
            raw=line.raw,
        )
        self._new.append(line_id)
        self._nothing_in_it += not line.amount_cents
        self._undivided += bool(line.misses_cents)
        if not account.is_ours:
            self._elsewhere[account] = self._elsewhere.get(account, 0) + 1

    def _known_keys(self, account: _Account | None, keys: Sequence[str]) -> set[str]:
        if account is None:
            return set()
        of_account = select(col(BankLine.key)).where(col(BankLine.account_id) == account.account_id)
        return set(self._tx.execute(of_account.where(col(BankLine.key).in_(keys))).scalars())

    def _refuse_closed(self, day: date) -> None:
        if is_closed(self._closed, day):
            raise Refused(
                _(
                    "{file} has lines of {month} that are not here yet, and that month is closed. Reopen it first; "
                    "nothing of the file was taken in."
                ).format(file=self._file.path.name, month=month_text(day))
            )

    # -- what it is written under ----------------------------------------------------------------------------------

    def _row(self, statement: _Statement) -> int:
        """Give the row of a statement, made when it is first asked for."""
        if statement.row_id is None:
            statement.row_id = self._tx.insert(
                BankStatement,
                file_id=self._file_row(),
                account_id=self._account(statement.read).account_id,
                reference=statement.read.reference,
                opens_on=statement.opens_on,
                closes_on=statement.ends_on,
                opening_cents=statement.read.opening_cents,
                closing_cents=statement.closing_cents,
                line_count=statement.count,
                lines_cents=statement.cents,
            )
        return statement.row_id

    def _file_row(self) -> int:
        """Give the row of the file; where a part of it was taken back, it is there already."""
        if self._file_id is None:
            known: int | None = self._tx.scalar(
                select(col(BankFileRow.id)).where(col(BankFileRow.sha256) == self._file.sha256)
            )
            self._file_id = known or self._tx.insert(
                BankFileRow,
                name=self._file.path.name[:LONGEST_NAME],
                format=self._file.format,
                sha256=self._file.sha256,
            )
        return self._file_id

    def _known_account(self, read: StatementRead) -> _Account | None:
        if (read.account, read.currency) not in self._accounts:
            row = self._tx.execute(
                select(col(BankAccount.id), col(BankAccount.status)).where(
                    col(BankAccount.number) == read.account, col(BankAccount.currency) == read.currency
                )
            ).first()
            if row is None:
                return None
            ours = row[1] == "own" and read.currency == CURRENCY
            self._accounts[read.account, read.currency] = _Account(row[0], read.account, read.currency, ours)
        return self._accounts[read.account, read.currency]

    def _account(self, read: StatementRead) -> _Account:
        """Give the account of a statement; a new one is own where that is beyond doubt, else it is to be confirmed."""
        known = self._known_account(read)
        if known is not None:
            return known
        named: str | None = self._tx.scalar(select(col(Cooperative.iban)))
        first = self._tx.scalar(select(func.count()).where(col(BankAccount.status) == "own")) == 0
        ours = read.currency == CURRENCY and (named == read.account if named else first)
        account_id = self._tx.insert(
            BankAccount, number=read.account, currency=read.currency, status="own" if ours else "unknown"
        )
        account = _Account(account_id, read.account, read.currency, ours)
        self._accounts[read.account, read.currency] = account
        return account

    # -- what came of it -------------------------------------------------------------------------------------------

    def done(self) -> BankTaken:
        """End the file: match its new lines, and say what came of it."""
        self._finish()
        matched = match_lines(self._tx, self._new)
        self._tx.flush()
        doubtful = suspects(self._tx.connection, self._new)
        if self._tx.changed:
            self._tx.about = f"{self._file.format} {self._file.path.name}"
        misses = [misses_cents(one.read.opening_cents, one.cents, one.closing_cents) for one in self._statements]
        given = [one for one in misses if one is not None]
        return BankTaken(
            file=self._file.path.name,
            format=self._file.format,
            statements=len(self._statements),
            lines=self._lines,
            new=len(self._new),
            duplicate=self._lines - len(self._new),
            # A line of nothing needs no place.
            matched=matched + self._nothing_in_it,
            unmatched=len(self._new) - matched - self._nothing_in_it,
            balance_ok=not any(given) if given else None,
            closing_cents=self._closing_cents(),
            suspects=len(doubtful),
            remarks=remarks(self._found(len(doubtful))),
        )

    def _closing_cents(self) -> int | None:
        """Give the closing balance of the statement that ends last; of equals the last one of the file."""
        closings = [
            (one.ends_on or date.min, place, one.closing_cents)
            for place, one in enumerate(self._statements)
            if one.closing_cents is not None
        ]
        return max(closings)[2] if closings else None

    def _found(self, doubtful: int) -> Found:
        written = [one.row_id for one in self._statements if one.row_id is not None]
        elsewhere: Mapping[tuple[str, str], int] = {
            (account.number, account.currency): number for account, number in self._elsewhere.items()
        }
        return Found(statements_of(self._tx.connection, written), elsewhere, doubtful, self._undivided)
