"""The database defends itself: whatever writes to it, what cannot be is not kept."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Engine, Table, UniqueConstraint, create_engine
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

import db.tables  # noqa: F401  # pyright: ignore[reportUnusedImport] - declares the tables
from coopadmin.errors import StoreDamaged, StoreMissing, StoreNewer, StoreUnusable
from db import schema
from db.backup import check
from db.files import file_uri
from db.schema import explain, is_damaged, revision_of
from db.store import Store
from tests.db import maintenance_samples

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]

TABLES: dict[str, Table] = dict(SQLModel.metadata.tables)

DAY, LATER, MINUTE = "2026-01-01", "2026-06-30", "2026-01-01T20:00"
COUNTING: dict[str, Any] = {"method": "at-least", "threshold": "3/5", "counted_over": "cast", "quorum": "1/2"} | {
    "quorum_counts_proxies": 1,
    "recused_in_quorum": 0,
    "blank_counts": 0,
    "max_against": 1,
    "tie": "rejected",
}
BANK_LINE: dict[str, Any] = (
    {"statement_id": 1, "account_id": 1, "position": 1, "key": "1", "booked_on": DAY, "value_on": DAY}
    | {"amount_cents": 1, "is_reversal": 0}
    | dict.fromkeys(
        (
            "name",
            "iban",
            "description",
            "reference",
            "end_to_end_id",
            "mandate_id",
            "code",
            "return_reason",
            "raw",
            "folded",
        ),
        "",
    )
)
POSTING: dict[str, Any] = {"line_id": 1, "booked_on": DAY, "amount_cents": 1, "kind": "category", "category_id": 1} | {
    "task_id": 1,
    "ground": "person",
    "note": "",
}
SAMPLES: dict[str, dict[str, Any]] = {
    "owner": {"name": "Woonbron", "note": ""},
    "agreement": {"owner_id": 1, "reference": "", "starts_on": DAY, "ends_on": LATER, "note": ""},
    "person": dict.fromkeys(
        (
            "prefix",
            "initials",
            "given_name",
            "email",
            "phone",
            "address",
            "postcode",
            "place",
            "iban",
            "note",
            "folded",
        ),
        "",
    )
    | {"family_name": "Berg", "born_on": DAY},
    "member": {"number": "L001", "person_id": 1, "folded": ""},
    "membership": {"member_id": 1, "kind": "member", "starts_on": DAY, "ends_on": LATER, "end_reason": ""},
    "workinggroup": {"name": "Tuin", "purpose": "", "ended_on": DAY},
    "workinggroupterm": {"group_id": 1, "person_id": 1, "starts_on": DAY, "ends_on": LATER},
    "dwelling": dict.fromkeys(
        ("street", "house_number", "addition", "postcode", "place", "energy_label", "cluster", "note", "folded"), ""
    )
    | {"code": "2A", "kind": "shared", "bag_id": "0363010000000001", "area_dm2": 1, "rooms": 1}
    | {"points_hundredths": 1, "owner_id": 1, "ended_on": DAY},
    "contract": {"number": "C-0001", "dwelling_id": 1, "starts_on": DAY, "ends_on": LATER, "notice_on": DAY}
    | {"deposit_cents": 1, "iban": "", "payment_method": "transfer", "note": "", "folded": ""},
    "contractparty": {
        "contract_id": 1,
        "person_id": 1,
        "role": "tenant",
        "starts_on": DAY,
        "ends_on": LATER,
        "place": 1,
    },
    "rentline": {
        "contract_id": 1,
        "valid_from": DAY,
        "basic_rent_cents": 1,
        "service_charge_cents": 1,
        "energy_cents": 1,
    },
    "openingbalance": {"contract_id": 1, "due_on": DAY, "amount_cents": -1, "note": ""},
    "facility": {"code": "ZAAL", "name": "Zaal", "kind": "", "place": "", "keeper_id": 1, "member_rate_cents": 1}
    | {
        "other_rate_cents": 1,
        "max_per_month": 1,
        "allows_overlap": 0,
        "key_count": 1,
        "house_rules": "",
        "object_code": "",
        "ended_on": DAY,
    }
    | {"note": "", "folded": ""},
    "meetingrule": {"body": "general", "valid_from": DAY, "convening_days": 14, "minutes_days": 14}
    | {"proxies_per_holder": 2, "source": ""},
    "votingrule": {"body": "any", "kind": "ordinary", "valid_from": DAY}
    | COUNTING
    | {"convening_days": 1, "inspection_days": 1, "second_meeting": 1, "second_quorum": "", "second_from_days": 1}
    | {"second_until_days": 1, "source": ""},
    "meeting": {"body": "committee", "group_id": 1, "title": "Tuin", "starts_at": MINUTE, "place": ""}
    | {"second_of_id": None, "convened_on": DAY, "opened_at": MINUTE, "closed_at": MINUTE, "chair_id": 1}
    | {"secretary_id": 1, "cancelled_on": DAY, "cancel_reason": "", "minutes_sent_on": DAY}
    | {"minutes_approved_on": DAY, "approved_in_id": None, "minutes_changes": "", "note": "", "folded": ""},
    "meetingrequest": {"received_on": DAY, "requesters": 4, "subject": "Tuin", "meeting_id": 1, "note": ""},
    "agendaitem": {"meeting_id": 1, "position": 1, "title": "Tuin", "kind": "decision", "decision_kind": "ordinary"}
    | {"explanation": "", "minutes": 5, "presenter_id": 1, "begun_at": MINUTE, "notes": ""},
    "agendadocument": {"item_id": 1, "title": "Plan", "place": ""},
    "presence": {"meeting_id": 1, "person_id": 1, "arrived_at": MINUTE, "left_at": MINUTE},
    "proxy": {"meeting_id": 1, "giver_id": 1, "holder_id": 2, "form": "paper", "given_on": DAY, "note": ""},
    "recusal": {"item_id": 1, "person_id": 1, "reason": "Zus"},
    "motion": {"item_id": 1, "position": 1, "text": "Tuin", "amends_id": None, "proposer_id": 1}
    | {"withdrawn_at": MINUTE},
    "vote": {"motion_id": 1, "counted_at": MINUTE, "way": "hands", "kind": "ordinary", "rule_source": ""}
    | COUNTING
    | dict.fromkeys(
        ("entitled", "present", "proxies", "recused", "votes_for", "votes_against", "votes_blank", "objections"), 1
    )
    | {"outcome": "carried", "text": "", "replaces_id": None, "reason": ""},
    "voter": {"vote_id": 1, "person_id": 1, "standing": "represented", "holder_id": 2, "choice": "for"},
    "consentround": {"motion_id": 1, "number": 1, "text": "Tuin", "started_at": MINUTE},
    "consentobjection": {"round_id": 1, "person_id": 1, "argument": "Nee", "status": "withdrawn", "answer": ""}
    | {"settled_at": MINUTE},
    "decision": {"number": "B-1", "decided_on": DAY, "body": "", "subject": "Tuin", "text": "", "method": "simple"}
    | dict.fromkeys(("entitled", "present", "proxies", "votes_for", "votes_against", "votes_blank"), 1)
    | {"outcome": "carried", "kind": "decision", "dwelling_id": 1, "candidate": "", "note": "", "folded": ""}
    | {"meeting_id": 1, "vote_id": 1, "review_on": DAY},
    "actionpoint": {"what": "Bellen", "owner_id": 1, "made_on": DAY, "due_on": DAY, "item_id": 1, "decision_id": 1}
    | {"done_on": DAY, "dropped_on": None, "note": "", "folded": ""},
    "agendareference": {"item_id": 1, "decision_id": 1, "action_id": None, "meeting_id": None},
    "officeterm": {"person_id": 1, "office": "chair", "starts_on": DAY, "ends_on": LATER, "retires_on": LATER}
    | {"decision_id": 1},
    "membershipapplication": {"person_id": 1, "kind": "member", "applied_on": DAY, "outcome": "admitted"}
    | {"decided_on": LATER, "reason": "", "decision_id": 1, "membership_id": 1, "note": ""},
    "membershipending": {"membership_id": 1, "kind": "expulsion", "noticed_on": DAY, "ends_on": LATER, "rule": ""}
    | {"reason": "", "reasons_sent_on": DAY, "received_on": DAY, "appealed_on": DAY, "appeal_outcome": "upheld"}
    | {"decision_id": 1, "tenancy_kept": 1, "note": ""},
    "suspension": {"person_id": 1, "starts_on": DAY, "ends_on": LATER, "reason": "Ruzie"},
    "emailconsent": {"person_id": 1, "starts_on": DAY, "ends_on": LATER},
    "deadlinemet": {"name": "accounts:2025", "met_on": DAY, "note": ""},
    "allocationprocedure": {"name": "Commissie", "valid_from": DAY, "ended_on": LATER, "screened_by": "committee"}
    | {"decided_by": "general", "choice": "vote", "invites": "all", "group_id": 1, "admissions": 2, "nominees": 1}
    | {"method": "at-least", "threshold": "2/3", "counted_over": "cast", "quorum": "1/2", "tie": "lot"}
    | {"max_against": 1, "refusals_most": 3, "source": "", "note": ""}
    | dict.fromkeys(("quorum_counts_proxies", "recused_in_quorum", "blank_counts", "board_excluded"), 1)
    | dict.fromkeys(("internal_first", "fee_required", "owner_registration", "procedure_check", "ratification"), 1)
    | dict.fromkeys(("committee_least", "committee_most", "internal_days", "size_extra", "acquaintance_days"), 1)
    | dict.fromkeys(("activities_least", "interview_residents", "second_after_days", "reply_days"), 1),
    "proceduresize": {"procedure_id": 1, "rooms": 4, "persons": 2},
    "candidate": {"number": "K-0001", "registered_on": DAY, "family_name": "Dijk", "person_id": 1, "adults": 1}
    | {"children": 0, "rooms_least": 1, "rooms_most": 2, "cleared_on": None, "folded": "dijk"}
    | dict.fromkeys(("prefix", "initials", "given_name", "email", "phone", "address", "postcode", "place"), "")
    | dict.fromkeys(("owner_registered_on", "consent_on", "consent_until"), DAY)
    | dict.fromkeys(("wishes", "note"), ""),
    "waitingplace": {"candidate_id": 1, "registered_on": DAY, "ranked_on": DAY, "fee_cents": 1, "fee_paid_on": DAY}
    | {"ended_on": LATER, "end_reason": "other", "end_words": "", "notice_sent_on": LATER},
    "poolplace": {"candidate_id": 1, "met_on": DAY, "expires_on": LATER, "ended_on": LATER, "end_reason": "expired"}
    | {"end_words": "", "notice_sent_on": LATER},
    "allocationfile": {"number": "T-2026-01", "dwelling_id": 1, "contract_id": 1, "procedure_id": 1, "group_id": 1}
    | dict.fromkeys(("opened_on", "noticed_on", "free_on", "due_on", "published_on", "ranked_on", "closed_on"), DAY)
    | {"due_source": "Brief", "asked_rent_cents": 1, "profile": "", "permit_regime": "none", "outcome": "lapsed"}
    | {"close_reason": "", "note": "", "folded": ""},
    "candidatecontact": {"candidate_id": 1, "happened_on": DAY, "kind": "refusal", "what": "", "file_id": 1},
    "allocationstep": {"file_id": 1, "step": "keys", "done_on": DAY, "note": ""},
    "candidacy": {"file_id": 1, "candidate_id": 1, "origin": "pool", "answer": "yes", "rank": 1}
    | dict.fromkeys(("entered_on", "screened_on", "overridden_on", "invited_on", "answered_on", "outcome_on"), DAY)
    | {"override_reason": "Klein huis", "outcome": "nominated", "reason_code": "", "reason_words": ""}
    | {"reasons_sent_on": DAY, "note": ""},
    "screeningline": {"candidacy_id": 1, "criterion": "size", "result": "met", "words": ""},
    "interview": {"candidacy_id": 1, "starts_at": "2026-11-02T14:00", "place": "", "held_on": DAY, "notes": ""},
    "interviewresident": {"interview_id": 1, "person_id": 1},
    "declaredinterest": {"file_id": 1, "person_id": 1, "candidacy_id": 1, "kind": "partner", "declared_on": DAY}
    | {"words": "", "withdrawn": 0},
    "allocationitem": {"item_id": 1, "file_id": 1, "candidacy_id": 1, "kind": "choice"},
    "nomination": {"candidacy_id": 1, "decision_id": 1, "answer": "accepted", "answer_words": "", "fit": "NIE"}
    | dict.fromkeys(("statement_on", "papers_on", "sent_on", "answered_on", "fit_on", "permit_on", "ended_on"), DAY)
    | {"fit_reason": "BIJ", "fit_by": "", "ended": "no_fit", "contract_id": 1, "membership_id": 1},
    "charge": {"contract_id": 1, "kind": "rent", "month": DAY, "due_on": DAY, "amount_cents": 3, "note": ""}
    | dict.fromkeys(("basic_rent_cents", "service_charge_cents", "energy_cents"), 1),
    "bankaccount": {"number": "NL79RABO8563276100", "currency": "EUR", "name": "", "status": "own"},
    "bankfile": {"name": "2026-01.xml", "format": "camt.053", "sha256": "0f"},
    "bankstatement": {"file_id": 1, "account_id": 1, "reference": "", "opens_on": DAY, "closes_on": LATER}
    | dict.fromkeys(("opening_cents", "closing_cents", "line_count", "lines_cents"), 1),
    "bankline": BANK_LINE,
    "lineaside": {"line_id": 1, "set_on": DAY, "note": "Wie is dit?"},
    "notduplicate": {"line_id": 2, "other_id": 1},
    "category": {"code": "BANK", "name": "Bank", "direction": "expense", "purpose": "ordinary", "ended_on": DAY},
    "decisionlink": {"decision_id": 1, "task_id": 1, "contract_id": 1, "category_id": 1, "amount_cents": 1}
    | {"note": "Tuin"},
    "budgetline": {"category_id": 1, "year": 2026, "amount_cents": 1, "note": ""},
    "posting": POSTING,
    "knownaccount": {"iban": "NL16SNSB8536587690", "contract_id": 1, "note": ""},
    "refund": {"contract_id": 1, "decided_on": DAY, "amount_cents": 1, "iban": "", "note": "Dubbel betaald"},
    "paymentplan": {"contract_id": 1, "agreed_on": DAY, "total_cents": 3, "term_cents": 1, "first_due_on": DAY}
    | {"every_months": 1, "ended_on": LATER, "note": ""},
    "collectionstep": {"contract_id": 1, "level": "reminder", "taken_on": DAY, "received_on": LATER, "open_cents": 1}
    | {"cost_cents": 1, "note": ""},
    "collectionstepcharge": {"step_id": 1, "level": "reminder", "charge_id": 1},
    "depositmovement": {"contract_id": 1, "moved_on": DAY, "kind": "damage", "amount_cents": -1, "charge_id": 1}
    | {"note": ""},
    "rentregime": {"contract_id": 1, "valid_from": DAY, "regime": "social", "source": ""},
    "maximumrent": {"dwelling_id": 1, "valid_from": DAY, "max_rent_cents": 1, "source": ""},
    "rentobjection": {"contract_id": 1, "valid_from": DAY, "received_on": DAY, "reason": "", "outcome": "open"}
    | {"decided_on": LATER},
    "monthclosing": {"month": "2019-01-01", "closed_on": DAY, "balance_cents": 1, "note": ""},
} | maintenance_samples.SAMPLES
"""A row of every table, in an order in which they can be written; the rest is in a store that has begun."""

SECOND: dict[str, dict[str, Any]] = {
    "person": SAMPLES["person"],
    "meeting": SAMPLES["meeting"] | {"second_of_id": 1, "approved_in_id": 1},
    "motion": SAMPLES["motion"] | {"position": 2, "amends_id": 1},
    "vote": SAMPLES["vote"] | {"replaces_id": 1},
    "agendareference": {"item_id": 1, "decision_id": None, "action_id": 1, "meeting_id": None},
    "bankline": BANK_LINE | {"key": "2"},
    "posting": POSTING | {"reverses_id": 1},
    "collectionstepcharge": {"step_id": 1, "level": "reminder", "opening_id": 1},
}
"""A second row of the tables whose rows refer to one another."""

WRONG: dict[str, dict[str, Any]] = {
    "ck_agendaitem_kind_known": {"kind": "?", "decision_kind": ""},
    "ck_vote_method_known": {"method": "?", "threshold": ""},
    "ck_votingrule_method_known": {"method": "?", "threshold": ""},
    "ck_voter_standing_known": {"standing": "?", "holder_id": None, "choice": ""},
    "ck_meeting_body_known": {"body": "?", "group_id": None},
    "ck_votingrule_threshold_of_method": {"method": "at-least", "threshold": ""},
    "ck_vote_threshold_of_method": {"threshold": ""},
    "ck_motion_position_positive": {"position": 0},
    "ck_agendaitem_position_positive": {"position": 0},
    "ck_consentround_number_positive": {"number": 0},
    "ck_meetingrequest_requesters_positive": {"requesters": 0},
    "ck_voter_represented_by_holder": {"holder_id": None},
    "ck_voter_choice_of_voter": {"standing": "absent", "holder_id": None},
    "ck_consentobjection_settled_has_moment": {"settled_at": None},
    "ck_meeting_group_of_committee": {"group_id": None},
    "ck_meeting_closed_after_opened": {"closed_at": "2025-01-01T20:00"},
    "ck_agendaitem_decision_kind_of_decision": {"decision_kind": ""},
    "ck_agendareference_one_subject": {"action_id": 1},
    "ck_proxy_holder_is_another": {"holder_id": 1},
    "ck_actionpoint_ended_once": {"dropped_on": DAY},
    "ck_membershipapplication_decided_has_day": {"decided_on": None},
    "ck_membershipending_appeal_has_day": {"appealed_on": None},
    "ck_decisionlink_something_named": dict.fromkeys(("task_id", "contract_id", "category_id", "amount_cents"))
    | {"note": ""},
    "ck_allocationprocedure_method_known": {"method": "?", "threshold": ""},
    "ck_allocationprocedure_threshold_of_method": {"threshold": ""},
    "ck_allocationprocedure_most_after_least": {"committee_most": 0},
    "ck_allocationprocedure_admissions_known": {"admissions": 3, "second_after_days": None},
    "ck_allocationprocedure_second_has_days": {"second_after_days": None},
    "ck_allocationprocedure_second_after_days_not_negative": {"second_after_days": -1},
    "ck_allocationprocedure_nominees_positive": {"nominees": 0},
    "ck_allocationprocedure_refusals_positive": {"refusals_most": 0},
    "ck_proceduresize_size_positive": {"persons": 0},
    "ck_candidate_named_until_cleared": {"family_name": " "},
    "ck_candidate_adults_positive": {"adults": 0},
    "ck_candidate_consent_has_day": {"consent_on": None},
    "ck_waitingplace_end_has_reason": {"end_reason": ""},
    "ck_poolplace_end_has_reason": {"end_reason": ""},
    "ck_allocationfile_closed_has_outcome": {"outcome": ""},
    "ck_allocationfile_due_has_source": {"due_source": ""},
    "ck_candidacy_answer_known": {"answer": "?"},
    "ck_candidacy_answer_has_day": {"answer": ""},
    "ck_candidacy_outcome_has_day": {"outcome": ""},
    "ck_candidacy_rank_positive": {"rank": 0},
    "ck_candidacy_override_has_day": {"override_reason": ""},
    "ck_allocationitem_kind_known": {"kind": "?"},
    "ck_allocationitem_candidate_unless_check": {"candidacy_id": None},
    "ck_nomination_answer_has_day": {"answer": ""},
    "ck_nomination_fit_known": {"fit": "?", "fit_reason": ""},
    "ck_nomination_fit_has_day": {"fit_on": None},
    "ck_nomination_fit_reason_of_misfit": {"fit": "PAS"},
    "ck_cooperative_only_one": {"id": 2},
    "ck_dwelling_bag_id_digits": {"bag_id": "363010000000001"},
    "ck_journalentry_undoes_earlier": {"undoes_id": 1},
    "ck_charge_one_account": {"member_id": 1},
    "ck_charge_rent_of_contract": {"contract_id": None, "member_id": 1},
    "ck_charge_rent_has_month": {"month": None},
    "ck_charge_month_first_day": {"month": "2026-01-02"},
    "ck_charge_rent_is_its_components": {"amount_cents": 4},
    "ck_charge_rent_not_negative": {"amount_cents": -1, "basic_rent_cents": -3},
    "ck_bankaccount_currency_code": {"currency": "EURO"},
    "ck_notduplicate_newer_first": {"line_id": 1, "other_id": 2},
    "ck_posting_kind_known": {"kind": "?", "category_id": None, "task_id": None},
    "ck_posting_amount_given": {"amount_cents": 0},
    "ck_posting_contract_named": {"contract_id": 1},
    "ck_posting_member_named": {"member_id": 1},
    "ck_posting_category_named": {"category_id": None},
    "ck_posting_duplicate_named": {"duplicate_of_id": 1},
    "ck_posting_charge_of_account": {"charge_id": 1},
    "ck_posting_task_of_category": {"kind": "transfer", "category_id": None},
    "ck_refund_amount_positive": {"amount_cents": 0},
    "ck_paymentplan_total_positive": {"total_cents": 0},
    "ck_paymentplan_term_positive": {"term_cents": 0},
    "ck_paymentplan_every_months_positive": {"every_months": 0},
    "ck_collectionstepcharge_one_debt": {"opening_id": 1},
    "ck_depositmovement_amount_given": {"kind": "cash", "charge_id": None, "amount_cents": 0},
    "ck_depositmovement_deduction_below_zero": {"amount_cents": 1},
    "ck_depositmovement_deduction_has_charge": {"charge_id": None},
    "ck_monthclosing_month_first_day": {"month": "2019-01-02"},
} | maintenance_samples.WRONG
"""What breaks the constraints that are one of a kind; the others are told by how their names end."""


def _checks() -> Iterator[tuple[str, str]]:
    for table in TABLES.values():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                yield table.name, str(constraint.name)


def _breaking(table: str, name: str) -> dict[str, Any]:
    """Give values that this constraint must refuse."""
    if name in WRONG:
        return WRONG[name]
    about = name.removeprefix(f"ck_{table}_")
    if "_after_" in about:
        return {about.partition("_after_")[0]: "1999-12-31" if about.endswith("_on") else "1999-12-31T14:00"}
    for ending, value in (
        ("_known", "?"),
        ("_day", "2026-02-30"),
        ("_not_negative", -1),
        ("_filled", "  "),
        ("_flag", 2),
        ("_minute", "2026-02-30T14:00"),
    ):
        if about.endswith(ending):
            return {about.removesuffix(ending): value}
    raise AssertionError(f"no test knows what {name} forbids")


@pytest.fixture(scope="module")
def full(template_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill every table of a begun store with one row, by bare SQL; without the journal's guards its CHECKs show."""
    path = Path(shutil.copy(template_store, tmp_path_factory.mktemp("schema") / "full.coop"))
    with closing(sqlite3.connect(path)) as connection:
        rows = [(name, row) for name in SAMPLES for row in (SAMPLES[name], SECOND.get(name)) if row is not None]
        for table, values in rows:
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
        connection.execute("DROP TRIGGER journalentry_fixed")
        connection.execute("DROP TRIGGER journalvalue_fixed")
        connection.commit()
    return path


