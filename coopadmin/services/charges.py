"""What a treasurer puts on accounts: the rents of a month, what puts them right, and everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.charges import BY_HAND, KINDS, OF_A_MONTH, SAYS_WHY, Linked, left_of
from coopadmin.domain.closing import first_open_day, is_closed, month_text
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.closing import require_open
from db.journal import Transaction
from db.queries.charge_months import MonthPreview, MonthRow, Proposal, corrections, preview_month
from db.queries.charge_runs import RunPreview, preview_run
from db.queries.closing import closed_through
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.members import Member


@dataclass(frozen=True, slots=True)
class ChargedRow:
    """The rent of a contract for a month, as it was charged."""

    contract: str
    dwelling: str
    due_on: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ChargeRun:
    """What came of charging a month: how many were made and were there already, and all its rents by contract.

    `rows` and `total_cents` are the month's, whichever run made them, without corrections. `odd` are the contracts
    whose month is no whole month of one line, `without_rent` those that could not be charged because no rent is known,
    and `to_correct` those that were charged otherwise than they should be by now.
    """

    month: date
    created: int
    unchanged: int
    rows: tuple[ChargedRow, ...]
    odd: tuple[MonthRow, ...]
    without_rent: tuple[MonthRow, ...]
    to_correct: tuple[MonthRow, ...]

    @property
    def total_cents(self) -> int:
        """The rents of the month together."""
        return sum(row.amount_cents for row in self.rows)


# -- rents ---------------------------------------------------------------------------------------------------------


def charge_month(transaction: Transaction, *, month: date) -> ChargeRun:
    """Charge the rents of the month that `month` lies in, to every contract with a day in it that was not charged yet.

    Each is due on the contract's first day in the month and counted to the day by component; nothing that was charged
    is touched, so that running it again makes nothing. A contract without a known rent is left out and named. Raises
    Refused where there is something to charge in a month that is closed.
    """
    transaction.flush()
    preview = preview_month(transaction.connection, month)
    waiting = preview.of_state("to_charge")
    if waiting and preview.closed:
        raise Refused(_closed(preview, len(waiting)))
    for row in waiting:
        transaction.insert(
            Charge,
            contract_id=row.contract_id,
            kind="rent",
            month=preview.month,
            due_on=row.due_on,
            amount_cents=row.parts.total_cents,
            basic_rent_cents=row.parts.basic_rent_cents,
            service_charge_cents=row.parts.service_charge_cents,
            energy_cents=row.parts.energy_cents,
        )
    transaction.about = f"{preview.month:%Y-%m}"
    return _run(preview)


def _closed(preview: MonthPreview, count: int) -> str:
    sentence = ngettext(
        "{month} is closed, and {count} contract was not charged for it. The corrections put its rent on the account "
        "after the closed months; or reopen that month first.",
        "{month} is closed, and {count} contracts were not charged for it. The corrections put their rents on the "
        "accounts after the closed months; or reopen that month first.",
        count,
    )
    return sentence.format(month=month_text(preview.month), count=count)


def _run(preview: MonthPreview) -> ChargeRun:
    rows: list[ChargedRow] = []
    unchanged = 0
    for row in preview.rows:
        if row.rent is not None:
            unchanged += 1
            rows.append(ChargedRow(row.contract, row.dwelling, row.rent.due_on, row.rent.parts.total_cents))
        elif row.state == "to_charge":
            rows.append(ChargedRow(row.contract, row.dwelling, row.due_on, row.parts.total_cents))
    return ChargeRun(
        month=preview.month,
        created=len(rows) - unchanged,
        unchanged=unchanged,
        rows=tuple(rows),
        odd=tuple(row for row in preview.rows if row.reasons and row.parts.total_cents),
        without_rent=preview.of_state("nothing"),
        to_correct=preview.of_state("differs"),
    )


def correct_months(
    transaction: Transaction, *, until: date, contract_ids: Sequence[int] | None = None, note: str = ""
) -> tuple[Proposal, ...]:
    """Put right what was charged otherwise than it should be, in the months up to that of `until`; gives what was.

    Per contract and month the difference becomes a correction, which may be below zero, due when the month fell due
    where that day is open, else on the first open day. What was charged is left as it is, and corrections made already
    count: rents and corrections together are what charging anew would give. Of some contracts, or of all.
    """
    transaction.flush()
    found = corrections(transaction.connection, until, contract_ids)
    closed = closed_through(transaction.connection)
    for one in found:
        _correct(transaction, one, note, closed)
    numbers = sorted({one.contract for one in found})
    transaction.about = numbers[0] if len(numbers) == 1 else f"{until:%Y-%m}"
    return found


def _correct(transaction: Transaction, one: Proposal, note: str, closed: date | None) -> int:
    return transaction.insert(
        Charge,
        contract_id=one.contract_id,
        kind="correction",
        month=one.month,
        due_on=_open_day(closed, one.due_on, transaction.today),
        amount_cents=one.difference.total_cents,
        basic_rent_cents=one.difference.basic_rent_cents,
        service_charge_cents=one.difference.service_charge_cents,
        energy_cents=one.difference.energy_cents,
        note=tidy(note),
        corrects_id=one.charge_id,
    )


def _open_day(closed: date | None, due_on: date, today: date) -> date:
    """Give the day itself where it is open, else the first open day from today on."""
    return first_open_day(closed, max(today, due_on)) if is_closed(closed, due_on) else due_on


# -- other charges -------------------------------------------------------------------------------------------------


def add_charge(
    transaction: Transaction,
    *,
    kind: str,
    amount_cents: int,
    due_on: date,
    note: str = "",
    contract_id: int | None = None,
    member_id: int | None = None,
    corrects_id: int | None = None,
) -> int:
    """Put an amount on the account of one contract or one member; gives the charge's number in the store.

    `member_id` is the number of the register's line (Member), not of the person. Cents below zero give back. Rents and
    their corrections follow from the rent lines and are never made this way. Raises Invalid.
    """
    problems = _wrong(transaction, kind, amount_cents, due_on, note)
    if (contract_id is None) == (member_id is None):
        problems.append(Problem("contract_id", _("choose one contract or one member")))
    about = _account(transaction, contract_id, member_id) if not problems else ""
    if problems:
        raise Invalid(problems)
    transaction.about = about
    return transaction.add(
        Charge(
            contract_id=contract_id,
            member_id=member_id,
            kind=kind,
            due_on=due_on,
            amount_cents=amount_cents,
            note=tidy(note),
            corrects_id=corrects_id,
        )
    )


def _wrong(transaction: Transaction, kind: str, amount_cents: int, due_on: date, note: str) -> list[Problem]:
    problems: list[Problem] = []
    if kind in OF_A_MONTH:
        reason = _("rents and their corrections follow from the rent lines; put those right instead")
        problems.append(Problem("kind", reason))
    elif kind not in KINDS:
        known = ", ".join(_(KINDS[one]) for one in BY_HAND)
        problems.append(Problem("kind", _("choose one of: {known}").format(known=known)))
    if amount_cents == 0:
        problems.append(Problem("amount_cents", _("an amount of nothing changes nothing; fill in what is owed")))
    try:
        require_open(transaction, due_on)
    except Refused as refused:
        problems.append(Problem("due_on", str(refused)))
    if kind in SAYS_WHY and not tidy(note):
        problems.append(Problem("note", _("say what it is for; the tenant reads it on the account")))
    return problems


def _account(transaction: Transaction, contract_id: int | None, member_id: int | None) -> str:
    """Give the number of the contract or member; raises Refused where it is gone."""
    if contract_id is not None:
        number = transaction.scalar(select(col(Contract.number)).where(col(Contract.id) == contract_id))
    else:
        number = transaction.scalar(select(col(Member.number)).where(col(Member.id) == member_id))
    if number is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return str(number)


def charge_many(
    transaction: Transaction,
    *,
    who: str,
    kind: str,
    amount_cents: int,
    due_on: date,
    note: str = "",
    member_kinds: Sequence[str] = ("member",),
) -> RunPreview:
    """Put the same amount on the account of all members of some kinds (`who` is `members`) or all contracts.

    Those count whose membership or contract is in force on `due_on`. Who has this very charge already (kind, day,
    amount and note) is passed over, so that a run repeated by mistake makes nothing. Raises Invalid, also where there
    is nobody to charge.
    """
    problems = _wrong(transaction, kind, amount_cents, due_on, note)
    if who not in ("members", "contracts"):
        problems.append(Problem("who", _("choose members or contracts")))
    if who == "members" and not member_kinds:
        problems.append(Problem("member_kinds", _("choose at least one kind of member")))
    if problems:
        raise Invalid(problems)
    transaction.flush()
    run = preview_run(
        transaction.connection,
        who=who,
        kind=kind,
        amount_cents=amount_cents,
        due_on=due_on,
        note=tidy(note),
        member_kinds=member_kinds,
    )
    if not run.rows:
        raise Invalid([Problem("who", _("there is nobody of these on that day"))])
    column = "member_id" if who == "members" else "contract_id"
    for row in run.to_charge:
        transaction.insert(
            Charge, kind=kind, due_on=due_on, amount_cents=amount_cents, note=tidy(note), **{column: row.account_id}
        )
    transaction.about = tidy(note) or f"{due_on:%Y-%m-%d}"
    return run


def cancel_charge(transaction: Transaction, *, charge_id: int, reason: str) -> int:
    """Take a charge back by one of the opposite amount, which refers to it; gives that one's number in the store.

    What was written off or given back of it already stays so: only what is left is taken back. It is due when the
    charge was where that day is open, else on the first open day. Raises Invalid without a reason, and Refused for a
    rent that follows from the rent lines, a charge of which nothing is left, or one that has its other half elsewhere.
    """
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why; the account shows it"))])
    row = transaction.execute(
        select(
            col(Charge.kind),
            col(Charge.month),
            col(Charge.due_on),
            col(Charge.contract_id),
            col(Charge.member_id),
        ).where(col(Charge.id) == charge_id)
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    kind, month, due_on, contract_id, member_id = row
    if month is not None and contract_id is not None and kind in OF_A_MONTH:
        return _cancel_rent(transaction, contract_id, month, kind, reason)
    linked = _linked(transaction, charge_id)
    _refuse_half(kind, next(one.amount_cents for one in linked if one.charge_id == charge_id))
    left = left_of(charge_id, linked)
    if left == 0:
        raise Refused(_("Nothing is left of this charge: it was taken back, written off or given back already."))
    transaction.about = _account(transaction, contract_id, member_id)
    return transaction.add(
        Charge(
            contract_id=contract_id,
            member_id=member_id,
            kind=kind,
            due_on=_open_day(closed_through(transaction.connection), due_on, transaction.today),
            amount_cents=-left,
            note=tidy(reason),
            corrects_id=charge_id,
        )
    )


def _refuse_half(kind: str, amount_cents: int) -> None:
    """Refuse to take back a charge alone that belongs to something its opposite would not reach."""
    if kind == "deposit_settlement":
        raise Refused(
            _(
                "This was set off against the deposit, which would stay lower if only the account changed. Take back "
                "the deduction itself, with undo."
            )
        )
    if kind == "moved":
        raise Refused(
            _(
                "An amount that was moved stands on two accounts, and taking it back on one would leave the other. "
                "Move it back, or take the move back with undo."
            )
        )
    if kind == "write_off" and amount_cents > 0:
        raise Refused(_("This made owed again what had been written off; write it off anew, with its decision."))


def _cancel_rent(transaction: Transaction, contract_id: int, month: date, kind: str, reason: str) -> int:
    """Take back the rent of a month that should not be charged at all; any other follows from the rent lines."""
    number = _account(transaction, contract_id, None)
    about = {"month": month_text(month), "number": number}
    row = next(iter(preview_month(transaction.connection, month, [contract_id]).rows), None)
    if kind == "correction" or row is None or row.parts.total_cents:
        due = euro(row.parts.total_cents) if row else ""
        sentence = _(
            "By its days and rent lines contract {number} costs {due} for {month}. Put the rent line or the day right "
            "where it began or ended; the difference is then proposed as a correction."
        )
        raise Refused(sentence.format(due=due, **about))
    found = corrections(transaction.connection, month, [contract_id])
    one = next((one for one in found if one.month == month), None)
    if one is None:
        raise Refused(_("The rent of {month} for contract {number} was taken back already.").format(**about))
    transaction.about = number
    return _correct(transaction, one, reason, closed_through(transaction.connection))


def _linked(transaction: Transaction, charge_id: int) -> list[Linked]:
    """Give a charge and everything that hangs on it, however far."""
    found: list[Linked] = []
    wanted = [charge_id]
    statement = select(col(Charge.id), col(Charge.amount_cents), col(Charge.corrects_id))
    found.extend(Linked(*row) for row in transaction.execute(statement.where(col(Charge.id) == charge_id)))
    while wanted:
        rows = [Linked(*row) for row in transaction.execute(statement.where(col(Charge.corrects_id).in_(wanted)))]
        found.extend(rows)
        wanted = [row.charge_id for row in rows]
    return found
