"""The first form of the store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first form of the store."""
    op.create_table(
        "cooperative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("kvk_number", sa.String(), nullable=True),
        sa.Column("iban", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.CheckConstraint("shape IN ('individual', 'collective')", name=op.f("ck_cooperative_shape_known")),
        sa.CheckConstraint("id = 1", name=op.f("ck_cooperative_only_one")),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 400", name=op.f("ck_cooperative_name_filled")),
        sa.CheckConstraint(
            "started_on IS NULL OR started_on IS date(started_on, '+0 days')",
            name=op.f("ck_cooperative_started_on_day"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperative")),
        sqlite_strict=True,
    )
    op.create_table(
        "journalentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("values_digest", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(deed)) > 0 AND length(deed) <= 80", name=op.f("ck_journalentry_deed_filled")),
        sa.CheckConstraint("undoes_id IS NULL OR undoes_id < id", name=op.f("ck_journalentry_undoes_earlier")),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["journalentry.id"], name=op.f("fk_journalentry_undoes_id_journalentry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journalentry")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("journalentry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journalentry_undoes_id"), ["undoes_id"], unique=False)

    op.create_table(
        "maintenancejob",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_maintenancejob_ended_on_day")
        ),
        sa.CheckConstraint("every_months > 0", name=op.f("ck_maintenancejob_every_months_positive")),
        sa.CheckConstraint(
            "length(trim(what)) > 0 AND length(what) <= 400", name=op.f("ck_maintenancejob_what_filled")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenancejob")),
        sa.UniqueConstraint("what", "place", name=op.f("uq_maintenancejob_what_place")),
        sqlite_strict=True,
    )
    op.create_table(
        "owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kvk_number", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 400", name=op.f("ck_owner_name_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner")),
        sa.UniqueConstraint("name", name=op.f("uq_owner_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "born_on IS NULL OR born_on IS date(born_on, '+0 days')", name=op.f("ck_person_born_on_day")
        ),
        sa.CheckConstraint(
            "length(trim(family_name)) > 0 AND length(family_name) <= 400",
            name=op.f("ck_person_family_name_filled"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_folded"), ["folded"], unique=False)

    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 400", name=op.f("ck_setting_name_filled")),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')", name=op.f("ck_setting_valid_from_day")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_setting_name_valid_from")),
        sqlite_strict=True,
    )
    op.create_table(
        "workinggroup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_workinggroup_ended_on_day")
        ),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 80", name=op.f("ck_workinggroup_name_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workinggroup")),
        sa.UniqueConstraint("name", name=op.f("uq_workinggroup_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_agreement_ends_on_after_starts_on")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_agreement_ends_on_day")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')", name=op.f("ck_agreement_starts_on_day")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_agreement_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "dwelling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("house_number", sa.String(), nullable=False),
        sa.Column("addition", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("bag_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area_dm2", sa.Integer(), nullable=True),
        sa.Column("rooms", sa.Integer(), nullable=True),
        sa.Column("energy_label", sa.String(), nullable=False),
        sa.Column("points_hundredths", sa.Integer(), nullable=True),
        sa.Column("cluster", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "bag_id IS NULL OR (length(bag_id) = 16 AND bag_id NOT GLOB '*[^0-9]*')",
            name=op.f("ck_dwelling_bag_id_digits"),
        ),
        sa.CheckConstraint("kind IN ('self_contained', 'shared', 'unknown')", name=op.f("ck_dwelling_kind_known")),
        sa.CheckConstraint("area_dm2 IS NULL OR area_dm2 >= 0", name=op.f("ck_dwelling_area_dm2_not_negative")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_dwelling_ended_on_day")
        ),
        sa.CheckConstraint("length(trim(code)) > 0 AND length(code) <= 40", name=op.f("ck_dwelling_code_filled")),
        sa.CheckConstraint(
            "points_hundredths IS NULL OR points_hundredths >= 0",
            name=op.f("ck_dwelling_points_hundredths_not_negative"),
        ),
        sa.CheckConstraint("rooms IS NULL OR rooms >= 0", name=op.f("ck_dwelling_rooms_not_negative")),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_dwelling_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dwelling")),
        sa.UniqueConstraint("code", name=op.f("uq_dwelling_code")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dwelling_bag_id"), ["bag_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dwelling_cluster"), ["cluster"], unique=False)
        batch_op.create_index(batch_op.f("ix_dwelling_folded"), ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_dwelling_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "facility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("member_rate_cents", sa.Integer(), nullable=True),
        sa.Column("other_rate_cents", sa.Integer(), nullable=True),
        sa.Column("max_per_month", sa.Integer(), nullable=True),
        sa.Column("allows_overlap", sa.Boolean(), nullable=False),
        sa.Column("key_count", sa.Integer(), nullable=True),
        sa.Column("house_rules", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint("allows_overlap IN (0, 1)", name=op.f("ck_facility_allows_overlap_flag")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_facility_ended_on_day")
        ),
        sa.CheckConstraint("key_count IS NULL OR key_count >= 0", name=op.f("ck_facility_key_count_not_negative")),
        sa.CheckConstraint("length(trim(code)) > 0 AND length(code) <= 40", name=op.f("ck_facility_code_filled")),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 400", name=op.f("ck_facility_name_filled")),
        sa.CheckConstraint(
            "max_per_month IS NULL OR max_per_month >= 0", name=op.f("ck_facility_max_per_month_not_negative")
        ),
        sa.CheckConstraint(
            "member_rate_cents IS NULL OR member_rate_cents >= 0",
            name=op.f("ck_facility_member_rate_cents_not_negative"),
        ),
        sa.CheckConstraint(
            "other_rate_cents IS NULL OR other_rate_cents >= 0",
            name=op.f("ck_facility_other_rate_cents_not_negative"),
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["person.id"], name=op.f("fk_facility_keeper_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
        sa.UniqueConstraint("code", name=op.f("uq_facility_code")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facility_folded"), ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_facility_keeper_id"), ["keeper_id"], unique=False)

    op.create_table(
        "journalvalue",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("values_json", sa.String(), nullable=True),
        sa.Column("salt", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.CheckConstraint("change IN ('insert', 'update', 'delete')", name=op.f("ck_journalvalue_change_known")),
        sa.ForeignKeyConstraint(["entry_id"], ["journalentry.id"], name=op.f("fk_journalvalue_entry_id_journalentry")),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_journalvalue")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("journalvalue", schema=None) as batch_op:
        batch_op.create_index("ix_journalvalue_table_name_row_id", ["table_name", "row_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_member_number_filled")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("number", name=op.f("uq_member_number")),
        sa.UniqueConstraint("person_id", name=op.f("uq_member_person_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_folded"), ["folded"], unique=False)

    op.create_table(
        "officeterm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_officeterm_ends_on_after_starts_on")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_officeterm_ends_on_day")
        ),
        sa.CheckConstraint(
            "length(trim(office)) > 0 AND length(office) <= 80", name=op.f("ck_officeterm_office_filled")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')", name=op.f("ck_officeterm_starts_on_day")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_officeterm_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officeterm")),
        sa.UniqueConstraint("person_id", "office", "starts_on", name=op.f("uq_officeterm_person_id_office_starts_on")),
        sqlite_strict=True,
    )
    op.create_table(
        "workinggroupterm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_workinggroupterm_ends_on_after_starts_on"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_workinggroupterm_ends_on_day")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')",
            name=op.f("ck_workinggroupterm_starts_on_day"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["workinggroup.id"], name=op.f("fk_workinggroupterm_group_id_workinggroup")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workinggroupterm_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workinggroupterm")),
        sa.UniqueConstraint(
            "group_id",
            "person_id",
            "starts_on",
            name=op.f("uq_workinggroupterm_group_id_person_id_starts_on"),
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("workinggroupterm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workinggroupterm_person_id"), ["person_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("ends_at", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('requested', 'confirmed', 'used', 'cancelled')", name=op.f("ck_booking_status_known")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_ends_after_start")),
        sa.CheckConstraint(
            "starts_at IS replace(substr(datetime(starts_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_booking_starts_at_minute"),
        ),
        sa.CheckConstraint(
            "ends_at IS replace(substr(datetime(ends_at, '+0 days'), 1, 16), ' ', 'T')",
            name=op.f("ck_booking_ends_at_minute"),
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_booking_facility_id_facility")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_facility_id_starts_at", ["facility_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_booking_starts_at", ["starts_at"], unique=False)

    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("deposit_cents", sa.Integer(), nullable=True),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("payment_method", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "payment_method IN ('transfer', 'direct_debit', 'unknown')",
            name=op.f("ck_contract_payment_method_known"),
        ),
        sa.CheckConstraint(
            "deposit_cents IS NULL OR deposit_cents >= 0", name=op.f("ck_contract_deposit_cents_not_negative")
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_contract_ends_on_after_starts_on")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_contract_ends_on_day")
        ),
        sa.CheckConstraint("length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_contract_number_filled")),
        sa.CheckConstraint(
            "notice_on IS NULL OR notice_on IS date(notice_on, '+0 days')", name=op.f("ck_contract_notice_on_day")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')", name=op.f("ck_contract_starts_on_day")
        ),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_contract_dwelling_id_dwelling")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("number", name=op.f("uq_contract_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index("ix_contract_dwelling_id_starts_on", ["dwelling_id", "starts_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_folded"), ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_iban"), ["iban"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("proxies", sa.Integer(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("votes_blank", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        sa.Column("candidate", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('decision', 'self_allocation')", name=op.f("ck_decision_kind_known")),
        sa.CheckConstraint(
            "method IN ('simple', 'of-entitled', 'two-thirds', 'three-quarters', 'unanimous', 'consent', 'unknown')",
            name=op.f("ck_decision_method_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('carried', 'rejected', 'withdrawn', 'postponed')",
            name=op.f("ck_decision_outcome_known"),
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on IS date(decided_on, '+0 days')", name=op.f("ck_decision_decided_on_day")
        ),
        sa.CheckConstraint("entitled IS NULL OR entitled >= 0", name=op.f("ck_decision_entitled_not_negative")),
        sa.CheckConstraint("length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_decision_number_filled")),
        sa.CheckConstraint(
            "length(trim(subject)) > 0 AND length(subject) <= 400", name=op.f("ck_decision_subject_filled")
        ),
        sa.CheckConstraint("present IS NULL OR present >= 0", name=op.f("ck_decision_present_not_negative")),
        sa.CheckConstraint("proxies IS NULL OR proxies >= 0", name=op.f("ck_decision_proxies_not_negative")),
        sa.CheckConstraint(
            "votes_against IS NULL OR votes_against >= 0", name=op.f("ck_decision_votes_against_not_negative")
        ),
        sa.CheckConstraint(
            "votes_blank IS NULL OR votes_blank >= 0", name=op.f("ck_decision_votes_blank_not_negative")
        ),
        sa.CheckConstraint("votes_for IS NULL OR votes_for >= 0", name=op.f("ck_decision_votes_for_not_negative")),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_decision_dwelling_id_dwelling")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_decided_on"), ["decided_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_dwelling_id"), ["dwelling_id"], unique=False)

    op.create_table(
        "maintenancetask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=True),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("contractor", sa.String(), nullable=False),
        sa.Column("budget_cents", sa.Integer(), nullable=True),
        sa.Column("cost_cents", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('repair', 'inspection', 'planned', 'turnover')",
            name=op.f("ck_maintenancetask_kind_known"),
        ),
        sa.CheckConstraint(
            "responsible IN ('resident', 'cooperative', 'corporation', 'unknown')",
            name=op.f("ck_maintenancetask_responsible_known"),
        ),
        sa.CheckConstraint("status <> 'done' OR done_on IS NOT NULL", name=op.f("ck_maintenancetask_done_has_day")),
        sa.CheckConstraint(
            "status IN ('reported', 'planned', 'in_progress', 'done', 'cancelled')",
            name=op.f("ck_maintenancetask_status_known"),
        ),
        sa.CheckConstraint(
            "urgency IN ('emergency', 'normal', 'planned')", name=op.f("ck_maintenancetask_urgency_known")
        ),
        sa.CheckConstraint(
            "budget_cents IS NULL OR budget_cents >= 0",
            name=op.f("ck_maintenancetask_budget_cents_not_negative"),
        ),
        sa.CheckConstraint(
            "cost_cents IS NULL OR cost_cents >= 0", name=op.f("ck_maintenancetask_cost_cents_not_negative")
        ),
        sa.CheckConstraint(
            "done_on IS NULL OR done_on >= reported_on",
            name=op.f("ck_maintenancetask_done_on_after_reported_on"),
        ),
        sa.CheckConstraint(
            "done_on IS NULL OR done_on IS date(done_on, '+0 days')", name=op.f("ck_maintenancetask_done_on_day")
        ),
        sa.CheckConstraint(
            "length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_maintenancetask_number_filled")
        ),
        sa.CheckConstraint(
            "length(trim(what)) > 0 AND length(what) <= 400", name=op.f("ck_maintenancetask_what_filled")
        ),
        sa.CheckConstraint(
            "reported_on IS NULL OR reported_on IS date(reported_on, '+0 days')",
            name=op.f("ck_maintenancetask_reported_on_day"),
        ),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_maintenancetask_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_maintenancetask_facility_id_facility")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["maintenancejob.id"], name=op.f("fk_maintenancetask_job_id_maintenancejob")
        ),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_maintenancetask_reporter_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenancetask")),
        sa.UniqueConstraint("number", name=op.f("uq_maintenancetask_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("maintenancetask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maintenancetask_dwelling_id"), ["dwelling_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenancetask_facility_id"), ["facility_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenancetask_folded"), ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenancetask_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenancetask_reported_on"), ["reported_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenancetask_reporter_id"), ["reporter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenancetask_status"), ["status"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('member', 'aspirant', 'supporter', 'honorary')", name=op.f("ck_membership_kind_known")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_membership_ends_on_after_starts_on")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_membership_ends_on_day")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')", name=op.f("ck_membership_starts_on_day")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("member_id", "starts_on", name=op.f("uq_membership_member_id_starts_on")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_ends_on"), ["ends_on"], unique=False)

    op.create_table(
        "contractparty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('tenant', 'co_tenant', 'subtenant')", name=op.f("ck_contractparty_role_known")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_contractparty_ends_on_after_starts_on")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on IS date(ends_on, '+0 days')", name=op.f("ck_contractparty_ends_on_day")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on IS date(starts_on, '+0 days')", name=op.f("ck_contractparty_starts_on_day")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contractparty_contract_id_contract")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contractparty_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractparty")),
        sa.UniqueConstraint("contract_id", "person_id", name=op.f("uq_contractparty_contract_id_person_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("contractparty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contractparty_person_id"), ["person_id"], unique=False)

    op.create_table(
        "openingbalance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "due_on IS NULL OR due_on IS date(due_on, '+0 days')", name=op.f("ck_openingbalance_due_on_day")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_openingbalance_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openingbalance")),
        sa.UniqueConstraint("contract_id", "due_on", name=op.f("uq_openingbalance_contract_id_due_on")),
        sqlite_strict=True,
    )
    op.create_table(
        "rentline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("basic_rent_cents", sa.Integer(), nullable=False),
        sa.Column("service_charge_cents", sa.Integer(), nullable=False),
        sa.Column("energy_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "basic_rent_cents IS NULL OR basic_rent_cents >= 0",
            name=op.f("ck_rentline_basic_rent_cents_not_negative"),
        ),
        sa.CheckConstraint(
            "energy_cents IS NULL OR energy_cents >= 0", name=op.f("ck_rentline_energy_cents_not_negative")
        ),
        sa.CheckConstraint(
            "service_charge_cents IS NULL OR service_charge_cents >= 0",
            name=op.f("ck_rentline_service_charge_cents_not_negative"),
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')", name=op.f("ck_rentline_valid_from_day")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_rentline_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rentline")),
        sa.UniqueConstraint("contract_id", "valid_from", name=op.f("uq_rentline_contract_id_valid_from")),
        sqlite_strict=True,
    )
