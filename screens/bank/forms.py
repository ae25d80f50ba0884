"""What can be done with one bank line from its record, and with the accounts that are known to pay for a contract."""

from __future__ import annotations

from coopadmin.domain.identifiers import group_iban
from coopadmin.domain.suggestions import PLACES
from coopadmin.formats import euro
from coopadmin.i18n import _, ngettext
from coopadmin.services import matching as deeds
from db.queries import matching as queries
from db.queries.matching import LineRow
from db.queries.postings import known_accounts, postings_of
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.matching.duplicates import judge
from screens.matching.forms import aside


async def read_file(app: CoopApp) -> None:
    """Read in a file of the bank."""
    from screens.bank.intake import take_bank_file

    await take_bank_file(app)


async def _row(app: CoopApp, line_id: int) -> LineRow | None:
    found = await app.read(queries.lines, [line_id])
    return found[0] if found else None


async def place(app: CoopApp, line_id: int) -> None:
    """Open the queue on a line."""
    from screens.matching.screen import open_queue

    row = await _row(app, line_id)
    if row is not None and not row.waits_cents:
        app.say(_("All of this line has its place already; take that back first to put it elsewhere."), "warning")
    elif row is not None:
        open_queue(app, line_id)


async def take_back(app: CoopApp, line_id: int) -> None:
    """Take a line back from its place; of several parts one asks which."""
    postings = await app.read(postings_of, line_id)
    standing = [one for one in postings if not one.countered and one.reverses_id is None]
    chosen: int | None = None
    if len(standing) > 1:
        options = [
            _("all of it"),
            *(f"{euro(one.amount_cents)}  {one.label or _(PLACES[one.kind])}" for one in standing),
        ]
        at = await app.push_screen_wait(ChooseScreen(_("What do you want to take back?"), options))
        if at is None:
            return
        chosen = standing[at - 1].posting_id if at else None
    done = await app.do(deeds.unmatch, line_id=line_id, posting_id=chosen)
    told = ngettext(
        "{count} part taken back; it waits again. U takes that back.",
        "{count} parts taken back; they wait again. U takes that back.",
        done.result,
    )
    app.say(told.format(count=done.result))


async def put_aside(app: CoopApp, line_id: int) -> None:
    """Put a line aside with a note."""
    row = await _row(app, line_id)
    if row is not None:
        await aside(app, row)


async def take_up(app: CoopApp, line_id: int) -> None:
    """Take a line up again."""
    await app.do(deeds.take_up, line_id=line_id)
    app.say(_("It stands among the lines to place again."))


async def judge_double(app: CoopApp, line_id: int) -> None:
    """Show the line beside the one it looks like."""
    row = await _row(app, line_id)
    if row is not None and not await judge(app, row):
        app.say(_("No other line looks like this one."))


async def confirm_account(app: CoopApp, line_id: int) -> None:
    """Confirm that the account of a line is the co-operative's own."""
    from screens.bank.intake import confirm

    record = await app.read(queries.record, line_id)
    if record is None:
        return
    if record.line.status == "own":
        app.say(_("This account is known as your own already."))
        return
    await confirm(app, record.account)


async def forget_account(app: CoopApp, contract_id: int) -> None:
    """Forget an account that is remembered for a contract."""
    known = await app.read(known_accounts, contract_id)
    if not known:
        app.say(_("No account is remembered for this contract; the queue of bank lines (M) remembers one."))
        return
    at = await app.push_screen_wait(
        ChooseScreen(_("Which account is to be forgotten?"), [group_iban(one.iban) for one in known])
    )
    if at is not None:
        await app.do(deeds.forget_account, known_account_id=known[at].known_account_id)
        app.say(
            _("Forgotten: {account}. What was booked stays. U takes it back.").format(
                account=group_iban(known[at].iban)
            )
        )