@pytest.fixture
def filled(full: Path) -> Iterator[sqlite3.Connection]:
    """Open the filled store; whatever a test does to it is taken back."""
    with closing(sqlite3.connect(full)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("BEGIN")
        yield connection
        connection.rollback()


def test_a_sample_stands_in_every_table(filled: sqlite3.Connection) -> None:
    for table in TABLES:
        assert filled.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= 1, table


@pytest.mark.parametrize(("table", "name"), sorted(_checks()))
def test_every_check_refuses_what_it_forbids(filled: sqlite3.Connection, table: str, name: str) -> None:
    values = _breaking(table, name)
    setting = ", ".join(f"{column} = ?" for column in values)
    with pytest.raises(sqlite3.IntegrityError, match=f"CHECK constraint failed: {name}"):
        filled.execute(f"UPDATE {table} SET {setting} WHERE rowid = 1", list(values.values()))


@pytest.mark.parametrize("table", sorted(SAMPLES))
def test_no_column_takes_a_value_of_another_kind_and_none_that_is_demanded_may_be_empty(
    filled: sqlite3.Connection, table: str
) -> None:
    for column in TABLES[table].columns:
        if column.name == "id":
            continue
        with pytest.raises(sqlite3.IntegrityError, match=r"cannot store|CHECK"):
            filled.execute(f"UPDATE {table} SET {column.name} = x'00ff'")
        if not column.nullable:
            with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
                filled.execute(f"UPDATE {table} SET {column.name} = NULL")


@pytest.mark.parametrize(
    "table",
    [name for name in sorted(TABLES) if any(isinstance(one, UniqueConstraint) for one in TABLES[name].constraints)],
)
def test_what_is_given_once_is_not_given_again(filled: sqlite3.Connection, table: str) -> None:
    values = (SECOND if table == "vote" else SAMPLES).get(table) or {
        "name": "notice_months",
        "value": "1",
        "valid_from": "1900-01-01",
        "source": "",
    }
    marks = ", ".join("?" * len(values))
    with pytest.raises(sqlite3.IntegrityError, match=f"UNIQUE constraint failed: {table}|{table}_overlap"):
        filled.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))


