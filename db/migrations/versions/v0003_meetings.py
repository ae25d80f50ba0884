"""The meetings: rules of voting, agendas, votes, actions, the coming and going of members, and met terms."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of the meetings, and what decisions and offices know of them."""

    op.create_table(
        "deadlinemet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "met_on IS NULL OR met_on IS date(met_on, '+0 days')", name=op.f("ck_deadlinemet_met_on_day")
        ),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 120", name=op.f("ck_deadlinemet_name_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlinemet")),
        sa.UniqueConstraint("name", name=op.f("uq_deadlinemet_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "meetingrule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("convening_days", sa.Integer(), nullable=False),
        sa.Column("minutes_days", sa.Integer(), nullable=False),
        sa.Column("proxies_per_holder", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "body IN ('general', 'residents', 'board', 'committee')", name=op.f("ck_meetingrule_body_known")
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')",
            name=op.f("ck_meetingrule_valid_from_day"),
        ),
        sa.CheckConstraint(
            "convening_days IS NULL OR convening_days >= 0", name=op.f("ck_meetingrule_convening_days_not_negative")
        ),
        sa.CheckConstraint(
            "minutes_days IS NULL OR minutes_days >= 0", name=op.f("ck_meetingrule_minutes_days_not_negative")
        ),
        sa.CheckConstraint(
            "proxies_per_holder IS NULL OR proxies_per_holder >= 0",
            name=op.f("ck_meetingrule_proxies_per_holder_not_negative"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetingrule")),
        sa.UniqueConstraint("body", "valid_from", name=op.f("uq_meetingrule_body_valid_from")),
        sqlite_strict=True,
    )
    op.create_table(
        "votingrule",
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
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("convening_days", sa.Integer(), nullable=True),
        sa.Column("inspection_days", sa.Integer(), nullable=True),
        sa.Column("second_meeting", sa.Boolean(), nullable=False),
        sa.Column("second_quorum", sa.String(), nullable=False),
        sa.Column("second_from_days", sa.Integer(), nullable=True),
        sa.Column("second_until_days", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("(method = 'at-least') = (threshold <> '')", name=op.f("ck_votingrule_threshold_of_method")),
        sa.CheckConstraint(
            "body IN ('any', 'general', 'residents', 'board', 'committee')", name=op.f("ck_votingrule_body_known")
        ),
        sa.CheckConstraint(
            "counted_over IN ('cast', 'present', 'entitled')", name=op.f("ck_votingrule_counted_over_known")
        ),
        sa.CheckConstraint(
            "kind IN ('ordinary', 'persons', 'house_rules', 'statutes', 'dissolution', 'expulsion', "
            "'self_allocation', 'procedure_check')",
            name=op.f("ck_votingrule_kind_known"),
        ),
        sa.CheckConstraint(
            "method IN ('simple', 'of-present', 'of-entitled', 'two-thirds', 'three-quarters', 'at-least', "
            "'unanimous', 'consent')",
            name=op.f("ck_votingrule_method_known"),
        ),
        sa.CheckConstraint("tie IN ('rejected', 'again', 'lot')", name=op.f("ck_votingrule_tie_known")),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')", name=op.f("ck_votingrule_valid_from_day")
        ),
        sa.CheckConstraint("blank_counts IN (0, 1)", name=op.f("ck_votingrule_blank_counts_flag")),
        sa.CheckConstraint(
            "convening_days IS NULL OR convening_days >= 0", name=op.f("ck_votingrule_convening_days_not_negative")
        ),
        sa.CheckConstraint(
            "inspection_days IS NULL OR inspection_days >= 0", name=op.f("ck_votingrule_inspection_days_not_negative")
        ),
        sa.CheckConstraint(
            "max_against IS NULL OR max_against >= 0", name=op.f("ck_votingrule_max_against_not_negative")
        ),
        sa.CheckConstraint("quorum_counts_proxies IN (0, 1)", name=op.f("ck_votingrule_quorum_counts_proxies_flag")),
        sa.CheckConstraint("recused_in_quorum IN (0, 1)", name=op.f("ck_votingrule_recused_in_quorum_flag")),
        sa.CheckConstraint(
            "second_from_days IS NULL OR second_from_days >= 0",
            name=op.f("ck_votingrule_second_from_days_not_negative"),
        ),
        sa.CheckConstraint("second_meeting IN (0, 1)", name=op.f("ck_votingrule_second_meeting_flag")),
        sa.CheckConstraint(
            "second_until_days IS NULL OR second_until_days >= 0",
            name=op.f("ck_votingrule_second_until_days_not_negative"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votingrule")),
        sa.UniqueConstraint("body", "kind", "valid_from", name=op.f("uq_votingrule_body_kind_valid_from")),
        sqlite_strict=True,
    )
    op.create_table(
        "emailconsent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_emailconsent_ends_on_day")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')", name=op.f("ck_emailconsent_starts_on_day")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_emailconsent_ends_on_after_starts_on")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_emailconsent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emailconsent")),
        sa.UniqueConstraint("person_id", "starts_on", name=op.f("uq_emailconsent_person_id_starts_on")),
        sqlite_strict=True,
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("second_of_id", sa.Integer(), nullable=True),
        sa.Column("convened_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.String(), nullable=True),
        sa.Column("closed_at", sa.String(), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("secretary_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("minutes_sent_on", sa.Date(), nullable=True),
        sa.Column("minutes_approved_on", sa.Date(), nullable=True),
        sa.Column("approved_in_id", sa.Integer(), nullable=True),
        sa.Column("minutes_changes", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint("(body = 'committee') = (group_id IS NOT NULL)", name=op.f("ck_meeting_group_of_committee")),
        sa.CheckConstraint(
            "body IN ('general', 'residents', 'board', 'committee')", name=op.f("ck_meeting_body_known")
        ),
        sa.CheckConstraint(
            "cancelled_on IS NULL OR cancelled_on IS date(cancelled_on, '+0 days')",
            name=op.f("ck_meeting_cancelled_on_day"),
        ),
        sa.CheckConstraint(
            "closed_at IS replace(substr(datetime(closed_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_meeting_closed_at_minute"),
        ),
        sa.CheckConstraint(
            "convened_on IS NULL OR convened_on IS date(convened_on, '+0 days')",
            name=op.f("ck_meeting_convened_on_day"),
        ),
        sa.CheckConstraint(
            "minutes_approved_on IS NULL OR minutes_approved_on IS date(minutes_approved_on, '+0 days')",
            name=op.f("ck_meeting_minutes_approved_on_day"),
        ),
        sa.CheckConstraint(
            "minutes_sent_on IS NULL OR minutes_sent_on IS date(minutes_sent_on, '+0 days')",
            name=op.f("ck_meeting_minutes_sent_on_day"),
        ),
        sa.CheckConstraint(
            "opened_at IS replace(substr(datetime(opened_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_meeting_opened_at_minute"),
        ),
        sa.CheckConstraint(
            "starts_at IS replace(substr(datetime(starts_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_meeting_starts_at_minute"),
        ),
        sa.CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name=op.f("ck_meeting_closed_after_opened")),
        sa.CheckConstraint("length(trim(title)) > 0 AND length(title) <= 400", name=op.f("ck_meeting_title_filled")),
        sa.ForeignKeyConstraint(["approved_in_id"], ["meeting.id"], name=op.f("fk_meeting_approved_in_id_meeting")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id_person")),
        sa.ForeignKeyConstraint(["group_id"], ["workinggroup.id"], name=op.f("fk_meeting_group_id_workinggroup")),
        sa.ForeignKeyConstraint(["second_of_id"], ["meeting.id"], name=op.f("fk_meeting_second_of_id_meeting")),
        sa.ForeignKeyConstraint(["secretary_id"], ["person.id"], name=op.f("fk_meeting_secretary_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sqlite_strict=True,
    )
    op.create_index("ix_meeting_approved_in_id", "meeting", ["approved_in_id"], unique=False)
    op.create_index("ix_meeting_chair_id", "meeting", ["chair_id"], unique=False)
    op.create_index("ix_meeting_group_id", "meeting", ["group_id"], unique=False)
    op.create_index("ix_meeting_second_of_id", "meeting", ["second_of_id"], unique=False)
    op.create_index("ix_meeting_secretary_id", "meeting", ["secretary_id"], unique=False)
    op.create_index("ix_meeting_starts_at", "meeting", ["starts_at"], unique=False)

    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_suspension_ends_on_day")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')", name=op.f("ck_suspension_starts_on_day")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_suspension_ends_on_after_starts_on")
        ),
        sa.CheckConstraint(
            "length(trim(reason)) > 0 AND length(reason) <= 400", name=op.f("ck_suspension_reason_filled")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_suspension_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
        sa.UniqueConstraint("person_id", "starts_on", name=op.f("uq_suspension_person_id_starts_on")),
        sqlite_strict=True,
    )
    op.create_table(
        "agendaitem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("decision_kind", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("presenter_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'decision') = (decision_kind <> '')", name=op.f("ck_agendaitem_decision_kind_of_decision")
        ),
        sa.CheckConstraint(
            "begun_at IS replace(substr(datetime(begun_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_agendaitem_begun_at_minute"),
        ),
        sa.CheckConstraint(
            "decision_kind IN ('', 'ordinary', 'persons', 'house_rules', 'statutes', 'dissolution', 'expulsion', "
            "'self_allocation', 'procedure_check')",
            name=op.f("ck_agendaitem_decision_kind_known"),
        ),
        sa.CheckConstraint("kind IN ('information', 'discussion', 'decision')", name=op.f("ck_agendaitem_kind_known")),
        sa.CheckConstraint("length(trim(title)) > 0 AND length(title) <= 400", name=op.f("ck_agendaitem_title_filled")),
        sa.CheckConstraint("minutes IS NULL OR minutes >= 0", name=op.f("ck_agendaitem_minutes_not_negative")),
        sa.CheckConstraint("position > 0", name=op.f("ck_agendaitem_position_positive")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agendaitem_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["presenter_id"], ["person.id"], name=op.f("fk_agendaitem_presenter_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agendaitem")),
        sqlite_strict=True,
    )
    op.create_index("ix_agendaitem_meeting_id_position", "agendaitem", ["meeting_id", "position"], unique=False)
    op.create_index("ix_agendaitem_presenter_id", "agendaitem", ["presenter_id"], unique=False)

    op.create_table(
        "meetingrequest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("requesters", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "received_on IS NULL OR received_on IS date(received_on, '+0 days')",
            name=op.f("ck_meetingrequest_received_on_day"),
        ),
        sa.CheckConstraint(
            "length(trim(subject)) > 0 AND length(subject) <= 400", name=op.f("ck_meetingrequest_subject_filled")
        ),
        sa.CheckConstraint("requesters > 0", name=op.f("ck_meetingrequest_requesters_positive")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meetingrequest_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetingrequest")),
        sqlite_strict=True,
    )
    op.create_index("ix_meetingrequest_meeting_id", "meetingrequest", ["meeting_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.String(), nullable=False),
        sa.Column("left_at", sa.String(), nullable=True),
        sa.CheckConstraint(
            "arrived_at IS replace(substr(datetime(arrived_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_presence_arrived_at_minute"),
        ),
        sa.CheckConstraint(
            "left_at IS replace(substr(datetime(left_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_presence_left_at_minute"),
        ),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at >= arrived_at", name=op.f("ck_presence_left_at_after_arrived_at")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_presence_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_presence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sqlite_strict=True,
    )
    op.create_index("ix_presence_meeting_id", "presence", ["meeting_id"], unique=False)
    op.create_index("ix_presence_person_id", "presence", ["person_id"], unique=False)
    op.create_index(
        "uq_presence_in_the_room",
        "presence",
        ["meeting_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )

    op.create_table(
        "proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("form IN ('paper', 'electronic')", name=op.f("ck_proxy_form_known")),
        sa.CheckConstraint(
            "given_on IS NULL OR given_on IS date(given_on, '+0 days')", name=op.f("ck_proxy_given_on_day")
        ),
        sa.CheckConstraint("giver_id <> holder_id", name=op.f("ck_proxy_holder_is_another")),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name=op.f("fk_proxy_giver_id_person")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_proxy_holder_id_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_proxy_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
        sa.UniqueConstraint("meeting_id", "giver_id", name=op.f("uq_proxy_meeting_id_giver_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_proxy_giver_id", "proxy", ["giver_id"], unique=False)
    op.create_index("ix_proxy_holder_id", "proxy", ["holder_id"], unique=False)

    op.create_table(
        "agendadocument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.CheckConstraint(
            "length(trim(title)) > 0 AND length(title) <= 400", name=op.f("ck_agendadocument_title_filled")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_agendadocument_item_id_agendaitem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agendadocument")),
        sqlite_strict=True,
    )
    op.create_index("ix_agendadocument_item_id", "agendadocument", ["item_id"], unique=False)

    op.create_table(
        "motion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.String(), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at IS replace(substr(datetime(withdrawn_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_motion_withdrawn_at_minute"),
        ),
        sa.CheckConstraint("length(trim(text)) > 0 AND length(text) <= 4000", name=op.f("ck_motion_text_filled")),
        sa.CheckConstraint("position > 0", name=op.f("ck_motion_position_positive")),
        sa.ForeignKeyConstraint(["amends_id"], ["motion.id"], name=op.f("fk_motion_amends_id_motion")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_motion_item_id_agendaitem")),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_motion_proposer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
        sa.UniqueConstraint("item_id", "position", name=op.f("uq_motion_item_id_position")),
        sqlite_strict=True,
    )
    op.create_index("ix_motion_amends_id", "motion", ["amends_id"], unique=False)
    op.create_index("ix_motion_proposer_id", "motion", ["proposer_id"], unique=False)

    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0 AND length(reason) <= 400", name=op.f("ck_recusal_reason_filled")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_recusal_item_id_agendaitem")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recusal_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_recusal_item_id_person_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_recusal_person_id", "recusal", ["person_id"], unique=False)

    op.create_table(
        "consentround",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "started_at IS replace(substr(datetime(started_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_consentround_started_at_minute"),
        ),
        sa.CheckConstraint("length(trim(text)) > 0 AND length(text) <= 4000", name=op.f("ck_consentround_text_filled")),
        sa.CheckConstraint("number > 0", name=op.f("ck_consentround_number_positive")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_consentround_motion_id_motion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consentround")),
        sa.UniqueConstraint("motion_id", "number", name=op.f("uq_consentround_motion_id_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "vote",
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
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rule_source", sa.String(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("proxies", sa.Integer(), nullable=False),
        sa.Column("recused", sa.Integer(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("votes_blank", sa.Integer(), nullable=False),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("(method = 'at-least') = (threshold <> '')", name=op.f("ck_vote_threshold_of_method")),
        sa.CheckConstraint(
            "counted_at IS replace(substr(datetime(counted_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_vote_counted_at_minute"),
        ),
        sa.CheckConstraint("counted_over IN ('cast', 'present', 'entitled')", name=op.f("ck_vote_counted_over_known")),
        sa.CheckConstraint(
            "kind IN ('ordinary', 'persons', 'house_rules', 'statutes', 'dissolution', 'expulsion', "
            "'self_allocation', 'procedure_check')",
            name=op.f("ck_vote_kind_known"),
        ),
        sa.CheckConstraint(
            "method IN ('simple', 'of-present', 'of-entitled', 'two-thirds', 'three-quarters', 'at-least', "
            "'unanimous', 'consent')",
            name=op.f("ck_vote_method_known"),
        ),
        sa.CheckConstraint("outcome IN ('carried', 'rejected', 'no_quorum')", name=op.f("ck_vote_outcome_known")),
        sa.CheckConstraint("tie IN ('rejected', 'again', 'lot')", name=op.f("ck_vote_tie_known")),
        sa.CheckConstraint("way IN ('hands', 'names', 'writing', 'consent')", name=op.f("ck_vote_way_known")),
        sa.CheckConstraint("blank_counts IN (0, 1)", name=op.f("ck_vote_blank_counts_flag")),
        sa.CheckConstraint("entitled IS NULL OR entitled >= 0", name=op.f("ck_vote_entitled_not_negative")),
        sa.CheckConstraint("max_against IS NULL OR max_against >= 0", name=op.f("ck_vote_max_against_not_negative")),
        sa.CheckConstraint("objections IS NULL OR objections >= 0", name=op.f("ck_vote_objections_not_negative")),
        sa.CheckConstraint("present IS NULL OR present >= 0", name=op.f("ck_vote_present_not_negative")),
        sa.CheckConstraint("proxies IS NULL OR proxies >= 0", name=op.f("ck_vote_proxies_not_negative")),
        sa.CheckConstraint("quorum_counts_proxies IN (0, 1)", name=op.f("ck_vote_quorum_counts_proxies_flag")),
        sa.CheckConstraint("recused IS NULL OR recused >= 0", name=op.f("ck_vote_recused_not_negative")),
        sa.CheckConstraint("recused_in_quorum IN (0, 1)", name=op.f("ck_vote_recused_in_quorum_flag")),
        sa.CheckConstraint(
            "votes_against IS NULL OR votes_against >= 0", name=op.f("ck_vote_votes_against_not_negative")
        ),
        sa.CheckConstraint("votes_blank IS NULL OR votes_blank >= 0", name=op.f("ck_vote_votes_blank_not_negative")),
        sa.CheckConstraint("votes_for IS NULL OR votes_for >= 0", name=op.f("ck_vote_votes_for_not_negative")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_vote_motion_id_motion")),
        sa.ForeignKeyConstraint(["replaces_id"], ["vote.id"], name=op.f("fk_vote_replaces_id_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_vote_replaces_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_vote_motion_id", "vote", ["motion_id"], unique=False)

    op.create_table(
        "consentobjection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("argument", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("settled_at", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (settled_at IS NULL)", name=op.f("ck_consentobjection_settled_has_moment")
        ),
        sa.CheckConstraint(
            "settled_at IS replace(substr(datetime(settled_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_consentobjection_settled_at_minute"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'integrated', 'withdrawn', 'not_weighty')",
            name=op.f("ck_consentobjection_status_known"),
        ),
        sa.CheckConstraint(
            "length(trim(argument)) > 0 AND length(argument) <= 2000", name=op.f("ck_consentobjection_argument_filled")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consentobjection_person_id_person")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["consentround.id"], name=op.f("fk_consentobjection_round_id_consentround")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consentobjection")),
        sqlite_strict=True,
    )
    op.create_index("ix_consentobjection_person_id", "consentobjection", ["person_id"], unique=False)
    op.create_index("ix_consentobjection_round_id", "consentobjection", ["round_id"], unique=False)

    op.create_table(
        "voter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(standing = 'represented') = (holder_id IS NOT NULL)", name=op.f("ck_voter_represented_by_holder")
        ),
        sa.CheckConstraint(
            "choice = '' OR standing IN ('present', 'represented')", name=op.f("ck_voter_choice_of_voter")
        ),
        sa.CheckConstraint("choice IN ('', 'for', 'against', 'blank')", name=op.f("ck_voter_choice_known")),
        sa.CheckConstraint(
            "standing IN ('present', 'represented', 'recused', 'absent')", name=op.f("ck_voter_standing_known")
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_voter_holder_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_voter_person_id_person")),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_voter_vote_id_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voter")),
        sa.UniqueConstraint("vote_id", "person_id", name=op.f("uq_voter_vote_id_person_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_voter_holder_id", "voter", ["holder_id"], unique=False)
    op.create_index("ix_voter_person_id", "voter", ["person_id"], unique=False)

    op.create_table(
        "actionpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "done_on IS NULL OR done_on IS date(done_on, '+0 days')", name=op.f("ck_actionpoint_done_on_day")
        ),
        sa.CheckConstraint(
            "dropped_on IS NULL OR dropped_on IS date(dropped_on, '+0 days')",
            name=op.f("ck_actionpoint_dropped_on_day"),
        ),
        sa.CheckConstraint(
            "due_on IS NULL OR due_on IS date(due_on, '+0 days')", name=op.f("ck_actionpoint_due_on_day")
        ),
        sa.CheckConstraint(
            "made_on IS NULL OR made_on IS date(made_on, '+0 days')", name=op.f("ck_actionpoint_made_on_day")
        ),
        sa.CheckConstraint("done_on IS NULL OR dropped_on IS NULL", name=op.f("ck_actionpoint_ended_once")),
        sa.CheckConstraint("length(trim(what)) > 0 AND length(what) <= 400", name=op.f("ck_actionpoint_what_filled")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_actionpoint_decision_id_decision")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_actionpoint_item_id_agendaitem")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_actionpoint_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actionpoint")),
        sqlite_strict=True,
    )
    op.create_index("ix_actionpoint_decision_id", "actionpoint", ["decision_id"], unique=False)
    op.create_index("ix_actionpoint_due_on", "actionpoint", ["due_on"], unique=False)
    op.create_index("ix_actionpoint_item_id", "actionpoint", ["item_id"], unique=False)
    op.create_index("ix_actionpoint_owner_id", "actionpoint", ["owner_id"], unique=False)

    op.create_table(
        "decisionlink",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "task_id IS NOT NULL OR contract_id IS NOT NULL OR category_id IS NOT NULL OR amount_cents IS NOT "
            "NULL OR note <> ''",
            name=op.f("ck_decisionlink_something_named"),
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_decisionlink_category_id_category")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_decisionlink_contract_id_contract")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decisionlink_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["maintenancetask.id"], name=op.f("fk_decisionlink_task_id_maintenancetask")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisionlink")),
        sqlite_strict=True,
    )
    op.create_index("ix_decisionlink_category_id", "decisionlink", ["category_id"], unique=False)
    op.create_index("ix_decisionlink_contract_id", "decisionlink", ["contract_id"], unique=False)
    op.create_index("ix_decisionlink_decision_id", "decisionlink", ["decision_id"], unique=False)
    op.create_index("ix_decisionlink_task_id", "decisionlink", ["task_id"], unique=False)

    op.create_table(
        "membershipapplication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'open') = (decided_on IS NULL)", name=op.f("ck_membershipapplication_decided_has_day")
        ),
        sa.CheckConstraint(
            "applied_on IS NULL OR applied_on IS date(applied_on, '+0 days')",
            name=op.f("ck_membershipapplication_applied_on_day"),
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on IS date(decided_on, '+0 days')",
            name=op.f("ck_membershipapplication_decided_on_day"),
        ),
        sa.CheckConstraint(
            "kind IN ('member', 'aspirant', 'supporter', 'honorary')", name=op.f("ck_membershipapplication_kind_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'admitted', 'refused', 'withdrawn')",
            name=op.f("ck_membershipapplication_outcome_known"),
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on >= applied_on",
            name=op.f("ck_membershipapplication_decided_on_after_applied_on"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_membershipapplication_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_membershipapplication_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membershipapplication_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membershipapplication")),
        sqlite_strict=True,
    )
    op.create_index("ix_membershipapplication_decision_id", "membershipapplication", ["decision_id"], unique=False)
    op.create_index("ix_membershipapplication_membership_id", "membershipapplication", ["membership_id"], unique=False)
    op.create_index("ix_membershipapplication_person_id", "membershipapplication", ["person_id"], unique=False)

    op.create_table(
        "membershipending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reasons_sent_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("appealed_on", sa.Date(), nullable=True),
        sa.Column("appeal_outcome", sa.String(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("tenancy_kept", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "appeal_outcome = '' OR appealed_on IS NOT NULL", name=op.f("ck_membershipending_appeal_has_day")
        ),
        sa.CheckConstraint(
            "appeal_outcome IN ('', 'upheld', 'dismissed', 'withdrawn')",
            name=op.f("ck_membershipending_appeal_outcome_known"),
        ),
        sa.CheckConstraint(
            "appealed_on IS NULL OR appealed_on IS date(appealed_on, '+0 days')",
            name=op.f("ck_membershipending_appealed_on_day"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_membershipending_ends_on_day")
        ),
        sa.CheckConstraint(
            "kind IN ('resignation', 'immediate', 'by_association', 'expulsion', 'death', 'change')",
            name=op.f("ck_membershipending_kind_known"),
        ),
        sa.CheckConstraint(
            "noticed_on IS NULL OR noticed_on IS date(noticed_on, '+0 days')",
            name=op.f("ck_membershipending_noticed_on_day"),
        ),
        sa.CheckConstraint(
            "reasons_sent_on IS NULL OR reasons_sent_on IS date(reasons_sent_on, '+0 days')",
            name=op.f("ck_membershipending_reasons_sent_on_day"),
        ),
        sa.CheckConstraint(
            "received_on IS NULL OR received_on IS date(received_on, '+0 days')",
            name=op.f("ck_membershipending_received_on_day"),
        ),
        sa.CheckConstraint("tenancy_kept IN (0, 1)", name=op.f("ck_membershipending_tenancy_kept_flag")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_membershipending_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_membershipending_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membershipending")),
        sa.UniqueConstraint("membership_id", name=op.f("uq_membershipending_membership_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_membershipending_decision_id", "membershipending", ["decision_id"], unique=False)

    op.create_table(
        "agendareference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(decision_id IS NOT NULL) + (action_id IS NOT NULL) + (meeting_id IS NOT NULL) = 1",
            name=op.f("ck_agendareference_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actionpoint.id"], name=op.f("fk_agendareference_action_id_actionpoint")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_agendareference_decision_id_decision")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_agendareference_item_id_agendaitem")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agendareference_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agendareference")),
        sqlite_strict=True,
    )
    op.create_index("ix_agendareference_action_id", "agendareference", ["action_id"], unique=False)
    op.create_index("ix_agendareference_decision_id", "agendareference", ["decision_id"], unique=False)
    op.create_index("ix_agendareference_item_id", "agendareference", ["item_id"], unique=False)
    op.create_index("ix_agendareference_meeting_id", "agendareference", ["meeting_id"], unique=False)

    with op.batch_alter_table("decision", recreate="always", table_kwargs={"sqlite_strict": True}) as decision:
        decision.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        decision.add_column(sa.Column("vote_id", sa.Integer(), nullable=True))
        decision.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        decision.drop_constraint(op.f("ck_decision_method_known"), type_="check")
        decision.create_check_constraint(
            op.f("ck_decision_method_known"),
            "method IN ('simple', 'of-present', 'of-entitled', 'two-thirds', 'three-quarters', 'at-least', "
            "'unanimous', 'consent', 'unknown')",
        )
        decision.create_check_constraint(
            op.f("ck_decision_review_on_day"), "review_on IS NULL OR review_on IS date(review_on, '+0 days')"
        )
        decision.create_foreign_key(op.f("fk_decision_vote_id_vote"), "vote", ["vote_id"], ["id"])
        decision.create_foreign_key(op.f("fk_decision_meeting_id_meeting"), "meeting", ["meeting_id"], ["id"])
        decision.create_index("ix_decision_meeting_id", ["meeting_id"], unique=False)
        decision.create_index("ix_decision_review_on", ["review_on"], unique=False)
        decision.create_index("ix_decision_vote_id", ["vote_id"], unique=False)
    with op.batch_alter_table("officeterm", recreate="always", table_kwargs={"sqlite_strict": True}) as term:
        term.add_column(sa.Column("retires_on", sa.Date(), nullable=True))
        term.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        term.create_check_constraint(
            op.f("ck_officeterm_retires_on_day"), "retires_on IS NULL OR retires_on IS date(retires_on, '+0 days')"
        )
        term.create_foreign_key(op.f("fk_officeterm_decision_id_decision"), "decision", ["decision_id"], ["id"])
        term.create_index("ix_officeterm_decision_id", ["decision_id"], unique=False)
