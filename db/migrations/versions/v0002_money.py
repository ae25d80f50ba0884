"""The money: charges, the bank, where its lines belong, arrears, deposits, increases, budget and closed months."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of the money."""

    op.create_table(
        "bankaccount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint("status IN ('own', 'unknown')", name=op.f("ck_bankaccount_status_known")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_bankaccount_currency_code")),
        sa.CheckConstraint(
            "length(trim(number)) > 0 AND length(number) <= 40", name=op.f("ck_bankaccount_number_filled")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bankaccount")),
        sa.UniqueConstraint("number", "currency", name=op.f("uq_bankaccount_number_currency")),
        sqlite_strict=True,
    )
    op.create_table(
        "bankfile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(format)) > 0 AND length(format) <= 40", name=op.f("ck_bankfile_format_filled")),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 400", name=op.f("ck_bankfile_name_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bankfile")),
        sa.UniqueConstraint("sha256", name=op.f("uq_bankfile_sha256")),
        sqlite_strict=True,
    )
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("direction IN ('income', 'expense')", name=op.f("ck_category_direction_known")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_category_ended_on_day")
        ),
        sa.CheckConstraint(
            "purpose IN ('ordinary', 'management_fee', 'maintenance', 'pass_on')",
            name=op.f("ck_category_purpose_known"),
        ),
        sa.CheckConstraint("length(trim(code)) > 0 AND length(code) <= 40", name=op.f("ck_category_code_filled")),
        sa.CheckConstraint("length(trim(name)) > 0 AND length(name) <= 80", name=op.f("ck_category_name_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("code", name=op.f("uq_category_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "monthclosing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("balance_cents", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on IS date(closed_on, '+0 days')", name=op.f("ck_monthclosing_closed_on_day")
        ),
        sa.CheckConstraint("month IS NULL OR month IS date(month, '+0 days')", name=op.f("ck_monthclosing_month_day")),
        sa.CheckConstraint("substr(month, 9, 2) = '01'", name=op.f("ck_monthclosing_month_first_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthclosing")),
        sa.UniqueConstraint("month", name=op.f("uq_monthclosing_month")),
        sqlite_strict=True,
    )
    op.create_table(
        "bankstatement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("opening_cents", sa.Integer(), nullable=True),
        sa.Column("closing_cents", sa.Integer(), nullable=True),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("lines_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "closes_on IS NULL OR closes_on IS date(closes_on, '+0 days')", name=op.f("ck_bankstatement_closes_on_day")
        ),
        sa.CheckConstraint(
            "opens_on IS NULL OR opens_on IS date(opens_on, '+0 days')", name=op.f("ck_bankstatement_opens_on_day")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["bankaccount.id"], name=op.f("fk_bankstatement_account_id_bankaccount")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["bankfile.id"], name=op.f("fk_bankstatement_file_id_bankfile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bankstatement")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bankstatement", schema=None) as batch_op:
        batch_op.create_index("ix_bankstatement_account_id_closes_on", ["account_id", "closes_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_bankstatement_file_id"), ["file_id"], unique=False)

    op.create_table(
        "budgetline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "amount_cents IS NULL OR amount_cents >= 0", name=op.f("ck_budgetline_amount_cents_not_negative")
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_budgetline_category_id_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budgetline")),
        sa.UniqueConstraint("category_id", "year", name=op.f("uq_budgetline_category_id_year")),
        sqlite_strict=True,
    )
    op.create_table(
        "bankline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("value_on", sa.Date(), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("end_to_end_id", sa.String(), nullable=False),
        sa.Column("mandate_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("return_reason", sa.String(), nullable=False),
        sa.Column("is_reversal", sa.Boolean(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "booked_on IS NULL OR booked_on IS date(booked_on, '+0 days')", name=op.f("ck_bankline_booked_on_day")
        ),
        sa.CheckConstraint(
            "value_on IS NULL OR value_on IS date(value_on, '+0 days')", name=op.f("ck_bankline_value_on_day")
        ),
        sa.CheckConstraint("is_reversal IN (0, 1)", name=op.f("ck_bankline_is_reversal_flag")),
        sa.ForeignKeyConstraint(["account_id"], ["bankaccount.id"], name=op.f("fk_bankline_account_id_bankaccount")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["bankstatement.id"], name=op.f("fk_bankline_statement_id_bankstatement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bankline")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_bankline_account_id_key")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bankline", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bankline_account_id_booked_on", ["account_id", "booked_on", "amount_cents"], unique=False
        )
        batch_op.create_index("ix_bankline_booked_on", ["booked_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_bankline_iban"), ["iban"], unique=False)
        batch_op.create_index(batch_op.f("ix_bankline_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "maximumrent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("max_rent_cents", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')",
            name=op.f("ck_maximumrent_valid_from_day"),
        ),
        sa.CheckConstraint(
            "max_rent_cents IS NULL OR max_rent_cents >= 0", name=op.f("ck_maximumrent_max_rent_cents_not_negative")
        ),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_maximumrent_dwelling_id_dwelling")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maximumrent")),
        sa.UniqueConstraint("dwelling_id", "valid_from", name=op.f("uq_maximumrent_dwelling_id_valid_from")),
        sqlite_strict=True,
    )
    op.create_table(
        "charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("basic_rent_cents", sa.Integer(), nullable=False),
        sa.Column("service_charge_cents", sa.Integer(), nullable=False),
        sa.Column("energy_cents", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("due_on IS NULL OR due_on IS date(due_on, '+0 days')", name=op.f("ck_charge_due_on_day")),
        sa.CheckConstraint("kind <> 'rent' OR amount_cents >= 0", name=op.f("ck_charge_rent_not_negative")),
        sa.CheckConstraint(
            "kind IN ('rent', 'correction', 'contribution', 'key_deposit', "
            "'damage', 'collection_cost', 'write_off', 'deposit_settlement', 'moved', 'other')",
            name=op.f("ck_charge_kind_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('rent', 'correction') OR amount_cents = basic_rent_cents "
            "+ service_charge_cents + energy_cents",
            name=op.f("ck_charge_rent_is_its_components"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('rent', 'correction') OR contract_id IS NOT NULL", name=op.f("ck_charge_rent_of_contract")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('rent', 'correction') OR month IS NOT NULL", name=op.f("ck_charge_rent_has_month")
        ),
        sa.CheckConstraint("month IS NULL OR month IS date(month, '+0 days')", name=op.f("ck_charge_month_day")),
        sa.CheckConstraint("month IS NULL OR substr(month, 9, 2) = '01'", name=op.f("ck_charge_month_first_day")),
        sa.CheckConstraint("(contract_id IS NULL) <> (member_id IS NULL)", name=op.f("ck_charge_one_account")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_charge_contract_id_contract")),
        sa.ForeignKeyConstraint(["corrects_id"], ["charge.id"], name=op.f("fk_charge_corrects_id_charge")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_charge_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.create_index("ix_charge_contract_id_due_on", ["contract_id", "due_on", "amount_cents"], unique=False)
        batch_op.create_index(batch_op.f("ix_charge_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index("ix_charge_due_on_kind", ["due_on", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_charge_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "uq_charge_contract_id_month_rent",
            ["contract_id", "month"],
            unique=True,
            sqlite_where=sa.text("kind = 'rent'"),
            postgresql_where=sa.text("kind = 'rent'"),
        )

    op.create_table(
        "collectionstep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("open_cents", sa.Integer(), nullable=False),
        sa.Column("cost_cents", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "received_on IS NULL OR received_on IS date(received_on, '+0 days')",
            name=op.f("ck_collectionstep_received_on_day"),
        ),
        sa.CheckConstraint(
            "taken_on IS NULL OR taken_on IS date(taken_on, '+0 days')", name=op.f("ck_collectionstep_taken_on_day")
        ),
        sa.CheckConstraint(
            "cost_cents IS NULL OR cost_cents >= 0", name=op.f("ck_collectionstep_cost_cents_not_negative")
        ),
        sa.CheckConstraint(
            "length(trim(level)) > 0 AND length(level) <= 40", name=op.f("ck_collectionstep_level_filled")
        ),
        sa.CheckConstraint(
            "open_cents IS NULL OR open_cents >= 0", name=op.f("ck_collectionstep_open_cents_not_negative")
        ),
        sa.CheckConstraint(
            "received_on IS NULL OR received_on >= taken_on", name=op.f("ck_collectionstep_received_on_after_taken_on")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_collectionstep_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectionstep")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("collectionstep", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collectionstep_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "knownaccount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(iban)) > 0 AND length(iban) <= 40", name=op.f("ck_knownaccount_iban_filled")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_knownaccount_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knownaccount")),
        sa.UniqueConstraint("iban", "contract_id", name=op.f("uq_knownaccount_iban_contract_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("knownaccount", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knownaccount_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "lineaside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("set_on IS NULL OR set_on IS date(set_on, '+0 days')", name=op.f("ck_lineaside_set_on_day")),
        sa.CheckConstraint("length(trim(note)) > 0 AND length(note) <= 400", name=op.f("ck_lineaside_note_filled")),
        sa.ForeignKeyConstraint(["line_id"], ["bankline.id"], name=op.f("fk_lineaside_line_id_bankline")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineaside")),
        sa.UniqueConstraint("line_id", name=op.f("uq_lineaside_line_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "notduplicate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("line_id > other_id", name=op.f("ck_notduplicate_newer_first")),
        sa.ForeignKeyConstraint(["line_id"], ["bankline.id"], name=op.f("fk_notduplicate_line_id_bankline")),
        sa.ForeignKeyConstraint(["other_id"], ["bankline.id"], name=op.f("fk_notduplicate_other_id_bankline")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notduplicate")),
        sa.UniqueConstraint("line_id", "other_id", name=op.f("uq_notduplicate_line_id_other_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("notduplicate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notduplicate_other_id"), ["other_id"], unique=False)

    op.create_table(
        "paymentplan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("term_cents", sa.Integer(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "agreed_on IS NULL OR agreed_on IS date(agreed_on, '+0 days')", name=op.f("ck_paymentplan_agreed_on_day")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on IS date(ended_on, '+0 days')", name=op.f("ck_paymentplan_ended_on_day")
        ),
        sa.CheckConstraint(
            "first_due_on IS NULL OR first_due_on IS date(first_due_on, '+0 days')",
            name=op.f("ck_paymentplan_first_due_on_day"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= agreed_on", name=op.f("ck_paymentplan_ended_on_after_agreed_on")
        ),
        sa.CheckConstraint("every_months > 0", name=op.f("ck_paymentplan_every_months_positive")),
        sa.CheckConstraint("term_cents > 0", name=op.f("ck_paymentplan_term_positive")),
        sa.CheckConstraint("total_cents > 0", name=op.f("ck_paymentplan_total_positive")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_paymentplan_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paymentplan")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("paymentplan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paymentplan_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on IS date(decided_on, '+0 days')", name=op.f("ck_refund_decided_on_day")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_refund_amount_positive")),
        sa.CheckConstraint("length(trim(note)) > 0 AND length(note) <= 400", name=op.f("ck_refund_note_filled")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_refund_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refund_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "rentobjection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on IS date(decided_on, '+0 days')",
            name=op.f("ck_rentobjection_decided_on_day"),
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'withdrawn', 'upheld', 'dismissed')", name=op.f("ck_rentobjection_outcome_known")
        ),
        sa.CheckConstraint(
            "received_on IS NULL OR received_on IS date(received_on, '+0 days')",
            name=op.f("ck_rentobjection_received_on_day"),
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')",
            name=op.f("ck_rentobjection_valid_from_day"),
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on >= received_on",
            name=op.f("ck_rentobjection_decided_on_after_received_on"),
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_rentobjection_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rentobjection")),
        sa.UniqueConstraint("contract_id", "valid_from", name=op.f("uq_rentobjection_contract_id_valid_from")),
        sqlite_strict=True,
    )
    op.create_table(
        "rentregime",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("regime IN ('social', 'middle', 'free')", name=op.f("ck_rentregime_regime_known")),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from IS date(valid_from, '+0 days')", name=op.f("ck_rentregime_valid_from_day")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_rentregime_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rentregime")),
        sa.UniqueConstraint("contract_id", "valid_from", name=op.f("uq_rentregime_contract_id_valid_from")),
        sqlite_strict=True,
    )
    op.create_table(
        "collectionstepcharge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=True),
        sa.Column("opening_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(charge_id IS NULL) <> (opening_id IS NULL)", name=op.f("ck_collectionstepcharge_one_debt")
        ),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_collectionstepcharge_charge_id_charge")),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["openingbalance.id"], name=op.f("fk_collectionstepcharge_opening_id_openingbalance")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["collectionstep.id"], name=op.f("fk_collectionstepcharge_step_id_collectionstep")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectionstepcharge")),
        sa.UniqueConstraint("level", "charge_id", name=op.f("uq_collectionstepcharge_level_charge_id")),
        sa.UniqueConstraint("level", "opening_id", name=op.f("uq_collectionstepcharge_level_opening_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("collectionstepcharge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collectionstepcharge_charge_id"), ["charge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_collectionstepcharge_opening_id"), ["opening_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_collectionstepcharge_step_id"), ["step_id"], unique=False)

    op.create_table(
        "depositmovement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('held_before', 'cash')) = (charge_id IS NULL)",
            name=op.f("ck_depositmovement_deduction_has_charge"),
        ),
        sa.CheckConstraint(
            "kind IN ('held_before', 'cash') OR amount_cents < 0", name=op.f("ck_depositmovement_deduction_below_zero")
        ),
        sa.CheckConstraint(
            "kind IN ('held_before', 'cash', 'unpaid_rent', 'damage', 'service_costs', 'energy_performance')",
            name=op.f("ck_depositmovement_kind_known"),
        ),
        sa.CheckConstraint(
            "moved_on IS NULL OR moved_on IS date(moved_on, '+0 days')", name=op.f("ck_depositmovement_moved_on_day")
        ),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_depositmovement_amount_given")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_depositmovement_charge_id_charge")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_depositmovement_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depositmovement")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("depositmovement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_depositmovement_charge_id"), ["charge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_depositmovement_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("charge_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("(kind = 'category') = (category_id IS NOT NULL)", name=op.f("ck_posting_category_named")),
        sa.CheckConstraint(
            "(kind = 'duplicate') = (duplicate_of_id IS NOT NULL)", name=op.f("ck_posting_duplicate_named")
        ),
        sa.CheckConstraint("(kind = 'member') = (member_id IS NOT NULL)", name=op.f("ck_posting_member_named")),
        sa.CheckConstraint(
            "(kind IN ('contract', 'deposit')) = (contract_id IS NOT NULL)", name=op.f("ck_posting_contract_named")
        ),
        sa.CheckConstraint(
            "booked_on IS NULL OR booked_on IS date(booked_on, '+0 days')", name=op.f("ck_posting_booked_on_day")
        ),
        sa.CheckConstraint(
            "charge_id IS NULL OR kind IN ('contract', 'member')", name=op.f("ck_posting_charge_of_account")
        ),
        sa.CheckConstraint("ground IN ('number', 'account', 'person')", name=op.f("ck_posting_ground_known")),
        sa.CheckConstraint(
            "kind IN ('contract', 'member', 'deposit', 'category', 'transfer', 'duplicate')",
            name=op.f("ck_posting_kind_known"),
        ),
        sa.CheckConstraint("task_id IS NULL OR kind = 'category'", name=op.f("ck_posting_task_of_category")),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_posting_amount_given")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_posting_category_id_category")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_posting_charge_id_charge")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_posting_contract_id_contract")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["bankline.id"], name=op.f("fk_posting_duplicate_of_id_bankline")),
        sa.ForeignKeyConstraint(["line_id"], ["bankline.id"], name=op.f("fk_posting_line_id_bankline")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_posting_member_id_member")),
        sa.ForeignKeyConstraint(["reverses_id"], ["posting.id"], name=op.f("fk_posting_reverses_id_posting")),
        sa.ForeignKeyConstraint(["task_id"], ["maintenancetask.id"], name=op.f("fk_posting_task_id_maintenancetask")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_posting_category_id",
            ["category_id"],
            unique=False,
            sqlite_where=sa.text("category_id IS NOT NULL"),
            postgresql_where=sa.text("category_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_posting_charge_id",
            ["charge_id"],
            unique=False,
            sqlite_where=sa.text("charge_id IS NOT NULL"),
            postgresql_where=sa.text("charge_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_posting_contract_id_kind_booked_on",
            ["contract_id", "kind", "booked_on", "amount_cents"],
            unique=False,
        )
        batch_op.create_index(
            "ix_posting_duplicate_of_id",
            ["duplicate_of_id"],
            unique=False,
            sqlite_where=sa.text("duplicate_of_id IS NOT NULL"),
            postgresql_where=sa.text("duplicate_of_id IS NOT NULL"),
        )
        batch_op.create_index("ix_posting_line_id", ["line_id", "amount_cents"], unique=False)
        batch_op.create_index(
            "ix_posting_member_id",
            ["member_id"],
            unique=False,
            sqlite_where=sa.text("member_id IS NOT NULL"),
            postgresql_where=sa.text("member_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_posting_reverses_id",
            ["reverses_id"],
            unique=False,
            sqlite_where=sa.text("reverses_id IS NOT NULL"),
            postgresql_where=sa.text("reverses_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_posting_task_id",
            ["task_id"],
            unique=False,
            sqlite_where=sa.text("task_id IS NOT NULL"),
            postgresql_where=sa.text("task_id IS NOT NULL"),
        )
