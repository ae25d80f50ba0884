"""What a field is called wherever it is shown: in a record's story, above a column, beside a form."""

from __future__ import annotations

from datetime import date, datetime

from coopadmin.domain import (
    attendance,
    ballots,
    bank,
    budget,
    charges,
    contracts,
    decisions,
    dwellings,
    facilities,
    increases,
    maintenance,
    matching,
    meetings,
    members,
    memberships,
    rent_limits,
    voting_rules,
    voting_rules_words,
    voting_words,
)
from coopadmin.formats import euro, moment_text, short_date
from coopadmin.i18n import N_, _

FIELDS: dict[str, str] = {
    "family_name": N_("family name"),
    "prefix": N_("prefix"),
    "initials": N_("initials"),
    "given_name": N_("given name"),
    "born_on": N_("date of birth"),
    "email": N_("e-mail"),
    "phone": N_("phone"),
    "address": N_("address"),
    "postcode": N_("postcode"),
    "place": N_("place"),
    "iban": N_("account"),
    "note": N_("note"),
    "number": N_("number"),
    "kind": N_("kind"),
    "starts_on": N_("from"),
    "ends_on": N_("until"),
    "end_reason": N_("reason"),
    "office": N_("office"),
    "code": N_("code"),
    "street": N_("street"),
    "house_number": N_("house number"),
    "addition": N_("addition"),
    "bag_id": N_("BAG number"),
    "area_dm2": N_("floor area"),
    "rooms": N_("rooms"),
    "energy_label": N_("energy label"),
    "points_hundredths": N_("rent points"),
    "cluster": N_("cluster"),
    "owner_id": N_("owner"),
    "ended_on": N_("last day"),
    "dwelling_id": N_("home"),
    "notice_on": N_("notice given on"),
    "deposit_cents": N_("deposit"),
    "payment_method": N_("way of paying"),
    "valid_from": N_("from"),
    "basic_rent_cents": N_("basic rent"),
    "service_charge_cents": N_("service charge"),
    "energy_cents": N_("energy"),
    "due_on": N_("due on"),
    "amount_cents": N_("amount"),
    "name": N_("name"),
    "keeper_id": N_("keeper"),
    "member_rate_cents": N_("rate for members"),
    "other_rate_cents": N_("rate for others"),
    "max_per_month": N_("most per month"),
    "allows_overlap": N_("double booking"),
    "key_count": N_("keys"),
    "house_rules": N_("house rules"),
    "starts_at": N_("from"),
    "ends_at": N_("until"),
    "purpose": N_("purpose"),
    "status": N_("status"),
    "currency": N_("currency"),
    "booked_on": N_("booked on"),
    "ground": N_("why it stands there"),
    "reported_on": N_("reported on"),
    "reporter_id": N_("reported by"),
    "facility_id": N_("facility"),
    "what": N_("what"),
    "urgency": N_("urgency"),
    "responsible": N_("who does it"),
    "contractor": N_("contractor"),
    "budget_cents": N_("budget"),
    "cost_cents": N_("cost"),
    "done_on": N_("done on"),
    "every_months": N_("every months"),
    "job_id": N_("recurring job"),
    "decided_on": N_("decided on"),
    "body": N_("decided by"),
    "subject": N_("subject"),
    "text": N_("text"),
    "method": N_("method"),
    "entitled": N_("entitled to vote"),
    "present": N_("present"),
    "proxies": N_("proxies"),
    "votes_for": N_("for"),
    "votes_against": N_("against"),
    "votes_blank": N_("blank"),
    "outcome": N_("outcome"),
    "candidate": N_("candidate"),
    "person_id": N_("person"),
    "shape": N_("legal shape"),
    "kvk_number": N_("Chamber of Commerce number"),
    "contact": N_("contact"),
    "reference": N_("reference"),
    "value": N_("value"),
    "source": N_("source"),
    "corrects_id": N_("puts right"),
    "member_id": N_("member"),
    "contract_id": N_("contract"),
    "month": N_("month"),
    "received_on": N_("delivered on"),
    "agreed_on": N_("agreed on"),
    "regime": N_("rent rises by the rules for"),
    "max_rent_cents": N_("maximum rent"),
    "reason": N_("reason"),
    "total_cents": N_("in all"),
    "term_cents": N_("per term"),
    "first_due_on": N_("first term due on"),
    "direction": N_("direction"),
    "closed_on": N_("closed on"),
    "balance_cents": N_("the bank held"),
    "year": N_("year"),
    "category_id": N_("category"),
    "met_on": N_("met on"),
    "retires_on": N_("retires on"),
    # voting rules
    "threshold": N_("part that must be for"),
    "counted_over": N_("a part of"),
    "quorum": N_("quorum"),
    "quorum_counts_proxies": N_("proxies count for the quorum"),
    "recused_in_quorum": N_("the recused count for the quorum's size"),
    "blank_counts": N_("blank votes count"),
    "max_against": N_("most against"),
    "tie": N_("equal votes"),
    "convening_days": N_("days between letter and meeting"),
    "inspection_days": N_("days the text lies open"),
    "minutes_days": N_("days until the minutes"),
    "proxies_per_holder": N_("proxies per person"),
    "second_meeting": N_("second meeting"),
    "second_quorum": N_("quorum of the second meeting"),
    "second_from_days": N_("second meeting from day"),
    "second_until_days": N_("second meeting until day"),
    # meetings
    "title": N_("title"),
    "group_id": N_("working group"),
    "convened_on": N_("letter sent on"),
    "cancelled_on": N_("cancelled on"),
    "cancel_reason": N_("why it was cancelled"),
    "second_of_id": N_("second meeting of"),
    "position": N_("place on the agenda"),
    "decision_kind": N_("kind of decision"),
    "explanation": N_("explanation"),
    "minutes": N_("time set aside, in minutes"),
    "presenter_id": N_("introduced by"),
    "requesters": N_("asked by"),
    "meeting_id": N_("meeting"),
    # actions, decisions and minutes
    "made_on": N_("agreed on"),
    "dropped_on": N_("dropped on"),
    "decision_id": N_("decision"),
    "review_on": N_("to be reviewed on"),
    "minutes_sent_on": N_("minutes sent on"),
    "minutes_approved_on": N_("minutes approved on"),
    "approved_in_id": N_("approved in"),
    "minutes_changes": N_("changes to the minutes"),
    # attendance
    "arrived_at": N_("came at"),
    "left_at": N_("left at"),
    "giver_id": N_("given by"),
    "holder_id": N_("held by"),
    "form": N_("form"),
    "given_on": N_("given on"),
    "opened_at": N_("opened at"),
    "closed_at": N_("closed at"),
    "chair_id": N_("in the chair"),
    "secretary_id": N_("kept the minutes"),
    "begun_at": N_("begun at"),
    "notes": N_("notes"),
    # memberships and endings
    "applied_on": N_("applied on"),
    "noticed_on": N_("notice or decision of"),
    "rule": N_("how the day came about"),
    "reasons_sent_on": N_("reasons sent on"),
    "appealed_on": N_("appealed on"),
    "appeal_outcome": N_("appeal"),
    "tenancy_kept": N_("keeps the home"),
    "membership_id": N_("membership"),
    # voting
    "way": N_("how it was voted"),
    "counted_at": N_("counted at"),
    "recused": N_("standing aside"),
    "objections": N_("objections left open"),
    "withdrawn_at": N_("withdrawn at"),
    "amended_text": N_("with the amendment"),
    "argument": N_("argument"),
    "answer": N_("answer"),
    "settled_at": N_("settled at"),
    "vote_id": N_("vote"),
    "choice": N_("choice"),
    "replaces_id": N_("replaces"),
}


WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    "kind": (
        members.KINDS,
        dwellings.KINDS,
        maintenance.KINDS,
        decisions.KINDS,
        charges.KINDS,
        memberships.ENDINGS,
        meetings.KINDS,
    ),
    "decision_kind": (voting_rules.DECISION_KINDS,),
    "body": (voting_rules.BODIES,),
    "direction": (budget.DIRECTIONS,),
    # A booking has a purpose too, in a person's own words; these codes nobody types.
    "purpose": ({code: word for code, word in budget.PURPOSES.items() if "_" in code},),
    "office": (members.OFFICES,),
    "payment_method": (contracts.PAYMENT_METHODS,),
    "role": (contracts.ROLES,),
    "status": (facilities.STATUSES, maintenance.STATUSES, bank.ACCOUNT_STATUSES, ballots.OBJECTION_STATUSES),
    "ground": (matching.GROUNDS,),
    "urgency": (maintenance.URGENCIES,),
    "responsible": (maintenance.PARTIES,),
    "method": (decisions.METHODS,),
    "outcome": (decisions.OUTCOMES, increases.OUTCOMES, memberships.APPLICATIONS, ballots.OUTCOMES),
    "way": (ballots.WAYS,),
    "choice": (ballots.CHOICES,),
    "appeal_outcome": (memberships.APPEALS,),
    "regime": (rent_limits.REGIMES,),
    "form": (attendance.FORMS,),
    "counted_over": (voting_rules_words.COUNTED_OVER,),
    "tie": (voting_words.TIES,),
}
"""The words for the codes in a column."""

FLAGS = ("quorum_counts_proxies", "recused_in_quorum", "blank_counts", "second_meeting", "tenancy_kept")
"""The columns that hold yes or no."""


def value_text(column: str, value: str) -> str:
    """Show a stored value as people read it: an amount, a day, a word for a code; text as it is."""
    if not value:
        return ""
    if column.endswith("_cents") and value.lstrip("-").isdigit():
        return euro(int(value))
    if column.endswith(("_on", "_from")):
        try:
            return short_date(date.fromisoformat(value))
        except ValueError:
            return value
    if column.endswith("_at"):
        try:
            return moment_text(datetime.fromisoformat(value))
        except ValueError:
            return value
    for words in WORDS_OF.get(column, ()):
        if value in words:
            return _(words[value])
    if column in FLAGS:
        return _("yes") if value == "True" else _("no")
    return value


def column_name(column: str) -> str:
    """Call a column by its name in the language in use."""
    return _(FIELDS[column]) if column in FIELDS else column