def _links() -> list[tuple[str, str]]:
    return sorted((table.name, key.parent.name) for table in TABLES.values() for key in table.foreign_keys)


@pytest.mark.parametrize(("table", "column"), _links())
def test_no_link_leads_nowhere_and_nothing_that_is_linked_to_goes(
    filled: sqlite3.Connection, table: str, column: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"FOREIGN KEY|CHECK|UNIQUE"):
        filled.execute(f"UPDATE {table} SET {column} = 999")
    (key,) = (key for key in TABLES[table].foreign_keys if key.parent.name == column)
    if table in SAMPLES:
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            filled.execute(f"DELETE FROM {key.column.table.name} WHERE rowid = 1")


@pytest.mark.parametrize(("table", "column"), _links())
def test_every_link_can_be_followed_back_without_reading_a_whole_table(raw: Raw, table: str, column: str) -> None:
    with raw() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1").fetchall()
    assert all("SEARCH" in step[3] for step in plan), plan


def test_every_table_is_strict_and_every_constraint_has_a_name(raw: Raw) -> None:
    with raw() as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    assert made.keys() - {"alembic_version"} == TABLES.keys()
    for name, sql in made.items():
        if name == "alembic_version":
            continue
        assert sql.rstrip().endswith("STRICT"), name
        parts = [line.strip() for line in sql.splitlines()]
        for word in ("CHECK", "UNIQUE", "PRIMARY KEY", "FOREIGN KEY"):
            assert not [part for part in parts if part.startswith(word)], name
        assert " REAL" not in sql, name


