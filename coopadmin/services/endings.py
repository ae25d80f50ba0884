"""Ending a membership: resignation, notice by the association, expulsion with its appeal, death.

Each deed sets the last day of the membership, of which the rule is worked out in `domain/memberships`, and keeps a row
that says how it came about. Offices and working groups end with the membership; a tenancy is left alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from coopadmin.domain import memberships as rules
from coopadmin.domain.memberships import APPEALS, FARTHEST_YEARS, GROUNDS, EndDate
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.ending_parts import (
    Running,
    body_of,
    end_by_rule,
    end_suspension,
    ending_of,
    reopen,
    rules_on,
    running_membership,
    set_end,
    suspend_expelled,
)
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.memberships import EmailConsent, MembershipEnding, Suspension

# -- by the member -------------------------------------------------------------------------------------------------


def resign(
    transaction: Transaction,
    *,
    person_id: int,
    noticed_on: date,
    ends_on: date | None = None,
    immediate: bool = False,
    learned_on: date | None = None,
    reason: str = "",
    tenancy_kept: bool | None = None,
    note: str = "",
) -> int:
    """Let a member give notice; gives the number of the ending (Civil Code (BW) 2:36).

    `ends_on` is the day the member asked for; one that is not allowed rolls on to the first that is. With `immediate`
    it ends on the day of the notice: because of a decision the member learned of on `learned_on`, or for `reason`.
    Raises Invalid, and Refused where no membership runs or one is given notice already.
    """
    running = running_membership(transaction, person_id)
    _refuse_expelled(running)
    problems = _noticed(transaction, running, noticed_on)
    if immediate:
        if learned_on is not None and (late := rules.too_late_at_once(noticed_on, learned_on)):
            problems.append(Problem("learned_on", late))
        if learned_on is None and not tidy(reason):
            problems.append(
                Problem("reason", _("say why going on cannot be asked, or when the member learned of the decision"))
            )
    else:
        _refuse_second(running)
        problems += _wanted(noticed_on, ends_on)
    if problems:
        raise Invalid(problems)
    end = (
        rules.at_once(noticed_on, learned_on)
        if immediate
        else rules.resignation(noticed_on, rules_on(transaction, noticed_on), ends_on)
    )
    kind = "immediate" if immediate else "resignation"
    facts: dict[str, Any] = {"reason": tidy(reason), "tenancy_kept": tenancy_kept, "note": note.strip()}
    return end_by_rule(transaction, running, kind, noticed_on, end, **facts)


def withdraw_ending(transaction: Transaction, *, ending_id: int, withdrawn_on: date) -> None:
    """Take a notice back before its day, with both sides agreeing; membership and offices are as they were.

    Raises Refused where the day has passed, or it ended otherwise than by notice.
    """
    ending = ending_of(transaction, ending_id)
    if ending["kind"] not in ("resignation", "by_association"):
        raise Refused(_("Only a notice can be taken back. U takes back what was entered wrongly."))
    if withdrawn_on > ending["ends_on"]:
        raise Refused(
            _("The membership ended on {day}; who comes back is admitted anew.").format(
                day=long_date(ending["ends_on"])
            )
        )
    reopen(transaction, ending)
    transaction.remove(MembershipEnding, ending_id)


def correct_ending(
    transaction: Transaction,
    *,
    ending_id: int,
    reason: str = "",
    reasons_sent_on: date | None = None,
    tenancy_kept: bool | None = None,
    note: str = "",
) -> bool:
    """Correct what is said about an ending, its days apart; tells whether anything was different. Raises Invalid."""
    ending = ending_of(transaction, ending_id)
    problems: list[Problem] = []
    if ending["kind"] in ("expulsion", "by_association") and not tidy(reason):
        problems.append(Problem("reason", _("say why; the member must be able to answer it")))
    if reasons_sent_on is not None and not ending["noticed_on"] <= reasons_sent_on <= transaction.today:
        problems.append(Problem("reasons_sent_on", _("not before the decision, and not after today")))
    if problems:
        raise Invalid(problems)
    transaction.about = ending["number"]
    return transaction.change(
        MembershipEnding,
        ending_id,
        reason=tidy(reason),
        reasons_sent_on=reasons_sent_on,
        tenancy_kept=tenancy_kept,
        note=note.strip(),
    )


# -- by the association --------------------------------------------------------------------------------------------


def end_by_association(
    transaction: Transaction,
    *,
    person_id: int,
    noticed_on: date,
    ground: str,
    reason: str,
    ends_on: date | None = None,
    immediate: bool = False,
    decision_id: int | None = None,
    tenancy_kept: bool | None = None,
    note: str = "",
) -> int:
    """Give a member notice on behalf of the association; gives the number of the ending (Civil Code (BW) 2:35(2)).

    The terms are those of a resignation. With `immediate` it ends on the day of the notice, which only holds where
    going on cannot reasonably be asked. Raises Invalid, and Refused as `resign` does.
    """
    running = running_membership(transaction, person_id)
    _refuse_second(running)
    problems = _noticed(transaction, running, noticed_on)
    if ground not in GROUNDS:
        problems.append(Problem("ground", _("choose a ground; the law knows no others (BW 2:35(2))")))
    elif immediate and ground != "unreasonable":
        problems.append(Problem("immediate", _("at once only where going on cannot reasonably be asked (BW 2:36(1))")))
    if not tidy(reason):
        problems.append(Problem("reason", _("say why; the member must be able to answer it")))
    problems += [] if immediate else _wanted(noticed_on, ends_on)
    if problems:
        raise Invalid(problems)
    end = (
        rules.at_once(noticed_on)
        if immediate
        else rules.resignation(noticed_on, rules_on(transaction, noticed_on), ends_on)
    )
    why = _("Notice by the association: {ground} (BW 2:35(2)).").format(ground=_(GROUNDS[ground]))
    facts: dict[str, Any] = {
        "reason": tidy(reason),
        "tenancy_kept": tenancy_kept,
        "note": note.strip(),
        "decision_id": decision_id,
    }
    end = EndDate(end.ends_on, (why, *end.lines))
    return end_by_rule(transaction, running, "by_association", noticed_on, end, **facts)


def expel(
    transaction: Transaction,
    *,
    person_id: int,
    decided_on: date,
    reason: str,
    reasons_sent_on: date | None = None,
    by_meeting: bool = False,
    decision_id: int | None = None,
    tenancy_kept: bool | None = None,
    note: str = "",
) -> int:
    """Expel a member, with the reasons; gives the number of the ending (Civil Code (BW) 2:35(3)-(4)).

    The member is suspended from that day and the membership runs on until the appeal is over: its end is set once the
    day of receipt is noted. With `by_meeting` the general meeting decided and there is no appeal. Raises Invalid,
    also where the decision's own meeting says otherwise.
    """
    running = running_membership(transaction, person_id)
    _refuse_expelled(running)
    problems = _noticed(transaction, running, decided_on, "decided_on")
    if not tidy(reason):
        problems.append(Problem("reason", _("an expulsion needs its reasons, in writing (BW 2:35(4))")))
    if reasons_sent_on is not None and not decided_on <= reasons_sent_on <= transaction.today:
        problems.append(Problem("reasons_sent_on", _("not before the decision, and not after today")))
    if wrong := rules.wrong_body(by_meeting, body_of(transaction, decision_id)):
        problems.append(Problem("by_meeting", wrong))
    if problems:
        raise Invalid(problems)
    end = rules.expulsion(decided_on, rules_on(transaction, decided_on), by_meeting=by_meeting)
    facts: dict[str, Any] = {
        "reason": tidy(reason),
        "reasons_sent_on": reasons_sent_on,
        "tenancy_kept": tenancy_kept,
        "note": note.strip(),
        "decision_id": decision_id,
    }
    ending_id = end_by_rule(transaction, running, "expulsion", decided_on, end, open_yet=not by_meeting, **facts)
    if not by_meeting:
        suspend_expelled(transaction, person_id, decided_on)
    return ending_id


def note_received(
    transaction: Transaction, *, ending_id: int, received_on: date, reasons_sent_on: date | None = None
) -> date:
    """Note the day the member had the reasons in hand; gives the last day for an appeal (Civil Code (BW) 2:35(4)).

    An expulsion ends the membership on that day unless there is an appeal. Raises Invalid, and Refused where it is no
    ending with an appeal.
    """
    ending = ending_of(transaction, ending_id)
    _refuse_without_appeal(transaction, ending)
    problems: list[Problem] = []
    if not ending["noticed_on"] <= received_on <= transaction.today:
        problems.append(Problem("received_on", _("not before the decision, and not after today")))
    if reasons_sent_on is not None and not ending["noticed_on"] <= reasons_sent_on <= received_on:
        problems.append(Problem("reasons_sent_on", _("between the decision and the receipt")))
    if problems:
        raise Invalid(problems)
    values: dict[str, Any] = {"received_on": received_on}
    if reasons_sent_on is not None:
        values["reasons_sent_on"] = reasons_sent_on
    ruled = rules_on(transaction, received_on)
    if ending["kind"] == "expulsion" and ending["appealed_on"] is None:
        end = rules.expulsion(ending["noticed_on"], ruled, received_on=received_on)
        values |= {"ends_on": end.ends_on, "rule": end.rule}
        transaction.change(MembershipEnding, ending_id, **values)
        set_end(transaction, ending, end.ends_on)
    else:
        transaction.change(MembershipEnding, ending_id, **values)
    transaction.about = ending["number"]
    return rules.appeal_until(received_on, ruled)


def appeal(transaction: Transaction, *, ending_id: int, appealed_on: date) -> None:
    """Let a member appeal to the general meeting; an expelled one stays suspended until it is decided.

    Raises Invalid where the term is over, and Refused where there is no appeal or one is lodged already.
    """
    ending = ending_of(transaction, ending_id)
    _refuse_without_appeal(transaction, ending)
    if ending["appealed_on"] is not None:
        raise Refused(_("There is an appeal already; decide that one."))
    problem = ""
    if not ending["noticed_on"] <= appealed_on <= transaction.today:
        problem = _("not before the decision, and not after today")
    elif ending["received_on"] is not None:
        until = rules.appeal_until(ending["received_on"], rules_on(transaction, ending["received_on"]))
        if appealed_on > until:
            problem = _("too late: the term for an appeal ended on {day}").format(day=long_date(until))
    if problem:
        raise Invalid([Problem("appealed_on", problem)])
    if ending["kind"] == "expulsion":
        reopen(transaction, ending)
        end_suspension(transaction, ending, None)
    transaction.change(MembershipEnding, ending_id, appealed_on=appealed_on)
    transaction.about = ending["number"]


def decide_appeal(
    transaction: Transaction, *, ending_id: int, outcome: str, decided_on: date, decision_id: int | None = None
) -> None:
    """Enter what became of an appeal: upheld undoes the ending, dismissed or withdrawn lets it hold.

    An expulsion then ends the membership on the day of the decision, and not before the term for an appeal was over.
    Raises Invalid, and Refused where no appeal is open.
    """
    ending = ending_of(transaction, ending_id)
    if ending["appealed_on"] is None or ending["appeal_outcome"]:
        raise Refused(_("There is no appeal to decide."))
    problems: list[Problem] = []
    if outcome not in APPEALS:
        problems.append(Problem("outcome", _("choose what became of it")))
    if not ending["appealed_on"] <= decided_on <= transaction.today:
        problems.append(Problem("decided_on", _("not before the appeal, and not after today")))
    if problems:
        raise Invalid(problems)
    values: dict[str, Any] = {"appeal_outcome": outcome}
    if decision_id is not None:
        values["decision_id"] = decision_id
    if outcome == "upheld":
        reopen(transaction, ending)
        end_suspension(transaction, ending, decided_on)
    elif ending["kind"] == "expulsion":
        ends_on = decided_on
        if outcome == "withdrawn" and ending["received_on"] is not None:
            term = rules.appeal_until(ending["received_on"], rules_on(transaction, ending["received_on"]))
            ends_on = max(decided_on, term)
        end = rules.appeal_lost(ending["appealed_on"], decided_on, ends_on, outcome)
        values |= {"ends_on": end.ends_on, "rule": f"{ending['rule']}\n{end.rule}"}
        set_end(transaction, ending, end.ends_on)
    transaction.change(MembershipEnding, ending_id, **values)
    transaction.about = ending["number"]


# -- death ---------------------------------------------------------------------------------------------------------


def record_death(transaction: Transaction, *, person_id: int, died_on: date, note: str = "") -> int:
    """Enter that a member died; gives the number of the ending (Civil Code (BW) 2:35(1)).

    Membership, offices, working groups, a suspension and the consent to e-mail end that day, also where another end
    was coming. The lease is left alone: what the law says of it is only shown. Raises Invalid.
    """
    running = running_membership(transaction, person_id)
    problems = _noticed(transaction, running, died_on, "died_on")
    if problems:
        raise Invalid(problems)
    for model in (Suspension, EmailConsent):
        table = table_of(model)
        lasting = or_(table.c.ends_on.is_(None), table.c.ends_on > died_on)
        times = select(table.c.id, table.c.starts_on).where(table.c.person_id == person_id, lasting)
        for row_id, began in transaction.execute(times).all():
            transaction.change(model, row_id, ends_on=max(began, died_on))
    return end_by_rule(transaction, running, "death", died_on, rules.death(died_on), note=note.strip())


# -- what cannot be ------------------------------------------------------------------------------------------------


def _noticed(transaction: Transaction, running: Running, on: date, field: str = "noticed_on") -> list[Problem]:
    """Say what cannot be about the day of a notice, a decision or a death."""
    if on > transaction.today:
        return [Problem(field, _("{day} is still to come").format(day=long_date(on)))]
    if on < running.starts_on:
        began = _("the membership began on {day}; it cannot end before that").format(day=long_date(running.starts_on))
        return [Problem(field, began)]
    return []


def _wanted(noticed_on: date, ends_on: date | None) -> list[Problem]:
    """Say what cannot be about the day that was asked for."""
    if ends_on is None:
        return []
    if ends_on < noticed_on:
        return [Problem("ends_on", _("not before the notice; leave it empty for the first day that is allowed"))]
    if ends_on.year > noticed_on.year + FARTHEST_YEARS:
        return [Problem("ends_on", _("the year {year} cannot be meant").format(year=ends_on.year))]
    return []


def _refuse_second(running: Running) -> None:
    _refuse_expelled(running)
    if running.ends_on is not None:
        raise Refused(
            _("This membership ends on {day} already. Take that back first, or enter what overtakes it.").format(
                day=long_date(running.ends_on)
            )
        )


def _refuse_expelled(running: Running) -> None:
    if running.expelled:
        raise Refused(_("An expulsion is under way. Enter first what becomes of the appeal."))


def _refuse_without_appeal(transaction: Transaction, ending: dict[str, Any]) -> None:
    if ending["kind"] not in ("expulsion", "by_association"):
        raise Refused(_("There is an appeal only where the association ended the membership."))
    if ending["appealed_on"] is None:  # from there on the days and the decision are those of the appeal
        body = body_of(transaction, ending["decision_id"])
        if rules.without_appeal(ending["kind"], ending["noticed_on"], ending["ends_on"], body):
            raise Refused(_("The general meeting decided itself, so that there is no appeal to it (BW 2:35(4))."))
    outcome: str = ending["appeal_outcome"]
    if outcome:
        raise Refused(_("The appeal was decided: {outcome}.").format(outcome=_(APPEALS[outcome])))
