"""One row of every table of maintenance and the shared rooms, and what breaks the constraints of its own kind."""

from __future__ import annotations

from typing import Any

DAY, LATER, MINUTE = "2026-01-01", "2026-06-30", "2026-01-01T20:00"
LATER_MINUTE = "2026-01-01T22:00"
TIMES: dict[str, Any] = {"starts_at": MINUTE, "ends_at": LATER_MINUTE}

SAMPLES: dict[str, dict[str, Any]] = {
    "contractor": {"name": "Blij", "emergencies": 0, "ended_on": DAY}
    | dict.fromkeys(("trade", "contact", "phone", "email", "kvk_number", "note", "folded"), ""),
    "facilityrule": {"facility_id": 1, "kind": "people", "value": "8", "valid_from": DAY, "source": "reglement"},
    "facilityclosure": {"facility_id": 1, "why": "verven"} | TIMES,
    "bookingseries": {"facility_id": 1, "person_id": 1, "starts_at": MINUTE, "minutes": 60, "rule": "FREQ=WEEKLY"}
    | {"until": LATER, "purpose": "", "ended_on": DAY, "note": ""},
    "seriesskip": {"series_id": 1, "occurrence_at": MINUTE, "reason": ""},
    "booking": {"facility_id": 1, "person_id": 1, "starts_at": "2026-11-02T14:00", "ends_at": "2026-11-02T15:00"}
    | {"purpose": "", "status": "confirmed", "series_id": 1, "occurrence_at": MINUTE, "people": 1, "asked_on": DAY}
    | {"confirmed_on": DAY, "price_cents": 1, "paid_on": DAY, "charge_id": 1, "cancelled_on": DAY, "cancel_reason": ""}
    | {"checked_on": DAY, "left_as": "clean", "overruled": ""},
    "bookingwish": {"facility_id": 1, "person_id": 1, "asked_at": MINUTE, "purpose": "", "ended_on": DAY}
    | {"outcome": "booked", "booking_id": 1}
    | TIMES,
    "cleaningturn": {"facility_id": 1, "booking_id": 1, "due_on": DAY, "person_id": 1, "done_on": DAY, "note": ""},
    "demarcationlist": {"owner_id": 1, "agreement_id": 1, "version": "1", "valid_from": DAY, "agreed_on": DAY}
    | {"source": "", "note": ""},
    "demarcationline": {"list_id": 1, "position": 1, "keyword": "dranger", "party": "cooperative"}
    | {"only_reachable": 0, "only_low_cost": 0, "otherwise": "corporation"}
    | dict.fromkeys(("component", "work", "letter", "codes", "note", "folded"), ""),
    "maintenancejob": {"what": "Lift keuren", "place": "", "kind": "inspection", "every_months": 18, "rule": ""}
    | {"counted_from": "done", "starts_on": DAY, "ends_on": LATER, "responsible": "corporation", "asks_certificate": 1}
    | {"source": "", "contractor_id": 1, "category_id": 1, "dwelling_id": 1, "facility_id": 1, "expected_cents": 1}
    | {"notice_days": 1, "ended_on": DAY, "note": ""},
    "jobexception": {"job_id": 1, "occurrence_on": DAY, "moved_to": LATER, "reason": "vakantie"},
    "planelement": {"code": "E1", "name": "Dak", "element_code": "", "place": "", "facility_id": 1, "unit": "M2"}
    | {"quantity_thousandths": 1, "placed_year": 1980, "note": "", "ended_on": DAY, "folded": ""},
    "elementcondition": {"element_id": 1, "measured_on": DAY, "defect": "", "severity": 1, "extent": 1, "intensity": 1}
    | {"stated_score": None, "source": ""},
    "planmeasure": {"element_id": 1, "what": "vernieuwen", "first_year": 2031, "cycle_years": 20, "price_year": 2026}
    | {"unit_price_cents": 1, "part_percent": 100, "payer": "corporation", "category_id": 1, "ended_on": DAY}
    | {"note": ""},
    "planshift": {"measure_id": 1, "from_year": 2031, "to_year": 2033, "onwards": 1, "decided_on": DAY}
    | {"decision_id": 1, "reason": "nog goed"},
    "planindex": {"year": 2026, "hundredths": 250, "source": "begroting"},
    "maintenancetask": {"number": "O-1", "reported_on": DAY, "reported_at": MINUTE, "reporter_id": 1, "place": ""}
    | {"dwelling_id": 1, "facility_id": 1, "what": "Lek", "kind": "repair", "urgency": "normal", "status": "done"}
    | {"responsible": "cooperative", "contractor": "", "budget_cents": 1, "cost_cents": 1, "planned_on": DAY}
    | {"done_on": DAY, "confirmed_on": DAY, "for_volunteers": 1, "minutes_expected": 1, "category_id": 1, "job_id": 1}
    | {"occurrence_on": DAY, "measure_id": 1, "plan_year": 2031, "booking_id": 1}
    | dict.fromkeys(("location_code", "element_code", "defect_code", "cause_code", "answer", "note", "folded"), ""),
    "certificate": {"job_id": 1, "task_id": 1, "reference": "C1", "outcome": "passed", "issued_on": DAY}
    | {"valid_until": LATER, "issuer": "", "kept_at": "", "note": ""},
    "taskjudgement": {"task_id": 1, "judged_on": DAY, "responsible": "cooperative", "routed": "cooperative"}
    | {"line_id": 1, "letter": "", "reachable": 1, "notable_cost": 1, "reason": ""},
    "taskwait": {"task_id": 1, "reason": "material", "from_at": MINUTE, "until_at": LATER_MINUTE}
    | {"status_before": "ordered", "note": ""},
    "taskappointment": {"task_id": 1, "agreed_on": DAY, "contractor_id": 1, "person_id": 1, "access": ""}
    | {"outcome": "kept", "note": ""}
    | TIMES,
    "handover": {"task_id": 1, "owner_id": 1, "handed_on": DAY, "way": "portal", "reference": "", "promised_on": DAY}
    | {"ended_on": DAY, "outcome": "done", "note": ""},
    "handoverreminder": {"handover_id": 1, "sent_on": DAY, "way": "phone", "note": ""},
    "quote": {"task_id": 1, "contractor_id": 1, "asked_on": DAY, "received_on": DAY, "amount_cents": 1}
    | {"valid_until": DAY, "ended_on": DAY, "outcome": "chosen", "note": ""},
    "workorder": {"number": "O-1", "task_id": 1, "contractor_id": 1, "quote_id": 1, "ordered_on": DAY}
    | {"amount_cents": 1, "finish_by": DAY, "decision_id": 1, "invoiced_on": DAY, "invoiced_cents": 1, "invoice": ""}
    | {"cancelled_on": DAY, "note": ""},
    "mandatelimit": {"body": "board", "valid_from": DAY, "amount_cents": 1, "source": "overeenkomst"},
    "workday": {"title": "Tuin", "reserve_on": DAY, "place": "", "leader_id": 1, "needs": "", "closed_on": DAY}
    | {"cancelled_on": None, "note": "", "folded": ""}
    | TIMES,
    "workdaytask": {"work_day_id": 1, "task_id": 1, "place": 1, "people": 1, "needs": "", "outcome": "done"},
    "workdayhelper": {"work_day_id": 1, "person_id": 1, "said": "yes", "said_on": DAY, "task_id": 1, "came": 1}
    | {"note": ""},
    "selfworkclaim": {"number": "Z-1", "owner_id": 1, "claimed_on": DAY, "amount_cents": 1, "answered_on": DAY}
    | {"granted_cents": 1, "withdrawn_on": DAY, "note": ""},
    "hoursentry": {"person_id": 1, "worked_on": DAY, "minutes": 60, "what": "snoeien", "task_id": 1, "work_day_id": 1}
    | {"rate_cents": 1, "decision_id": 1, "claim_id": 1, "charge_id": 1, "note": ""},
    "keykind": {"code": "K1", "name": "Voordeur", "opens": "", "dwelling_id": 1, "facility_id": 1, "certificate": ""}
    | {"certificate_until": DAY, "deposit_cents": 1, "note": "", "ended_on": DAY, "folded": ""},
    "keycopy": {"kind_id": 1, "mark": "1", "made_on": DAY, "ended_on": DAY, "end_reason": "lost", "note": ""},
    "keyloan": {"copy_id": 1, "person_id": 1, "contractor_id": None, "issued_on": DAY, "due_on": DAY, "signed_on": DAY}
    | {"returned_on": DAY, "deposit_cents": 1, "deposit_paid_on": DAY, "deposit_returned_on": DAY, "task_id": 1}
    | {"booking_id": 1, "note": ""},
}
"""In the order that their links ask for."""

