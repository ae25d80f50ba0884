"""Self-allocation: procedures, candidates, and the files of vacancies."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of self-allocation."""

    op.create_table(
        "allocationprocedure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("threshold", sa.String(), nullable=False),
        sa.Column("counted_over", sa.String(), nullable=False),
        sa.Column("quorum", sa.String(), nullable=False),
        sa.Column("quorum_counts_proxies", sa.Boolean(), nullable=False),
        sa.Column("recused_in_quorum", sa.Boolean(), nullable=False),
        sa.Column("blank_counts", sa.Boolean(), nullable=False),
        sa.Column("max_against", sa.Integer(), nullable=True),
        sa.Column("tie", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("screened_by", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("invites", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("committee_least", sa.Integer(), nullable=True),
        sa.Column("committee_most", sa.Integer(), nullable=True),
        sa.Column("board_excluded", sa.Boolean(), nullable=False),
        sa.Column("internal_first", sa.Boolean(), nullable=False),
        sa.Column("internal_days", sa.Integer(), nullable=True),
        sa.Column("size_extra", sa.Integer(), nullable=True),
        sa.Column("acquaintance_days", sa.Integer(), nullable=True),
        sa.Column("activities_least", sa.Integer(), nullable=True),
        sa.Column("fee_required", sa.Boolean(), nullable=False),
        sa.Column("owner_registration", sa.Boolean(), nullable=False),
        sa.Column("interview_residents", sa.Integer(), nullable=True),
        sa.Column("admissions", sa.Integer(), nullable=False),
        sa.Column("second_after_days", sa.Integer(), nullable=True),
        sa.Column("procedure_check", sa.Boolean(), nullable=False),
        sa.Column("ratification", sa.Boolean(), nullable=False),
        sa.Column("nominees", sa.Integer(), nullable=False),
        sa.Column("refusals_most", sa.Integer(), nullable=True),
        sa.Column("reply_days", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(method = 'at-least') = (threshold <> '')", name=op.f("ck_allocationprocedure_threshold_of_method")
        ),
        sa.CheckConstraint("choice IN ('vote', 'list')", name=op.f("ck_allocationprocedure_choice_known")),
        sa.CheckConstraint(
            "counted_over IN ('cast', 'present', 'entitled')", name=op.f("ck_allocationprocedure_counted_over_known")
        ),
        sa.CheckConstraint(
            "decided_by IN ('committee', 'cluster', 'board', 'residents', 'general')",
            name=op.f("ck_allocationprocedure_decided_by_known"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')",
            name=op.f("ck_allocationprocedure_ended_on_day"),
        ),
        sa.CheckConstraint("invites IN ('all', 'list')", name=op.f("ck_allocationprocedure_invites_known")),
        sa.CheckConstraint(
            "method IN ('simple', 'of-present', 'of-entitled', 'two-thirds', 'three-quarters', "
            "'at-least', 'unanimous', 'consent')",
            name=op.f("ck_allocationprocedure_method_known"),
        ),
        sa.CheckConstraint(
            "screened_by IN ('committee', 'cluster', 'board', 'residents', 'general')",
            name=op.f("ck_allocationprocedure_screened_by_known"),
        ),
        sa.CheckConstraint("tie IN ('rejected', 'again', 'lot')", name=op.f("ck_allocationprocedure_tie_known")),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')",
            name=op.f("ck_allocationprocedure_valid_from_day"),
        ),
        sa.CheckConstraint(
            "(admissions = 2) = (second_after_days IS NOT NULL)", name=op.f("ck_allocationprocedure_second_has_days")
        ),
        sa.CheckConstraint(
            "acquaintance_days IS NULL OR acquaintance_days >= 0",
            name=op.f("ck_allocationprocedure_acquaintance_days_not_negative"),
        ),
        sa.CheckConstraint(
            "activities_least IS NULL OR activities_least >= 0",
            name=op.f("ck_allocationprocedure_activities_least_not_negative"),
        ),
        sa.CheckConstraint("admissions IN (1, 2)", name=op.f("ck_allocationprocedure_admissions_known")),
        sa.CheckConstraint("blank_counts IN (0, 1)", name=op.f("ck_allocationprocedure_blank_counts_flag")),
        sa.CheckConstraint("board_excluded IN (0, 1)", name=op.f("ck_allocationprocedure_board_excluded_flag")),
        sa.CheckConstraint(
            "committee_least IS NULL OR committee_least >= 0",
            name=op.f("ck_allocationprocedure_committee_least_not_negative"),
        ),
        sa.CheckConstraint(
            "committee_most IS NULL OR committee_most >= committee_least",
            name=op.f("ck_allocationprocedure_most_after_least"),
        ),
        sa.CheckConstraint("fee_required IN (0, 1)", name=op.f("ck_allocationprocedure_fee_required_flag")),
        sa.CheckConstraint(
            "internal_days IS NULL OR internal_days >= 0",
            name=op.f("ck_allocationprocedure_internal_days_not_negative"),
        ),
        sa.CheckConstraint("internal_first IN (0, 1)", name=op.f("ck_allocationprocedure_internal_first_flag")),
        sa.CheckConstraint(
            "interview_residents IS NULL OR interview_residents >= 0",
            name=op.f("ck_allocationprocedure_interview_residents_not_negative"),
        ),
        sa.CheckConstraint(
            "length(trim(name)) > 0 AND length(name) <= 80", name=op.f("ck_allocationprocedure_name_filled")
        ),
        sa.CheckConstraint(
            "max_against IS NULL OR max_against >= 0", name=op.f("ck_allocationprocedure_max_against_not_negative")
        ),
        sa.CheckConstraint("nominees > 0", name=op.f("ck_allocationprocedure_nominees_positive")),
        sa.CheckConstraint("owner_registration IN (0, 1)", name=op.f("ck_allocationprocedure_owner_registration_flag")),
        sa.CheckConstraint("procedure_check IN (0, 1)", name=op.f("ck_allocationprocedure_procedure_check_flag")),
        sa.CheckConstraint(
            "quorum_counts_proxies IN (0, 1)", name=op.f("ck_allocationprocedure_quorum_counts_proxies_flag")
        ),
        sa.CheckConstraint("ratification IN (0, 1)", name=op.f("ck_allocationprocedure_ratification_flag")),
        sa.CheckConstraint("recused_in_quorum IN (0, 1)", name=op.f("ck_allocationprocedure_recused_in_quorum_flag")),
        sa.CheckConstraint(
            "refusals_most IS NULL OR refusals_most > 0", name=op.f("ck_allocationprocedure_refusals_positive")
        ),
        sa.CheckConstraint(
            "reply_days IS NULL OR reply_days >= 0", name=op.f("ck_allocationprocedure_reply_days_not_negative")
        ),
        sa.CheckConstraint(
            "second_after_days IS NULL OR second_after_days >= 0",
            name=op.f("ck_allocationprocedure_second_after_days_not_negative"),
        ),
        sa.CheckConstraint(
            "size_extra IS NULL OR size_extra >= 0", name=op.f("ck_allocationprocedure_size_extra_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["workinggroup.id"], name=op.f("fk_allocationprocedure_group_id_workinggroup")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocationprocedure")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_allocationprocedure_name_valid_from")),
        sqlite_strict=True,
    )
    op.create_index("ix_allocationprocedure_group_id", "allocationprocedure", ["group_id"], unique=False)

    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("rooms_least", sa.Integer(), nullable=True),
        sa.Column("rooms_most", sa.Integer(), nullable=True),
        sa.Column("wishes", sa.String(), nullable=False),
        sa.Column("owner_registered_on", sa.Date(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "cleared_on IS NULL OR cleared_on IS date(cleared_on, '+0 days')", name=op.f("ck_candidate_cleared_on_day")
        ),
        sa.CheckConstraint(
            "consent_on IS NULL OR consent_on IS date(consent_on, '+0 days')", name=op.f("ck_candidate_consent_on_day")
        ),
        sa.CheckConstraint(
            "consent_until IS NULL OR consent_until IS date(consent_until, '+0 days')",
            name=op.f("ck_candidate_consent_until_day"),
        ),
        sa.CheckConstraint(
            "owner_registered_on IS NULL OR owner_registered_on IS date(owner_registered_on, '+0 days')",
            name=op.f("ck_candidate_owner_registered_on_day"),
        ),
        sa.CheckConstraint(
            "registered_on IS NULL OR registered_on IS date(registered_on, '+0 days')",
            name=op.f("ck_candidate_registered_on_day"),
        ),
        sa.CheckConstraint("adults > 0", name=op.f("ck_candidate_adults_positive")),
        sa.CheckConstraint("children IS NULL OR children >= 0", name=op.f("ck_candidate_children_not_negative")),
        sa.CheckConstraint(
            "cleared_on IS NOT NULL OR length(trim(family_name)) > 0", name=op.f("ck_candidate_named_until_cleared")
        ),
        sa.CheckConstraint(
            "consent_until IS NULL OR consent_on IS NOT NULL", name=op.f("ck_candidate_consent_has_day")
        ),
        sa.CheckConstraint(
            "length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_candidate_number_filled")
        ),
        sa.CheckConstraint(
            "rooms_least IS NULL OR rooms_least >= 0", name=op.f("ck_candidate_rooms_least_not_negative")
        ),
        sa.CheckConstraint("rooms_most IS NULL OR rooms_most >= 0", name=op.f("ck_candidate_rooms_most_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidate_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("number", name=op.f("uq_candidate_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_candidate_folded", "candidate", ["folded"], unique=False)
    op.create_index("ix_candidate_person_id", "candidate", ["person_id"], unique=False)

    op.create_table(
        "poolplace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("end_words", sa.String(), nullable=False),
        sa.Column("notice_sent_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name=op.f("ck_poolplace_end_has_reason")),
        sa.CheckConstraint(
            "end_reason IN ('', 'own_request', 'housed_here', 'housed_elsewhere', 'no_answer', "
            "'fee_unpaid', 'expired', 'other')",
            name=op.f("ck_poolplace_end_reason_known"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_poolplace_ended_on_day")
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on IS date(expires_on, '+0 days')", name=op.f("ck_poolplace_expires_on_day")
        ),
        sa.CheckConstraint("met_on IS NULL OR met_on IS date(met_on, '+0 days')", name=op.f("ck_poolplace_met_on_day")),
        sa.CheckConstraint(
            "notice_sent_on IS NULL OR notice_sent_on IS date(notice_sent_on, '+0 days')",
            name=op.f("ck_poolplace_notice_sent_on_day"),
        ),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= met_on", name=op.f("ck_poolplace_ended_on_after_met_on")),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on >= met_on", name=op.f("ck_poolplace_expires_on_after_met_on")
        ),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_poolplace_candidate_id_candidate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poolplace")),
        sqlite_strict=True,
    )
    op.create_index("ix_poolplace_candidate_id", "poolplace", ["candidate_id"], unique=False)
    op.create_index(
        "uq_poolplace_running",
        "poolplace",
        ["candidate_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )

    op.create_table(
        "proceduresize",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("rooms", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.CheckConstraint("rooms > 0 AND persons > 0", name=op.f("ck_proceduresize_size_positive")),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["allocationprocedure.id"], name=op.f("fk_proceduresize_procedure_id_allocationprocedure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proceduresize")),
        sa.UniqueConstraint("procedure_id", "rooms", name=op.f("uq_proceduresize_procedure_id_rooms")),
        sqlite_strict=True,
    )
    op.create_table(
        "waitingplace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("ranked_on", sa.Date(), nullable=False),
        sa.Column("fee_cents", sa.Integer(), nullable=True),
        sa.Column("fee_paid_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("end_words", sa.String(), nullable=False),
        sa.Column("notice_sent_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name=op.f("ck_waitingplace_end_has_reason")),
        sa.CheckConstraint(
            "end_reason IN ('', 'own_request', 'housed_here', 'housed_elsewhere', 'no_answer', "
            "'fee_unpaid', 'expired', 'other')",
            name=op.f("ck_waitingplace_end_reason_known"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_waitingplace_ended_on_day")
        ),
        sa.CheckConstraint(
            "fee_paid_on IS NULL OR fee_paid_on IS date(fee_paid_on, '+0 days')",
            name=op.f("ck_waitingplace_fee_paid_on_day"),
        ),
        sa.CheckConstraint(
            "notice_sent_on IS NULL OR notice_sent_on IS date(notice_sent_on, '+0 days')",
            name=op.f("ck_waitingplace_notice_sent_on_day"),
        ),
        sa.CheckConstraint(
            "ranked_on IS NULL OR ranked_on IS date(ranked_on, '+0 days')", name=op.f("ck_waitingplace_ranked_on_day")
        ),
        sa.CheckConstraint(
            "registered_on IS NULL OR registered_on IS date(registered_on, '+0 days')",
            name=op.f("ck_waitingplace_registered_on_day"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= registered_on", name=op.f("ck_waitingplace_ended_on_after_registered_on")
        ),
        sa.CheckConstraint("fee_cents IS NULL OR fee_cents >= 0", name=op.f("ck_waitingplace_fee_cents_not_negative")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_waitingplace_candidate_id_candidate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitingplace")),
        sqlite_strict=True,
    )
    op.create_index("ix_waitingplace_candidate_id", "waitingplace", ["candidate_id"], unique=False)
    op.create_index(
        "uq_waitingplace_running",
        "waitingplace",
        ["candidate_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )

    op.create_table(
        "allocationfile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("free_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_source", sa.String(), nullable=False),
        sa.Column("asked_rent_cents", sa.Integer(), nullable=True),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("permit_regime", sa.String(), nullable=False),
        sa.Column("ranked_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("close_reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint("(closed_on IS NULL) = (outcome = '')", name=op.f("ck_allocationfile_closed_has_outcome")),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on IS date(closed_on, '+0 days')", name=op.f("ck_allocationfile_closed_on_day")
        ),
        sa.CheckConstraint(
            "due_on IS NULL OR due_on IS date(due_on, '+0 days')", name=op.f("ck_allocationfile_due_on_day")
        ),
        sa.CheckConstraint("due_on IS NULL OR due_source <> ''", name=op.f("ck_allocationfile_due_has_source")),
        sa.CheckConstraint(
            "free_on IS NULL OR free_on IS date(free_on, '+0 days')", name=op.f("ck_allocationfile_free_on_day")
        ),
        sa.CheckConstraint(
            "noticed_on IS NULL OR noticed_on IS date(noticed_on, '+0 days')",
            name=op.f("ck_allocationfile_noticed_on_day"),
        ),
        sa.CheckConstraint(
            "opened_on IS NULL OR opened_on IS date(opened_on, '+0 days')", name=op.f("ck_allocationfile_opened_on_day")
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'let', 'withdrawn', 'none_found', 'lapsed')", name=op.f("ck_allocationfile_outcome_known")
        ),
        sa.CheckConstraint(
            "permit_regime IN ('unknown', 'none', 'required', 'exempt', 'member_priority')",
            name=op.f("ck_allocationfile_permit_regime_known"),
        ),
        sa.CheckConstraint(
            "published_on IS NULL OR published_on IS date(published_on, '+0 days')",
            name=op.f("ck_allocationfile_published_on_day"),
        ),
        sa.CheckConstraint(
            "ranked_on IS NULL OR ranked_on IS date(ranked_on, '+0 days')", name=op.f("ck_allocationfile_ranked_on_day")
        ),
        sa.CheckConstraint(
            "asked_rent_cents IS NULL OR asked_rent_cents >= 0",
            name=op.f("ck_allocationfile_asked_rent_cents_not_negative"),
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on >= opened_on", name=op.f("ck_allocationfile_closed_on_after_opened_on")
        ),
        sa.CheckConstraint(
            "length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_allocationfile_number_filled")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_allocationfile_contract_id_contract")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_allocationfile_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["workinggroup.id"], name=op.f("fk_allocationfile_group_id_workinggroup")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["allocationprocedure.id"],
            name=op.f("fk_allocationfile_procedure_id_allocationprocedure"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocationfile")),
        sa.UniqueConstraint("number", name=op.f("uq_allocationfile_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_allocationfile_contract_id", "allocationfile", ["contract_id"], unique=False)
    op.create_index("ix_allocationfile_dwelling_id", "allocationfile", ["dwelling_id"], unique=False)
    op.create_index("ix_allocationfile_group_id", "allocationfile", ["group_id"], unique=False)
    op.create_index("ix_allocationfile_procedure_id", "allocationfile", ["procedure_id"], unique=False)

    op.create_table(
        "allocationstep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "done_on IS NULL OR done_on IS date(done_on, '+0 days')", name=op.f("ck_allocationstep_done_on_day")
        ),
        sa.CheckConstraint(
            "step IN ('internal_asked', 'profile_published', 'income_papers', 'permit', 'welcome', 'keys', 'mentor')",
            name=op.f("ck_allocationstep_step_known"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["allocationfile.id"], name=op.f("fk_allocationstep_file_id_allocationfile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocationstep")),
        sa.UniqueConstraint("file_id", "step", name=op.f("uq_allocationstep_file_id_step")),
        sqlite_strict=True,
    )
    op.create_table(
        "candidacy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=True),
        sa.Column("overridden_on", sa.Date(), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("reason_words", sa.String(), nullable=False),
        sa.Column("reasons_sent_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("(answer = '') = (answered_on IS NULL)", name=op.f("ck_candidacy_answer_has_day")),
        sa.CheckConstraint("(outcome = '') = (outcome_on IS NULL)", name=op.f("ck_candidacy_outcome_has_day")),
        sa.CheckConstraint(
            "(override_reason = '') = (overridden_on IS NULL)", name=op.f("ck_candidacy_override_has_day")
        ),
        sa.CheckConstraint("answer IN ('', 'yes', 'no')", name=op.f("ck_candidacy_answer_known")),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on IS date(answered_on, '+0 days')",
            name=op.f("ck_candidacy_answered_on_day"),
        ),
        sa.CheckConstraint(
            "entered_on IS NULL OR entered_on IS date(entered_on, '+0 days')", name=op.f("ck_candidacy_entered_on_day")
        ),
        sa.CheckConstraint(
            "invited_on IS NULL OR invited_on IS date(invited_on, '+0 days')", name=op.f("ck_candidacy_invited_on_day")
        ),
        sa.CheckConstraint(
            "origin IN ('internal', 'waiting', 'pool', 'outside')", name=op.f("ck_candidacy_origin_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'nominated', 'not_chosen', 'excluded', 'withdrew')",
            name=op.f("ck_candidacy_outcome_known"),
        ),
        sa.CheckConstraint(
            "outcome_on IS NULL OR outcome_on IS date(outcome_on, '+0 days')", name=op.f("ck_candidacy_outcome_on_day")
        ),
        sa.CheckConstraint(
            "overridden_on IS NULL OR overridden_on IS date(overridden_on, '+0 days')",
            name=op.f("ck_candidacy_overridden_on_day"),
        ),
        sa.CheckConstraint(
            "reasons_sent_on IS NULL OR reasons_sent_on IS date(reasons_sent_on, '+0 days')",
            name=op.f("ck_candidacy_reasons_sent_on_day"),
        ),
        sa.CheckConstraint(
            "screened_on IS NULL OR screened_on IS date(screened_on, '+0 days')",
            name=op.f("ck_candidacy_screened_on_day"),
        ),
        sa.CheckConstraint("rank IS NULL OR rank > 0", name=op.f("ck_candidacy_rank_positive")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_candidacy_candidate_id_candidate")),
        sa.ForeignKeyConstraint(["file_id"], ["allocationfile.id"], name=op.f("fk_candidacy_file_id_allocationfile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
        sa.UniqueConstraint("file_id", "candidate_id", name=op.f("uq_candidacy_file_id_candidate_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_candidacy_candidate_id", "candidacy", ["candidate_id"], unique=False)

    op.create_table(
        "candidatecontact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "happened_on IS NULL OR happened_on IS date(happened_on, '+0 days')",
            name=op.f("ck_candidatecontact_happened_on_day"),
        ),
        sa.CheckConstraint(
            "kind IN ('introduction', 'activity', 'contact', 'refusal')", name=op.f("ck_candidatecontact_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_candidatecontact_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["allocationfile.id"], name=op.f("fk_candidatecontact_file_id_allocationfile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidatecontact")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_candidatecontact_candidate_id", "candidatecontact", ["candidate_id", "happened_on"], unique=False
    )
    op.create_index("ix_candidatecontact_file_id", "candidatecontact", ["file_id"], unique=False)

    op.create_table(
        "allocationitem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(candidacy_id IS NOT NULL) = (kind <> 'procedure_check')",
            name=op.f("ck_allocationitem_candidate_unless_check"),
        ),
        sa.CheckConstraint(
            "kind IN ('choice', 'procedure_check', 'ratification', 'second_admission')",
            name=op.f("ck_allocationitem_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacy.id"], name=op.f("fk_allocationitem_candidacy_id_candidacy")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["allocationfile.id"], name=op.f("fk_allocationitem_file_id_allocationfile")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_allocationitem_item_id_agendaitem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocationitem")),
        sa.UniqueConstraint("item_id", name=op.f("uq_allocationitem_item_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_allocationitem_candidacy_id", "allocationitem", ["candidacy_id"], unique=False)
    op.create_index("ix_allocationitem_file_id", "allocationitem", ["file_id"], unique=False)

    op.create_table(
        "declaredinterest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "declared_on IS NULL OR declared_on IS date(declared_on, '+0 days')",
            name=op.f("ck_declaredinterest_declared_on_day"),
        ),
        sa.CheckConstraint(
            "kind IN ('candidate', 'household', 'partner', 'relative', 'other')",
            name=op.f("ck_declaredinterest_kind_known"),
        ),
        sa.CheckConstraint("withdrawn IN (0, 1)", name=op.f("ck_declaredinterest_withdrawn_flag")),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacy.id"], name=op.f("fk_declaredinterest_candidacy_id_candidacy")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["allocationfile.id"], name=op.f("fk_declaredinterest_file_id_allocationfile")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_declaredinterest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaredinterest")),
        sa.UniqueConstraint(
            "file_id", "person_id", "candidacy_id", name=op.f("uq_declaredinterest_file_id_person_id_candidacy_id")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_declaredinterest_candidacy_id", "declaredinterest", ["candidacy_id"], unique=False)
    op.create_index("ix_declaredinterest_person_id", "declaredinterest", ["person_id"], unique=False)

    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.CheckConstraint(
            "held_on IS NULL OR held_on IS date(held_on, '+0 days')", name=op.f("ck_interview_held_on_day")
        ),
        sa.CheckConstraint(
            "starts_at IS replace(substr(datetime(starts_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_interview_starts_at_minute"),
        ),
        sa.ForeignKeyConstraint(["candidacy_id"], ["candidacy.id"], name=op.f("fk_interview_candidacy_id_candidacy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sqlite_strict=True,
    )
    op.create_index("ix_interview_candidacy_id", "interview", ["candidacy_id"], unique=False)

    op.create_table(
        "screeningline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("result IN ('met', 'failed', 'unknown')", name=op.f("ck_screeningline_result_known")),
        sa.CheckConstraint(
            "length(trim(criterion)) > 0 AND length(criterion) <= 40", name=op.f("ck_screeningline_criterion_filled")
        ),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacy.id"], name=op.f("fk_screeningline_candidacy_id_candidacy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screeningline")),
        sa.UniqueConstraint("candidacy_id", "criterion", name=op.f("uq_screeningline_candidacy_id_criterion")),
        sqlite_strict=True,
    )
    op.create_table(
        "interviewresident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_interviewresident_interview_id_interview")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interviewresident_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviewresident")),
        sa.UniqueConstraint("interview_id", "person_id", name=op.f("uq_interviewresident_interview_id_person_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_interviewresident_person_id", "interviewresident", ["person_id"], unique=False)

    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("statement_on", sa.Date(), nullable=True),
        sa.Column("papers_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answer_words", sa.String(), nullable=False),
        sa.Column("fit", sa.String(), nullable=False),
        sa.Column("fit_reason", sa.String(), nullable=False),
        sa.Column("fit_on", sa.Date(), nullable=True),
        sa.Column("fit_by", sa.String(), nullable=False),
        sa.Column("permit_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended", sa.String(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answer = '') = (answered_on IS NULL)", name=op.f("ck_nomination_answer_has_day")),
        sa.CheckConstraint("(fit = '') = (fit_on IS NULL)", name=op.f("ck_nomination_fit_has_day")),
        sa.CheckConstraint("answer IN ('', 'accepted', 'refused')", name=op.f("ck_nomination_answer_known")),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on IS date(answered_on, '+0 days')",
            name=op.f("ck_nomination_answered_on_day"),
        ),
        sa.CheckConstraint(
            "ended IN ('', 'candidate_refused', 'corporation_refused', 'no_fit', 'no_permit')",
            name=op.f("ck_nomination_ended_known"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_nomination_ended_on_day")
        ),
        sa.CheckConstraint("fit IN ('', 'PAS', 'NIE', 'NVT')", name=op.f("ck_nomination_fit_known")),
        sa.CheckConstraint(
            "fit_on IS NULL OR fit_on IS date(fit_on, '+0 days')", name=op.f("ck_nomination_fit_on_day")
        ),
        sa.CheckConstraint("fit_reason = '' OR fit = 'NIE'", name=op.f("ck_nomination_fit_reason_of_misfit")),
        sa.CheckConstraint("fit_reason IN ('', 'BIJ', 'HER', 'HHV')", name=op.f("ck_nomination_fit_reason_known")),
        sa.CheckConstraint(
            "papers_on IS NULL OR papers_on IS date(papers_on, '+0 days')", name=op.f("ck_nomination_papers_on_day")
        ),
        sa.CheckConstraint(
            "permit_on IS NULL OR permit_on IS date(permit_on, '+0 days')", name=op.f("ck_nomination_permit_on_day")
        ),
        sa.CheckConstraint(
            "sent_on IS NULL OR sent_on IS date(sent_on, '+0 days')", name=op.f("ck_nomination_sent_on_day")
        ),
        sa.CheckConstraint(
            "statement_on IS NULL OR statement_on IS date(statement_on, '+0 days')",
            name=op.f("ck_nomination_statement_on_day"),
        ),
        sa.ForeignKeyConstraint(["candidacy_id"], ["candidacy.id"], name=op.f("fk_nomination_candidacy_id_candidacy")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_nomination_contract_id_contract")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_nomination_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_nomination_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("candidacy_id", name=op.f("uq_nomination_candidacy_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_nomination_contract_id", "nomination", ["contract_id"], unique=False)
    op.create_index("ix_nomination_decision_id", "nomination", ["decision_id"], unique=False)
    op.create_index("ix_nomination_membership_id", "nomination", ["membership_id"], unique=False)