def test_migrations_make_the_very_tables_that_the_code_declares(raw: Raw, tmp_path: Path) -> None:
    declared = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{declared}", poolclass=NullPool)
    SQLModel.metadata.create_all(engine)
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"

    def shape(connection: sqlite3.Connection) -> set[tuple[str, str, str, tuple[str, ...]]]:
        return {
            (kind, name, table, tuple(sorted(line.strip().rstrip(",").replace('"', "") for line in sql.splitlines())))
            for kind, name, table, sql in connection.execute(query)
            if name != "alembic_version"
        }

    with raw() as migrated, raw(declared) as created:
        assert shape(migrated) == shape(created)


# An index on an expression is none that SQLAlchemy can read back; that it is there is held by the test of the forms.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_alembic_finds_nothing_left_to_migrate(store_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine: Engine = create_engine(f"sqlite:///{store_path}", poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_column_that_holds_a_day_demands_one() -> None:
    for table in TABLES.values():
        checks = {str(constraint.name) for constraint in table.constraints}
        for column in table.columns:
            if column.type.python_type is date:
                assert f"ck_{table.name}_{column.name}_day" in checks


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-02-31", "2026-13-01", "2026-1-1", "01-02-2026", "2026-02-28 00:00", "x", ""]
)
def test_a_day_that_is_none_is_not_kept(filled: sqlite3.Connection, day: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="ck_person_born_on_day"):
        filled.execute("UPDATE person SET born_on = ?", (day,))