WRONG: dict[str, dict[str, Any]] = {
    "ck_booking_ends_after_start": {"ends_at": "2026-11-02T14:00"},
    "ck_booking_starts_at_minute": {"starts_at": "2026-02-30T14:00"},
    "ck_booking_ends_at_minute": {"ends_at": "2026-11-02T15:00:00"},
    "ck_booking_occurrence_of_series": {"series_id": None},
    "ck_booking_people_positive": {"people": 0},
    "ck_bookingseries_minutes_positive": {"minutes": 0},
    "ck_bookingseries_rule_filled": {"rule": ""},
    "ck_bookingwish_ends_after_start": {"ends_at": MINUTE},
    "ck_bookingwish_ended_has_outcome": {"outcome": ""},
    "ck_bookingwish_ends_at_minute": {"ends_at": "2026-11-02T15:00:00"},
    "ck_facilityclosure_ends_after_start": {"ends_at": MINUTE},
    "ck_facilityclosure_ends_at_minute": {"ends_at": "2026-11-02T15:00:00"},
    "ck_maintenancejob_every_months_positive": {"every_months": 0},
    "ck_maintenancejob_one_way_to_return": {"every_months": None},
    "ck_maintenancejob_rule_has_first_day": {"rule": "FREQ=DAILY", "every_months": None, "starts_on": None},
    "ck_maintenancetask_done_has_day": {"done_on": None, "confirmed_on": None},
    "ck_maintenancetask_confirmed_is_done": {"status": "planned"},
    "ck_maintenancetask_status_known": {"status": "?", "confirmed_on": None},
    "ck_maintenancetask_reported_on_day": {"reported_on": "2025-02-30", "reported_at": None},
    "ck_maintenancetask_reported_same_day": {"reported_at": "2026-01-02T20:00"},
    "ck_maintenancetask_reported_at_minute": {"reported_at": "2026-01-01T20:00:00"},
    "ck_maintenancetask_measure_has_year": {"plan_year": None},
    "ck_taskjudgement_otherwise_has_reason": {"responsible": "resident"},
    "ck_taskjudgement_routed_known": {"routed": "?", "reason": "x"},
    "ck_taskjudgement_responsible_known": {"responsible": "?", "reason": "x"},
    "ck_taskwait_until_at_after_from_at": {"until_at": "2026-01-01T19:00"},
    "ck_taskwait_until_at_minute": {"until_at": "2026-02-30T14:00"},
    "ck_taskappointment_ends_after_start": {"ends_at": MINUTE},
    "ck_taskappointment_ends_at_minute": {"ends_at": "2026-11-02T15:00:00"},
    "ck_handover_ended_has_outcome": {"outcome": ""},
    "ck_quote_ended_has_outcome": {"outcome": ""},
    "ck_quote_received_has_amount": {"amount_cents": None},
    "ck_workorder_invoice_has_amount": {"invoiced_cents": None},
    "ck_workday_ends_after_start": {"ends_at": MINUTE},
    "ck_workday_ends_at_minute": {"ends_at": "2026-11-02T15:00:00"},
    "ck_workday_ended_once": {"cancelled_on": DAY},
    "ck_selfworkclaim_answer_has_amount": {"granted_cents": None},
    "ck_hoursentry_minutes_of_a_day": {"minutes": 1441},
    "ck_hoursentry_rate_positive": {"rate_cents": 0},
    "ck_hoursentry_claim_has_rate": {"rate_cents": None, "charge_id": None},
    "ck_hoursentry_paid_has_rate": {"rate_cents": None, "claim_id": None},
    "ck_planelement_quantity_positive": {"quantity_thousandths": 0},
    "ck_planelement_placed_year_known": {"placed_year": 1},
    "ck_elementcondition_severity_known": {"severity": 4},
    "ck_elementcondition_extent_known": {"extent": 6},
    "ck_elementcondition_intensity_known": {"intensity": 4},
    "ck_elementcondition_stated_score_known": {"stated_score": 7, "severity": None, "extent": None, "intensity": None},
    "ck_elementcondition_measured_or_stated": {"intensity": None},
    "ck_planmeasure_first_year_known": {"first_year": 1},
    "ck_planmeasure_price_year_known": {"price_year": 1},
    "ck_planmeasure_cycle_years_known": {"cycle_years": 0},
    "ck_planmeasure_part_percent_known": {"part_percent": 0},
    "ck_planshift_another_year": {"to_year": 2031},
    "ck_planshift_to_year_known": {"to_year": 1},
    "ck_planindex_year_known": {"year": 1},
    "ck_planindex_hundredths_sensible": {"hundredths": 10001},
    "ck_keycopy_ended_has_reason": {"end_reason": ""},
    "ck_keyloan_one_holder": {"contractor_id": 1},
    "ck_keyloan_deposit_was_paid": {"deposit_paid_on": None},
}
