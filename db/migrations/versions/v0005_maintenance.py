"""Maintenance and the shared rooms: who does what, orders, what comes round, the plan, work days, bookings, keys."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of maintenance and of the shared rooms, and what tasks, jobs and bookings know besides."""

    op.create_table(
        "contractor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("kvk_number", sa.String(), nullable=False),
        sa.Column("emergencies", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_contractor_ended_on_day")
        ),
        sa.CheckConstraint("emergencies IN (0, 1)", name=op.f("ck_contractor_emergencies_flag")),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 120", name=op.f("ck_contractor_name_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractor")),
        sa.UniqueConstraint("name", name=op.f("uq_contractor_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "mandatelimit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("body IN ('coordinator', 'board', 'general')", name=op.f("ck_mandatelimit_body_known")),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')",
            name=op.f("ck_mandatelimit_valid_from_day"),
        ),
        sa.CheckConstraint(
            "amount_cents IS NULL OR amount_cents >= 0", name=op.f("ck_mandatelimit_amount_cents_not_negative")
        ),
        sa.CheckConstraint(
            "length(trim(source)) > 0 AND length(source) <= 400", name=op.f("ck_mandatelimit_source_filled")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandatelimit")),
        sa.UniqueConstraint("body", "valid_from", name=op.f("uq_mandatelimit_body_valid_from")),
        sqlite_strict=True,
    )
    op.create_table(
        "planindex",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("hundredths BETWEEN -5000 AND 10000", name=op.f("ck_planindex_hundredths_sensible")),
        sa.CheckConstraint(
            "length(trim(source)) > 0 AND length(source) <= 400", name=op.f("ck_planindex_source_filled")
        ),
        sa.CheckConstraint("year BETWEEN 1900 AND 2200", name=op.f("ck_planindex_year_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planindex")),
        sa.UniqueConstraint("year", name=op.f("uq_planindex_year")),
        sqlite_strict=True,
    )
    op.create_table(
        "selfworkclaim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("claimed_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("granted_cents", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on IS date(answered_on, '+0 days')",
            name=op.f("ck_selfworkclaim_answered_on_day"),
        ),
        sa.CheckConstraint(
            "claimed_on IS NULL OR claimed_on IS date(claimed_on, '+0 days')",
            name=op.f("ck_selfworkclaim_claimed_on_day"),
        ),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on IS date(withdrawn_on, '+0 days')",
            name=op.f("ck_selfworkclaim_withdrawn_on_day"),
        ),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (granted_cents IS NULL)", name=op.f("ck_selfworkclaim_answer_has_amount")
        ),
        sa.CheckConstraint(
            "amount_cents IS NULL OR amount_cents >= 0", name=op.f("ck_selfworkclaim_amount_cents_not_negative")
        ),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on >= claimed_on",
            name=op.f("ck_selfworkclaim_answered_on_after_claimed_on"),
        ),
        sa.CheckConstraint(
            "granted_cents IS NULL OR granted_cents >= 0", name=op.f("ck_selfworkclaim_granted_cents_not_negative")
        ),
        sa.CheckConstraint(
            "length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_selfworkclaim_number_filled")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_selfworkclaim_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selfworkclaim")),
        sa.UniqueConstraint("number", name=op.f("uq_selfworkclaim_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_selfworkclaim_owner_id", "selfworkclaim", ["owner_id"], unique=False)

    op.create_table(
        "workday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("ends_at", sa.String(), nullable=False),
        sa.Column("reserve_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "cancelled_on IS NULL OR cancelled_on IS date(cancelled_on, '+0 days')",
            name=op.f("ck_workday_cancelled_on_day"),
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on IS date(closed_on, '+0 days')", name=op.f("ck_workday_closed_on_day")
        ),
        sa.CheckConstraint(
            "ends_at IS replace(substr(datetime(ends_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_workday_ends_at_minute"),
        ),
        sa.CheckConstraint(
            "reserve_on IS NULL OR reserve_on IS date(reserve_on, '+0 days')", name=op.f("ck_workday_reserve_on_day")
        ),
        sa.CheckConstraint(
            "starts_at IS replace(substr(datetime(starts_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_workday_starts_at_minute"),
        ),
        sa.CheckConstraint("closed_on IS NULL OR cancelled_on IS NULL", name=op.f("ck_workday_ended_once")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_workday_ends_after_start")),
        sa.CheckConstraint("length(trim(title)) > 0 AND length(title) <= 120", name=op.f("ck_workday_title_filled")),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_workday_leader_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workday")),
        sqlite_strict=True,
    )
    op.create_index("ix_workday_leader_id", "workday", ["leader_id"], unique=False)
    op.create_index("ix_workday_starts_at", "workday", ["starts_at"], unique=False)

    op.create_table(
        "bookingseries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_bookingseries_ended_on_day")
        ),
        sa.CheckConstraint(
            "starts_at IS replace(substr(datetime(starts_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_bookingseries_starts_at_minute"),
        ),
        sa.CheckConstraint("until IS NULL OR until IS date(until, '+0 days')", name=op.f("ck_bookingseries_until_day")),
        sa.CheckConstraint("length(rule) > 0", name=op.f("ck_bookingseries_rule_filled")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_bookingseries_minutes_positive")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_bookingseries_facility_id_facility")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bookingseries_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookingseries")),
        sqlite_strict=True,
    )
    op.create_index("ix_bookingseries_facility_id", "bookingseries", ["facility_id"], unique=False)
    op.create_index("ix_bookingseries_person_id", "bookingseries", ["person_id"], unique=False)

    op.create_table(
        "demarcationlist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "agreed_on IS NULL OR agreed_on IS date(agreed_on, '+0 days')",
            name=op.f("ck_demarcationlist_agreed_on_day"),
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')",
            name=op.f("ck_demarcationlist_valid_from_day"),
        ),
        sa.CheckConstraint(
            "length(trim(version)) > 0 AND length(version) <= 80", name=op.f("ck_demarcationlist_version_filled")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_demarcationlist_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_demarcationlist_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demarcationlist")),
        sa.UniqueConstraint("owner_id", "valid_from", name=op.f("uq_demarcationlist_owner_id_valid_from")),
        sqlite_strict=True,
    )
    op.create_index("ix_demarcationlist_agreement_id", "demarcationlist", ["agreement_id"], unique=False)

    op.create_table(
        "facilityclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("ends_at", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ends_at IS replace(substr(datetime(ends_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_facilityclosure_ends_at_minute"),
        ),
        sa.CheckConstraint(
            "starts_at IS replace(substr(datetime(starts_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_facilityclosure_starts_at_minute"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_facilityclosure_ends_after_start")),
        sa.CheckConstraint("length(trim(why)) > 0 AND length(why) <= 400", name=op.f("ck_facilityclosure_why_filled")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facilityclosure_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilityclosure")),
        sqlite_strict=True,
    )
    op.create_index("ix_facilityclosure_facility_id", "facilityclosure", ["facility_id"], unique=False)

    op.create_table(
        "facilityrule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ahead_days', 'ahead_hours', 'longest_minutes', 'nights', 'active_per_household', "
            "'gap_minutes', 'opens_at', 'closes_at', 'quiet_from', 'quiet_until', 'who_may', 'confirmation', "
            "'payment_first', 'key_back_first', 'cleaning', 'people', 'price_unit')",
            name=op.f("ck_facilityrule_kind_known"),
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')",
            name=op.f("ck_facilityrule_valid_from_day"),
        ),
        sa.CheckConstraint(
            "length(trim(source)) > 0 AND length(source) <= 400", name=op.f("ck_facilityrule_source_filled")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facilityrule_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilityrule")),
        sa.UniqueConstraint(
            "facility_id", "kind", "valid_from", name=op.f("uq_facilityrule_facility_id_kind_valid_from")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "keykind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("certificate_until", sa.Date(), nullable=True),
        sa.Column("deposit_cents", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "certificate_until IS NULL OR certificate_until IS date(certificate_until, '+0 days')",
            name=op.f("ck_keykind_certificate_until_day"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_keykind_ended_on_day")
        ),
        sa.CheckConstraint(
            "deposit_cents IS NULL OR deposit_cents >= 0", name=op.f("ck_keykind_deposit_cents_not_negative")
        ),
        sa.CheckConstraint("length(trim(code)) > 0 AND length(code) <= 40", name=op.f("ck_keykind_code_filled")),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 120", name=op.f("ck_keykind_name_filled")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_keykind_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_keykind_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keykind")),
        sa.UniqueConstraint("code", name=op.f("uq_keykind_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_keykind_dwelling_id", "keykind", ["dwelling_id"], unique=False)
    op.create_index("ix_keykind_facility_id", "keykind", ["facility_id"], unique=False)

    op.create_table(
        "planelement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("element_code", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("quantity_thousandths", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("placed_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_planelement_ended_on_day")
        ),
        sa.CheckConstraint("length(trim(code)) > 0 AND length(code) <= 40", name=op.f("ck_planelement_code_filled")),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 120", name=op.f("ck_planelement_name_filled")),
        sa.CheckConstraint(
            "placed_year IS NULL OR placed_year BETWEEN 1500 AND 2200", name=op.f("ck_planelement_placed_year_known")
        ),
        sa.CheckConstraint("quantity_thousandths > 0", name=op.f("ck_planelement_quantity_positive")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_planelement_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planelement")),
        sa.UniqueConstraint("code", name=op.f("uq_planelement_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_planelement_facility_id", "planelement", ["facility_id"], unique=False)

    op.create_table(
        "demarcationline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("keyword", sa.String(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("only_reachable", sa.Boolean(), nullable=False),
        sa.Column("only_low_cost", sa.Boolean(), nullable=False),
        sa.Column("otherwise", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "otherwise IN ('resident', 'cooperative', 'corporation')", name=op.f("ck_demarcationline_otherwise_known")
        ),
        sa.CheckConstraint(
            "party IN ('resident', 'cooperative', 'corporation')", name=op.f("ck_demarcationline_party_known")
        ),
        sa.CheckConstraint(
            "length(trim(keyword)) > 0 AND length(keyword) <= 120", name=op.f("ck_demarcationline_keyword_filled")
        ),
        sa.CheckConstraint("only_low_cost IN (0, 1)", name=op.f("ck_demarcationline_only_low_cost_flag")),
        sa.CheckConstraint("only_reachable IN (0, 1)", name=op.f("ck_demarcationline_only_reachable_flag")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["demarcationlist.id"], name=op.f("fk_demarcationline_list_id_demarcationlist")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demarcationline")),
        sa.UniqueConstraint(
            "list_id", "keyword", "component", "work", name=op.f("uq_demarcationline_list_id_keyword_component_work")
        ),
        sa.UniqueConstraint("list_id", "position", name=op.f("uq_demarcationline_list_id_position")),
        sqlite_strict=True,
    )
    op.create_table(
        "elementcondition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.Integer(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("defect", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("extent", sa.Integer(), nullable=True),
        sa.Column("intensity", sa.Integer(), nullable=True),
        sa.Column("stated_score", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "measured_on IS NULL OR measured_on IS date(measured_on, '+0 days')",
            name=op.f("ck_elementcondition_measured_on_day"),
        ),
        sa.CheckConstraint(
            "(stated_score IS NULL) = (severity IS NOT NULL AND extent IS NOT NULL AND intensity IS NOT NULL)",
            name=op.f("ck_elementcondition_measured_or_stated"),
        ),
        sa.CheckConstraint("extent IS NULL OR extent BETWEEN 1 AND 5", name=op.f("ck_elementcondition_extent_known")),
        sa.CheckConstraint(
            "intensity IS NULL OR intensity BETWEEN 1 AND 3", name=op.f("ck_elementcondition_intensity_known")
        ),
        sa.CheckConstraint(
            "severity IS NULL OR severity BETWEEN 1 AND 3", name=op.f("ck_elementcondition_severity_known")
        ),
        sa.CheckConstraint(
            "stated_score IS NULL OR stated_score BETWEEN 1 AND 6", name=op.f("ck_elementcondition_stated_score_known")
        ),
        sa.ForeignKeyConstraint(
            ["element_id"], ["planelement.id"], name=op.f("fk_elementcondition_element_id_planelement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elementcondition")),
        sqlite_strict=True,
    )
    op.create_index("ix_elementcondition_element_id", "elementcondition", ["element_id"], unique=False)

    op.create_table(
        "jobexception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_on", sa.Date(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "moved_to IS NULL OR moved_to IS date(moved_to, '+0 days')", name=op.f("ck_jobexception_moved_to_day")
        ),
        sa.CheckConstraint(
            "occurrence_on IS NULL OR occurrence_on IS date(occurrence_on, '+0 days')",
            name=op.f("ck_jobexception_occurrence_on_day"),
        ),
        sa.CheckConstraint(
            "length(trim(reason)) > 0 AND length(reason) <= 400", name=op.f("ck_jobexception_reason_filled")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["maintenancejob.id"], name=op.f("fk_jobexception_job_id_maintenancejob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobexception")),
        sa.UniqueConstraint("job_id", "occurrence_on", name=op.f("uq_jobexception_job_id_occurrence_on")),
        sqlite_strict=True,
    )
    op.create_table(
        "keycopy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name=op.f("ck_keycopy_ended_has_reason")),
        sa.CheckConstraint(
            "end_reason IN ('', 'lost', 'stolen', 'broken', 'destroyed')", name=op.f("ck_keycopy_end_reason_known")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_keycopy_ended_on_day")
        ),
        sa.CheckConstraint(
            "made_on IS NULL OR made_on IS date(made_on, '+0 days')", name=op.f("ck_keycopy_made_on_day")
        ),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= made_on", name=op.f("ck_keycopy_ended_on_after_made_on")),
        sa.CheckConstraint("length(trim(mark)) > 0 AND length(mark) <= 40", name=op.f("ck_keycopy_mark_filled")),
        sa.ForeignKeyConstraint(["kind_id"], ["keykind.id"], name=op.f("fk_keycopy_kind_id_keykind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keycopy")),
        sa.UniqueConstraint("kind_id", "mark", name=op.f("uq_keycopy_kind_id_mark")),
        sqlite_strict=True,
    )
    op.create_table(
        "planmeasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("cycle_years", sa.Integer(), nullable=True),
        sa.Column("unit_price_cents", sa.Integer(), nullable=False),
        sa.Column("price_year", sa.Integer(), nullable=False),
        sa.Column("part_percent", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_planmeasure_ended_on_day")
        ),
        sa.CheckConstraint(
            "payer IN ('resident', 'cooperative', 'corporation')", name=op.f("ck_planmeasure_payer_known")
        ),
        sa.CheckConstraint(
            "cycle_years IS NULL OR cycle_years BETWEEN 1 AND 200", name=op.f("ck_planmeasure_cycle_years_known")
        ),
        sa.CheckConstraint("first_year BETWEEN 1900 AND 2200", name=op.f("ck_planmeasure_first_year_known")),
        sa.CheckConstraint("length(trim(what)) > 0 AND length(what) <= 200", name=op.f("ck_planmeasure_what_filled")),
        sa.CheckConstraint("part_percent BETWEEN 1 AND 100", name=op.f("ck_planmeasure_part_percent_known")),
        sa.CheckConstraint("price_year BETWEEN 1900 AND 2200", name=op.f("ck_planmeasure_price_year_known")),
        sa.CheckConstraint(
            "unit_price_cents IS NULL OR unit_price_cents >= 0",
            name=op.f("ck_planmeasure_unit_price_cents_not_negative"),
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_planmeasure_category_id_category")),
        sa.ForeignKeyConstraint(["element_id"], ["planelement.id"], name=op.f("fk_planmeasure_element_id_planelement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planmeasure")),
        sqlite_strict=True,
    )
    op.create_index("ix_planmeasure_category_id", "planmeasure", ["category_id"], unique=False)
    op.create_index("ix_planmeasure_element_id", "planmeasure", ["element_id"], unique=False)

    op.create_table(
        "seriesskip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "occurrence_at IS replace(substr(datetime(occurrence_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_seriesskip_occurrence_at_minute"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["bookingseries.id"], name=op.f("fk_seriesskip_series_id_bookingseries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seriesskip")),
        sa.UniqueConstraint("series_id", "occurrence_at", name=op.f("uq_seriesskip_series_id_occurrence_at")),
        sqlite_strict=True,
    )
    op.create_table(
        "bookingwish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("ends_at", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(ended_on IS NULL) = (outcome = '')", name=op.f("ck_bookingwish_ended_has_outcome")),
        sa.CheckConstraint(
            "asked_at IS replace(substr(datetime(asked_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_bookingwish_asked_at_minute"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_bookingwish_ended_on_day")
        ),
        sa.CheckConstraint(
            "ends_at IS replace(substr(datetime(ends_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_bookingwish_ends_at_minute"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'booked', 'withdrawn', 'passed')", name=op.f("ck_bookingwish_outcome_known")
        ),
        sa.CheckConstraint(
            "starts_at IS replace(substr(datetime(starts_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_bookingwish_starts_at_minute"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_bookingwish_ends_after_start")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_bookingwish_booking_id_booking")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_bookingwish_facility_id_facility")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bookingwish_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookingwish")),
        sqlite_strict=True,
    )
    op.create_index("ix_bookingwish_booking_id", "bookingwish", ["booking_id"], unique=False)
    op.create_index("ix_bookingwish_facility_id", "bookingwish", ["facility_id"], unique=False)
    op.create_index("ix_bookingwish_person_id", "bookingwish", ["person_id"], unique=False)

    op.create_table(
        "cleaningturn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "done_on IS NULL OR done_on IS date(done_on, '+0 days')", name=op.f("ck_cleaningturn_done_on_day")
        ),
        sa.CheckConstraint(
            "due_on IS NULL OR due_on IS date(due_on, '+0 days')", name=op.f("ck_cleaningturn_due_on_day")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_cleaningturn_booking_id_booking")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_cleaningturn_facility_id_facility")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cleaningturn_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleaningturn")),
        sqlite_strict=True,
    )
    op.create_index("ix_cleaningturn_booking_id", "cleaningturn", ["booking_id"], unique=False)
    op.create_index("ix_cleaningturn_due_on", "cleaningturn", ["due_on"], unique=False)
    op.create_index("ix_cleaningturn_facility_id", "cleaningturn", ["facility_id"], unique=False)
    op.create_index("ix_cleaningturn_person_id", "cleaningturn", ["person_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("kept_at", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "issued_on IS NULL OR issued_on IS date(issued_on, '+0 days')", name=op.f("ck_certificate_issued_on_day")
        ),
        sa.CheckConstraint("outcome IN ('passed', 'remarks', 'failed')", name=op.f("ck_certificate_outcome_known")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until IS date(valid_until, '+0 days')",
            name=op.f("ck_certificate_valid_until_day"),
        ),
        sa.CheckConstraint(
            "length(trim(reference)) > 0 AND length(reference) <= 120", name=op.f("ck_certificate_reference_filled")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= issued_on", name=op.f("ck_certificate_valid_until_after_issued_on")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["maintenancejob.id"], name=op.f("fk_certificate_job_id_maintenancejob")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["maintenancetask.id"], name=op.f("fk_certificate_task_id_maintenancetask")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sqlite_strict=True,
    )
    op.create_index("ix_certificate_job_id", "certificate", ["job_id"], unique=False)
    op.create_index("ix_certificate_task_id", "certificate", ["task_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("(ended_on IS NULL) = (outcome = '')", name=op.f("ck_handover_ended_has_outcome")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_handover_ended_on_day")
        ),
        sa.CheckConstraint(
            "handed_on IS NULL OR handed_on IS date(handed_on, '+0 days')", name=op.f("ck_handover_handed_on_day")
        ),
        sa.CheckConstraint("outcome IN ('', 'done', 'refused', 'withdrawn')", name=op.f("ck_handover_outcome_known")),
        sa.CheckConstraint(
            "promised_on IS NULL OR promised_on IS date(promised_on, '+0 days')",
            name=op.f("ck_handover_promised_on_day"),
        ),
        sa.CheckConstraint(
            "way IN ('portal', 'e-mail', 'phone', 'letter', 'in person')", name=op.f("ck_handover_way_known")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= handed_on", name=op.f("ck_handover_ended_on_after_handed_on")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_handover_owner_id_owner")),
        sa.ForeignKeyConstraint(["task_id"], ["maintenancetask.id"], name=op.f("fk_handover_task_id_maintenancetask")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sqlite_strict=True,
    )
    op.create_index("ix_handover_owner_id", "handover", ["owner_id"], unique=False)
    op.create_index("ix_handover_task_id", "handover", ["task_id"], unique=False)
    op.create_index(
        "uq_handover_task_id_open",
        "handover",
        ["task_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )

    op.create_table(
        "hoursentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("work_day_id", sa.Integer(), nullable=True),
        sa.Column("rate_cents", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("charge_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "worked_on IS NULL OR worked_on IS date(worked_on, '+0 days')", name=op.f("ck_hoursentry_worked_on_day")
        ),
        sa.CheckConstraint("charge_id IS NULL OR rate_cents IS NOT NULL", name=op.f("ck_hoursentry_paid_has_rate")),
        sa.CheckConstraint("claim_id IS NULL OR rate_cents IS NOT NULL", name=op.f("ck_hoursentry_claim_has_rate")),
        sa.CheckConstraint("length(trim(what)) > 0 AND length(what) <= 400", name=op.f("ck_hoursentry_what_filled")),
        sa.CheckConstraint("minutes > 0 AND minutes <= 1440", name=op.f("ck_hoursentry_minutes_of_a_day")),
        sa.CheckConstraint("rate_cents IS NULL OR rate_cents > 0", name=op.f("ck_hoursentry_rate_positive")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_hoursentry_charge_id_charge")),
        sa.ForeignKeyConstraint(["claim_id"], ["selfworkclaim.id"], name=op.f("fk_hoursentry_claim_id_selfworkclaim")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_hoursentry_decision_id_decision")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hoursentry_person_id_person")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["maintenancetask.id"], name=op.f("fk_hoursentry_task_id_maintenancetask")
        ),
        sa.ForeignKeyConstraint(["work_day_id"], ["workday.id"], name=op.f("fk_hoursentry_work_day_id_workday")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hoursentry")),
        sqlite_strict=True,
    )
    op.create_index("ix_hoursentry_charge_id", "hoursentry", ["charge_id"], unique=False)
    op.create_index("ix_hoursentry_claim_id", "hoursentry", ["claim_id"], unique=False)
    op.create_index("ix_hoursentry_decision_id", "hoursentry", ["decision_id"], unique=False)
    op.create_index("ix_hoursentry_person_id", "hoursentry", ["person_id"], unique=False)
    op.create_index("ix_hoursentry_task_id", "hoursentry", ["task_id"], unique=False)
    op.create_index("ix_hoursentry_work_day_id", "hoursentry", ["work_day_id"], unique=False)
    op.create_index("ix_hoursentry_worked_on", "hoursentry", ["worked_on"], unique=False)

    op.create_table(
        "keyloan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("contractor_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("deposit_cents", sa.Integer(), nullable=True),
        sa.Column("deposit_paid_on", sa.Date(), nullable=True),
        sa.Column("deposit_returned_on", sa.Date(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "deposit_paid_on IS NULL OR deposit_paid_on IS date(deposit_paid_on, '+0 days')",
            name=op.f("ck_keyloan_deposit_paid_on_day"),
        ),
        sa.CheckConstraint(
            "deposit_returned_on IS NULL OR deposit_returned_on IS date(deposit_returned_on, '+0 days')",
            name=op.f("ck_keyloan_deposit_returned_on_day"),
        ),
        sa.CheckConstraint("due_on IS NULL OR due_on IS date(due_on, '+0 days')", name=op.f("ck_keyloan_due_on_day")),
        sa.CheckConstraint(
            "issued_on IS NULL OR issued_on IS date(issued_on, '+0 days')", name=op.f("ck_keyloan_issued_on_day")
        ),
        sa.CheckConstraint(
            "returned_on IS NULL OR returned_on IS date(returned_on, '+0 days')",
            name=op.f("ck_keyloan_returned_on_day"),
        ),
        sa.CheckConstraint(
            "signed_on IS NULL OR signed_on IS date(signed_on, '+0 days')", name=op.f("ck_keyloan_signed_on_day")
        ),
        sa.CheckConstraint("(person_id IS NULL) <> (contractor_id IS NULL)", name=op.f("ck_keyloan_one_holder")),
        sa.CheckConstraint(
            "deposit_cents IS NULL OR deposit_cents >= 0", name=op.f("ck_keyloan_deposit_cents_not_negative")
        ),
        sa.CheckConstraint(
            "deposit_returned_on IS NULL OR deposit_paid_on IS NOT NULL", name=op.f("ck_keyloan_deposit_was_paid")
        ),
        sa.CheckConstraint("due_on IS NULL OR due_on >= issued_on", name=op.f("ck_keyloan_due_on_after_issued_on")),
        sa.CheckConstraint(
            "returned_on IS NULL OR returned_on >= issued_on", name=op.f("ck_keyloan_returned_on_after_issued_on")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_keyloan_booking_id_booking")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_keyloan_contractor_id_contractor")),
        sa.ForeignKeyConstraint(["copy_id"], ["keycopy.id"], name=op.f("fk_keyloan_copy_id_keycopy")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_keyloan_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["maintenancetask.id"], name=op.f("fk_keyloan_task_id_maintenancetask")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyloan")),
        sqlite_strict=True,
    )
    op.create_index("ix_keyloan_booking_id", "keyloan", ["booking_id"], unique=False)
    op.create_index("ix_keyloan_contractor_id", "keyloan", ["contractor_id"], unique=False)
    op.create_index("ix_keyloan_copy_id", "keyloan", ["copy_id"], unique=False)
    op.create_index("ix_keyloan_person_id", "keyloan", ["person_id"], unique=False)
    op.create_index("ix_keyloan_task_id", "keyloan", ["task_id"], unique=False)
    op.create_index(
        "uq_keyloan_copy_id_open",
        "keyloan",
        ["copy_id"],
        unique=True,
        sqlite_where=sa.text("returned_on IS NULL"),
        postgresql_where=sa.text("returned_on IS NULL"),
    )

    op.create_table(
        "planshift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("to_year", sa.Integer(), nullable=False),
        sa.Column("onwards", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on IS date(decided_on, '+0 days')", name=op.f("ck_planshift_decided_on_day")
        ),
        sa.CheckConstraint("from_year <> to_year", name=op.f("ck_planshift_another_year")),
        sa.CheckConstraint(
            "length(trim(reason)) > 0 AND length(reason) <= 400", name=op.f("ck_planshift_reason_filled")
        ),
        sa.CheckConstraint("onwards IN (0, 1)", name=op.f("ck_planshift_onwards_flag")),
        sa.CheckConstraint("to_year BETWEEN 1900 AND 2200", name=op.f("ck_planshift_to_year_known")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_planshift_decision_id_decision")),
        sa.ForeignKeyConstraint(["measure_id"], ["planmeasure.id"], name=op.f("fk_planshift_measure_id_planmeasure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planshift")),
        sa.UniqueConstraint("measure_id", "from_year", name=op.f("uq_planshift_measure_id_from_year")),
        sqlite_strict=True,
    )
    op.create_index("ix_planshift_decision_id", "planshift", ["decision_id"], unique=False)

    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("(ended_on IS NULL) = (outcome = '')", name=op.f("ck_quote_ended_has_outcome")),
        sa.CheckConstraint(
            "asked_on IS NULL OR asked_on IS date(asked_on, '+0 days')", name=op.f("ck_quote_asked_on_day")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_quote_ended_on_day")
        ),
        sa.CheckConstraint("outcome IN ('', 'chosen', 'declined', 'not_given')", name=op.f("ck_quote_outcome_known")),
        sa.CheckConstraint(
            "received_on IS NULL OR received_on IS date(received_on, '+0 days')", name=op.f("ck_quote_received_on_day")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until IS date(valid_until, '+0 days')", name=op.f("ck_quote_valid_until_day")
        ),
        sa.CheckConstraint("(received_on IS NULL) = (amount_cents IS NULL)", name=op.f("ck_quote_received_has_amount")),
        sa.CheckConstraint(
            "amount_cents IS NULL OR amount_cents >= 0", name=op.f("ck_quote_amount_cents_not_negative")
        ),
        sa.CheckConstraint(
            "received_on IS NULL OR received_on >= asked_on", name=op.f("ck_quote_received_on_after_asked_on")
        ),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_quote_contractor_id_contractor")),
        sa.ForeignKeyConstraint(["task_id"], ["maintenancetask.id"], name=op.f("fk_quote_task_id_maintenancetask")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sqlite_strict=True,
    )
    op.create_index("ix_quote_contractor_id", "quote", ["contractor_id"], unique=False)
    op.create_index("ix_quote_task_id", "quote", ["task_id"], unique=False)

    op.create_table(
        "taskappointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("ends_at", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "agreed_on IS NULL OR agreed_on IS date(agreed_on, '+0 days')",
            name=op.f("ck_taskappointment_agreed_on_day"),
        ),
        sa.CheckConstraint(
            "ends_at IS replace(substr(datetime(ends_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_taskappointment_ends_at_minute"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'kept', 'nobody_home', 'cancelled')", name=op.f("ck_taskappointment_outcome_known")
        ),
        sa.CheckConstraint(
            "starts_at IS replace(substr(datetime(starts_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_taskappointment_starts_at_minute"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_taskappointment_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["contractor_id"], ["contractor.id"], name=op.f("fk_taskappointment_contractor_id_contractor")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_taskappointment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["maintenancetask.id"], name=op.f("fk_taskappointment_task_id_maintenancetask")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taskappointment")),
        sqlite_strict=True,
    )
    op.create_index("ix_taskappointment_contractor_id", "taskappointment", ["contractor_id"], unique=False)
    op.create_index("ix_taskappointment_person_id", "taskappointment", ["person_id"], unique=False)
    op.create_index("ix_taskappointment_starts_at", "taskappointment", ["starts_at"], unique=False)
    op.create_index("ix_taskappointment_task_id", "taskappointment", ["task_id"], unique=False)

    op.create_table(
        "taskjudgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("routed", sa.String(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=True),
        sa.Column("notable_cost", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "judged_on IS NULL OR judged_on IS date(judged_on, '+0 days')", name=op.f("ck_taskjudgement_judged_on_day")
        ),
        sa.CheckConstraint(
            "responsible IN ('resident', 'cooperative', 'corporation', 'unknown')",
            name=op.f("ck_taskjudgement_responsible_known"),
        ),
        sa.CheckConstraint(
            "routed IN ('resident', 'cooperative', 'corporation', 'unknown')",
            name=op.f("ck_taskjudgement_routed_known"),
        ),
        sa.CheckConstraint("notable_cost IN (0, 1)", name=op.f("ck_taskjudgement_notable_cost_flag")),
        sa.CheckConstraint("reachable IN (0, 1)", name=op.f("ck_taskjudgement_reachable_flag")),
        sa.CheckConstraint(
            "responsible = routed OR length(trim(reason)) > 0", name=op.f("ck_taskjudgement_otherwise_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["demarcationline.id"], name=op.f("fk_taskjudgement_line_id_demarcationline")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["maintenancetask.id"], name=op.f("fk_taskjudgement_task_id_maintenancetask")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taskjudgement")),
        sqlite_strict=True,
    )
    op.create_index("ix_taskjudgement_line_id", "taskjudgement", ["line_id"], unique=False)
    op.create_index("ix_taskjudgement_task_id", "taskjudgement", ["task_id"], unique=False)

    op.create_table(
        "taskwait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_at", sa.String(), nullable=False),
        sa.Column("until_at", sa.String(), nullable=True),
        sa.Column("status_before", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "from_at IS replace(substr(datetime(from_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_taskwait_from_at_minute"),
        ),
        sa.CheckConstraint(
            "reason IN ('nobody_home', 'wrong_trade', 'material', 'quote', 'inspection', 'no_time', "
            "'corporation', 'other')",
            name=op.f("ck_taskwait_reason_known"),
        ),
        sa.CheckConstraint(
            "status_before IN ('reported', 'judged', 'handed_over', 'ordered', 'planned', 'waiting', "
            "'in_progress', 'done', 'cancelled')",
            name=op.f("ck_taskwait_status_before_known"),
        ),
        sa.CheckConstraint(
            "until_at IS replace(substr(datetime(until_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_taskwait_until_at_minute"),
        ),
        sa.CheckConstraint("until_at IS NULL OR until_at >= from_at", name=op.f("ck_taskwait_until_at_after_from_at")),
        sa.ForeignKeyConstraint(["task_id"], ["maintenancetask.id"], name=op.f("fk_taskwait_task_id_maintenancetask")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taskwait")),
        sqlite_strict=True,
    )
    op.create_index("ix_taskwait_task_id", "taskwait", ["task_id"], unique=False)
    op.create_index(
        "uq_taskwait_task_id_open",
        "taskwait",
        ["task_id"],
        unique=True,
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )

    op.create_table(
        "workdayhelper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_day_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("said IN ('asked', 'yes', 'maybe', 'no')", name=op.f("ck_workdayhelper_said_known")),
        sa.CheckConstraint(
            "said_on IS NULL OR said_on IS date(said_on, '+0 days')", name=op.f("ck_workdayhelper_said_on_day")
        ),
        sa.CheckConstraint("came IN (0, 1)", name=op.f("ck_workdayhelper_came_flag")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workdayhelper_person_id_person")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["maintenancetask.id"], name=op.f("fk_workdayhelper_task_id_maintenancetask")
        ),
        sa.ForeignKeyConstraint(["work_day_id"], ["workday.id"], name=op.f("fk_workdayhelper_work_day_id_workday")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workdayhelper")),
        sa.UniqueConstraint("work_day_id", "person_id", name=op.f("uq_workdayhelper_work_day_id_person_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_workdayhelper_person_id", "workdayhelper", ["person_id"], unique=False)
    op.create_index("ix_workdayhelper_task_id", "workdayhelper", ["task_id"], unique=False)

    op.create_table(
        "workdaytask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_day_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.CheckConstraint("outcome IN ('', 'done', 'begun', 'not_done')", name=op.f("ck_workdaytask_outcome_known")),
        sa.CheckConstraint("people IS NULL OR people >= 0", name=op.f("ck_workdaytask_people_not_negative")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["maintenancetask.id"], name=op.f("fk_workdaytask_task_id_maintenancetask")
        ),
        sa.ForeignKeyConstraint(["work_day_id"], ["workday.id"], name=op.f("fk_workdaytask_work_day_id_workday")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workdaytask")),
        sa.UniqueConstraint("work_day_id", "task_id", name=op.f("uq_workdaytask_work_day_id_task_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_workdaytask_task_id", "workdaytask", ["task_id"], unique=False)

    op.create_table(
        "handoverreminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "sent_on IS NULL OR sent_on IS date(sent_on, '+0 days')", name=op.f("ck_handoverreminder_sent_on_day")
        ),
        sa.CheckConstraint(
            "way IN ('portal', 'e-mail', 'phone', 'letter', 'in person')", name=op.f("ck_handoverreminder_way_known")
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handoverreminder_handover_id_handover")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoverreminder")),
        sqlite_strict=True,
    )
    op.create_index("ix_handoverreminder_handover_id", "handoverreminder", ["handover_id"], unique=False)

    op.create_table(
        "workorder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("finish_by", sa.Date(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("invoiced_cents", sa.Integer(), nullable=True),
        sa.Column("invoice", sa.String(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "cancelled_on IS NULL OR cancelled_on IS date(cancelled_on, '+0 days')",
            name=op.f("ck_workorder_cancelled_on_day"),
        ),
        sa.CheckConstraint(
            "finish_by IS NULL OR finish_by IS date(finish_by, '+0 days')", name=op.f("ck_workorder_finish_by_day")
        ),
        sa.CheckConstraint(
            "invoiced_on IS NULL OR invoiced_on IS date(invoiced_on, '+0 days')",
            name=op.f("ck_workorder_invoiced_on_day"),
        ),
        sa.CheckConstraint(
            "ordered_on IS NULL OR ordered_on IS date(ordered_on, '+0 days')", name=op.f("ck_workorder_ordered_on_day")
        ),
        sa.CheckConstraint(
            "(invoiced_on IS NULL) = (invoiced_cents IS NULL)", name=op.f("ck_workorder_invoice_has_amount")
        ),
        sa.CheckConstraint(
            "amount_cents IS NULL OR amount_cents >= 0", name=op.f("ck_workorder_amount_cents_not_negative")
        ),
        sa.CheckConstraint(
            "cancelled_on IS NULL OR cancelled_on >= ordered_on",
            name=op.f("ck_workorder_cancelled_on_after_ordered_on"),
        ),
        sa.CheckConstraint(
            "invoiced_cents IS NULL OR invoiced_cents >= 0", name=op.f("ck_workorder_invoiced_cents_not_negative")
        ),
        sa.CheckConstraint(
            "length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_workorder_number_filled")
        ),
        sa.ForeignKeyConstraint(
            ["contractor_id"], ["contractor.id"], name=op.f("fk_workorder_contractor_id_contractor")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_workorder_decision_id_decision")),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_workorder_quote_id_quote")),
        sa.ForeignKeyConstraint(["task_id"], ["maintenancetask.id"], name=op.f("fk_workorder_task_id_maintenancetask")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workorder")),
        sa.UniqueConstraint("number", name=op.f("uq_workorder_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_workorder_contractor_id", "workorder", ["contractor_id"], unique=False)
    op.create_index("ix_workorder_decision_id", "workorder", ["decision_id"], unique=False)
    op.create_index("ix_workorder_quote_id", "workorder", ["quote_id"], unique=False)
    op.create_index("ix_workorder_task_id", "workorder", ["task_id"], unique=False)
    op.add_column("facility", sa.Column("object_code", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("facility", recreate="always", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("object_code", server_default=None)
    op.add_column("booking", sa.Column("cancel_reason", sa.String(), nullable=False, server_default=""))
    op.add_column("booking", sa.Column("left_as", sa.String(), nullable=False, server_default=""))
    op.add_column("booking", sa.Column("overruled", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("booking", recreate="always", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("occurrence_at", sa.String(), nullable=True))
        table.add_column(sa.Column("people", sa.Integer(), nullable=True))
        table.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("price_cents", sa.Integer(), nullable=True))
        table.add_column(sa.Column("paid_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("charge_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("cancelled_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("checked_on", sa.Date(), nullable=True))
        table.alter_column("cancel_reason", server_default=None)
        table.alter_column("left_as", server_default=None)
        table.alter_column("overruled", server_default=None)
        table.create_check_constraint(
            op.f("ck_booking_asked_on_day"), "asked_on IS NULL OR asked_on IS date(asked_on, '+0 days')"
        )
        table.create_check_constraint(
            op.f("ck_booking_cancelled_on_day"), "cancelled_on IS NULL OR cancelled_on IS date(cancelled_on, '+0 days')"
        )
        table.create_check_constraint(
            op.f("ck_booking_checked_on_day"), "checked_on IS NULL OR checked_on IS date(checked_on, '+0 days')"
        )
        table.create_check_constraint(
            op.f("ck_booking_confirmed_on_after_asked_on"), "confirmed_on IS NULL OR confirmed_on >= asked_on"
        )
        table.create_check_constraint(
            op.f("ck_booking_confirmed_on_day"), "confirmed_on IS NULL OR confirmed_on IS date(confirmed_on, '+0 days')"
        )
        table.create_check_constraint(
            op.f("ck_booking_left_as_known"), "left_as IN ('', 'clean', 'cleaned_at_cost', 'damaged')"
        )
        table.create_check_constraint(
            op.f("ck_booking_occurrence_at_minute"),
            "occurrence_at IS replace(substr(datetime(occurrence_at, '+0 days'), 1, 16), ' ', 'T')",
        )
        table.create_check_constraint(
            op.f("ck_booking_occurrence_of_series"), "(series_id IS NULL) = (occurrence_at IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_booking_paid_on_day"), "paid_on IS NULL OR paid_on IS date(paid_on, '+0 days')"
        )
        table.create_check_constraint(op.f("ck_booking_people_positive"), "people IS NULL OR people > 0")
        table.create_check_constraint(
            op.f("ck_booking_price_cents_not_negative"), "price_cents IS NULL OR price_cents >= 0"
        )
        table.create_index(op.f("ix_booking_charge_id"), ["charge_id"], unique=False)
        table.create_unique_constraint(op.f("uq_booking_series_id_occurrence_at"), ["series_id", "occurrence_at"])
        table.create_foreign_key(op.f("fk_booking_series_id_bookingseries"), "bookingseries", ["series_id"], ["id"])
        table.create_foreign_key(op.f("fk_booking_charge_id_charge"), "charge", ["charge_id"], ["id"])
    op.add_column("maintenancejob", sa.Column("kind", sa.String(), nullable=False, server_default="inspection"))
    op.add_column("maintenancejob", sa.Column("rule", sa.String(), nullable=False, server_default=""))
    op.add_column("maintenancejob", sa.Column("counted_from", sa.String(), nullable=False, server_default="done"))
    op.add_column("maintenancejob", sa.Column("responsible", sa.String(), nullable=False, server_default="unknown"))
    op.add_column("maintenancejob", sa.Column("asks_certificate", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("maintenancejob", sa.Column("source", sa.String(), nullable=False, server_default=""))
    op.add_column("maintenancejob", sa.Column("note", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("maintenancejob", recreate="always", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("contractor_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("category_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("dwelling_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("facility_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("expected_cents", sa.Integer(), nullable=True))
        table.add_column(sa.Column("notice_days", sa.Integer(), nullable=True))
        table.alter_column("kind", server_default=None)
        table.alter_column("rule", server_default=None)
        table.alter_column("counted_from", server_default=None)
        table.alter_column("responsible", server_default=None)
        table.alter_column("asks_certificate", server_default=None)
        table.alter_column("source", server_default=None)
        table.alter_column("note", server_default=None)
        table.create_check_constraint(op.f("ck_maintenancejob_asks_certificate_flag"), "asks_certificate IN (0, 1)")
        table.create_check_constraint(
            op.f("ck_maintenancejob_counted_from_known"), "counted_from IN ('done', 'planned')"
        )
        table.create_check_constraint(
            op.f("ck_maintenancejob_ends_on_after_starts_on"), "ends_on IS NULL OR ends_on >= starts_on"
        )
        table.create_check_constraint(
            op.f("ck_maintenancejob_ends_on_day"), "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')"
        )
        table.create_check_constraint(
            op.f("ck_maintenancejob_expected_cents_not_negative"), "expected_cents IS NULL OR expected_cents >= 0"
        )
        table.create_check_constraint(op.f("ck_maintenancejob_kind_known"), "kind IN ('planned', 'inspection')")
        table.create_check_constraint(
            op.f("ck_maintenancejob_notice_days_not_negative"), "notice_days IS NULL OR notice_days >= 0"
        )
        table.create_check_constraint(
            op.f("ck_maintenancejob_one_way_to_return"), "(every_months IS NULL) <> (rule = '')"
        )
        table.create_check_constraint(
            op.f("ck_maintenancejob_responsible_known"),
            "responsible IN ('resident', 'cooperative', 'corporation', 'unknown')",
        )
        table.create_check_constraint(
            op.f("ck_maintenancejob_rule_has_first_day"), "rule = '' OR starts_on IS NOT NULL"
        )
        table.create_check_constraint(
            op.f("ck_maintenancejob_starts_on_day"), "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')"
        )
        table.alter_column("every_months", existing_type=sa.INTEGER(), nullable=True)
        table.create_index(op.f("ix_maintenancejob_category_id"), ["category_id"], unique=False)
        table.create_index(op.f("ix_maintenancejob_contractor_id"), ["contractor_id"], unique=False)
        table.create_index(op.f("ix_maintenancejob_dwelling_id"), ["dwelling_id"], unique=False)
        table.create_index(op.f("ix_maintenancejob_facility_id"), ["facility_id"], unique=False)
        table.create_foreign_key(
            op.f("fk_maintenancejob_contractor_id_contractor"), "contractor", ["contractor_id"], ["id"]
        )
        table.create_foreign_key(op.f("fk_maintenancejob_dwelling_id_dwelling"), "dwelling", ["dwelling_id"], ["id"])
        table.create_foreign_key(op.f("fk_maintenancejob_category_id_category"), "category", ["category_id"], ["id"])
        table.create_foreign_key(op.f("fk_maintenancejob_facility_id_facility"), "facility", ["facility_id"], ["id"])
    op.add_column("maintenancetask", sa.Column("location_code", sa.String(), nullable=False, server_default=""))
    op.add_column("maintenancetask", sa.Column("element_code", sa.String(), nullable=False, server_default=""))
    op.add_column("maintenancetask", sa.Column("defect_code", sa.String(), nullable=False, server_default=""))
    op.add_column("maintenancetask", sa.Column("cause_code", sa.String(), nullable=False, server_default=""))
    op.add_column("maintenancetask", sa.Column("answer", sa.String(), nullable=False, server_default=""))
    op.add_column("maintenancetask", sa.Column("for_volunteers", sa.Boolean(), nullable=False, server_default="0"))
    with op.batch_alter_table("maintenancetask", recreate="always", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("reported_at", sa.String(), nullable=True))
        table.add_column(sa.Column("planned_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("minutes_expected", sa.Integer(), nullable=True))
        table.add_column(sa.Column("category_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("occurrence_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("measure_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("plan_year", sa.Integer(), nullable=True))
        table.add_column(sa.Column("booking_id", sa.Integer(), nullable=True))
        table.alter_column("location_code", server_default=None)
        table.alter_column("element_code", server_default=None)
        table.alter_column("defect_code", server_default=None)
        table.alter_column("cause_code", server_default=None)
        table.alter_column("answer", server_default=None)
        table.alter_column("for_volunteers", server_default=None)
        table.drop_constraint(op.f("ck_maintenancetask_status_known"), type_="check")
        table.create_check_constraint(
            op.f("ck_maintenancetask_confirmed_is_done"), "status = 'done' OR confirmed_on IS NULL"
        )
        table.create_check_constraint(
            op.f("ck_maintenancetask_confirmed_on_after_done_on"), "confirmed_on IS NULL OR confirmed_on >= done_on"
        )
        table.create_check_constraint(
            op.f("ck_maintenancetask_confirmed_on_day"),
            "confirmed_on IS NULL OR confirmed_on IS date(confirmed_on, '+0 days')",
        )
        table.create_check_constraint(op.f("ck_maintenancetask_for_volunteers_flag"), "for_volunteers IN (0, 1)")
        table.create_check_constraint(
            op.f("ck_maintenancetask_measure_has_year"), "measure_id IS NULL OR plan_year IS NOT NULL"
        )
        table.create_check_constraint(
            op.f("ck_maintenancetask_minutes_expected_not_negative"),
            "minutes_expected IS NULL OR minutes_expected >= 0",
        )
        table.create_check_constraint(
            op.f("ck_maintenancetask_occurrence_on_day"),
            "occurrence_on IS NULL OR occurrence_on IS date(occurrence_on, '+0 days')",
        )
        table.create_check_constraint(
            op.f("ck_maintenancetask_planned_on_day"), "planned_on IS NULL OR planned_on IS date(planned_on, '+0 days')"
        )
        table.create_check_constraint(
            op.f("ck_maintenancetask_reported_at_minute"),
            "reported_at IS replace(substr(datetime(reported_at, '+0 days'), 1, 16), ' ', 'T')",
        )
        table.create_check_constraint(
            op.f("ck_maintenancetask_reported_same_day"),
            "reported_at IS NULL OR substr(reported_at, 1, 10) = reported_on",
        )
        table.create_check_constraint(
            op.f("ck_maintenancetask_status_known"),
            "status IN ('reported', 'judged', 'handed_over', 'ordered', 'planned', 'waiting', 'in_progress', "
            "'done', 'cancelled')",
        )
        table.create_index(op.f("ix_maintenancetask_booking_id"), ["booking_id"], unique=False)
        table.create_index(op.f("ix_maintenancetask_category_id"), ["category_id"], unique=False)
        table.create_index(
            "ix_maintenancetask_open",
            ["urgency", "reported_on"],
            unique=False,
            sqlite_where=sa.text("status NOT IN ('done', 'cancelled')"),
            postgresql_where=sa.text("status NOT IN ('done', 'cancelled')"),
        )
        table.create_index(
            "uq_maintenancetask_measure_id_plan_year",
            ["measure_id", "plan_year"],
            unique=True,
            sqlite_where=sa.text("measure_id IS NOT NULL"),
            postgresql_where=sa.text("measure_id IS NOT NULL"),
        )
        table.create_foreign_key(op.f("fk_maintenancetask_category_id_category"), "category", ["category_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_maintenancetask_measure_id_planmeasure"), "planmeasure", ["measure_id"], ["id"]
        )
        table.create_foreign_key(op.f("fk_maintenancetask_booking_id_booking"), "booking", ["booking_id"], ["id"])