@pytest.mark.parametrize(
    "moment",
    [
        "2026-02-30T14:00",
        "2026-11-02 14:00",
        "2026-11-02T24:00",
        "2026-11-02T14:60",
        "2026-11-02T14:0x",
        "2026-11-02T1:100",
    ],
)
def test_a_moment_that_is_none_is_not_kept(filled: sqlite3.Connection, moment: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="ck_booking_starts_at_minute"):
        filled.execute("UPDATE booking SET starts_at = ?, ends_at = '9999-12-31T23:59'", (moment,))


def test_amounts_are_whole_cents_and_nothing_is_a_float() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert column.type.python_type is not float, f"{table.name}.{column.name}"
            assert not column.name.endswith("_cents") or column.type.python_type is int


# -- which form a store has ----------------------------------------------------------------------------------------


def test_a_store_tells_its_form(store_path: Path) -> None:
    assert revision_of(store_path) == schema.HEAD == schema.REVISIONS[-1]


def test_a_store_of_a_newer_version_is_refused_and_left_alone(store_path: Path, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = store_path.read_bytes()
    with pytest.raises(StoreNewer, match=r"newer version.*9999"):
        revision_of(store_path)
    assert store_path.read_bytes() == before


def test_another_programs_file_is_no_store(store_path: Path, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("PRAGMA application_id=1")
    with pytest.raises(StoreDamaged, match="not a store of coopadmin"):
        revision_of(store_path)
    with raw() as connection:
        connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        connection.execute("DELETE FROM alembic_version")
    with pytest.raises(StoreDamaged, match="not a store of coopadmin"):
        revision_of(store_path)


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0", b"SQLite format 3\0" + bytes(4096), bytes(4096)])
def test_what_is_no_database_is_no_store(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "vonk.coop"
    file.write_bytes(content)
    with pytest.raises(StoreDamaged):
        revision_of(file)
    assert file.read_bytes() == content


def test_nothing_a_folder_and_an_impossible_name_are_no_store(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.coop", tmp_path / "file" / "x", Path("a\0b")):
        with pytest.raises(StoreMissing):
            revision_of(path)
    with pytest.raises(StoreUnusable, match="is a folder"):
        revision_of(tmp_path)
    with pytest.raises(StoreUnusable):
        revision_of(tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    "name", ["a b.coop", "a?mode=rwc.coop", "a#b.coop", "a%20b.coop", "é👍.coop", "a'b;--.coop", "\udce9.coop"]
)
def test_no_sign_in_the_name_of_a_file_means_anything(store_path: Path, tmp_path: Path, name: str) -> None:
    odd = tmp_path / name
    store_path.rename(odd)
    assert revision_of(odd) == schema.HEAD
    with closing(sqlite3.connect(file_uri(odd, "ro"), uri=True)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM setting")


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        ("database is locked", "StoreLocked", "in use by another program"),
        ("database table is locked: x", "StoreLocked", "in use"),
        ("database or disk is full", "StoreFull", "is full"),
        ("attempt to write a readonly database", "StoreReadOnly", "may only be read"),
        ("unable to open database file", "StoreUnusable", "cannot be opened"),
        ("disk I/O error", "StoreUnusable", "gave an error"),
        ("database disk image is malformed", "StoreDamaged", "damaged"),
        ("file is not a database", "StoreDamaged", "damaged"),
        ("Could not decode to UTF-8 column 'note' with text 'secret'", "StoreDamaged", "damaged"),
        ("no such table: person", "StoreDamaged", "damaged"),
        ("something new\nwith more", "StoreUnusable", "something new$"),
        ("", "StoreUnusable", "OperationalError"),
    ],
)
def test_what_the_database_says_becomes_a_sentence(tmp_path: Path, said: str, kind: str, sentence: str) -> None:
    explained = explain(sqlite3.OperationalError(said), tmp_path / "vonk.coop")
    assert type(explained).__name__ == kind
    assert "secret" not in str(explained)
    with pytest.raises(StoreUnusable, match=sentence):
        raise explained


def test_a_sound_store_is_not_called_damaged(store_path: Path, raw: Raw) -> None:
    assert not is_damaged(store_path)
    with raw() as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("UPDATE cooperative SET started_on = 'yesterday'")
    assert is_damaged(store_path)
    store_path.write_bytes(store_path.read_bytes()[:5000])
    assert is_damaged(store_path)


def test_what_is_told_of_a_damaged_file_may_hold_bytes_that_are_no_letters(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tells(*_what: object, **_more: object) -> None:
        b"malformed schema (\x84)".decode("utf-8")

    monkeypatch.setattr("db.schema.open_file", tells)
    with pytest.raises(StoreDamaged, match="damaged"):
        revision_of(store_path)


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER quiet AFTER INSERT ON owner BEGIN DELETE FROM setting; END",
        "DROP TRIGGER journalvalue_keep; "
        "CREATE TRIGGER journalvalue_keep AFTER INSERT ON owner BEGIN DELETE FROM owner; END",
        "DROP TABLE alembic_version; CREATE VIEW alembic_version AS "
        "WITH RECURSIVE one(version_num) AS (SELECT '0001' UNION ALL SELECT version_num FROM one) "
        "SELECT version_num FROM one WHERE version_num = 'never'",
    ],
)
def test_a_store_that_would_act_by_itself_is_not_opened(store_path: Path, raw: Raw, planted: str) -> None:
    with raw() as connection:
        connection.executescript(planted)
        connection.commit()
    for look in (revision_of, check, lambda path: Store(path, actor="Emre")):
        with pytest.raises(StoreDamaged, match="would act by itself"):
            look(store_path)
