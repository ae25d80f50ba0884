"""The fields of a job that comes round and of a certificate, and what is read out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from coopadmin.domain.inspections import STATUSES, Inspection
from coopadmin.domain.jobs import COUNTED_FROM, KINDS, OUTCOMES, returns_words
from coopadmin.domain.maintenance import PARTIES
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_, _
from coopadmin.services.certificates import CertificateData
from coopadmin.services.jobs import JobData
from db.queries.jobs import CertificateRow, JobRecord
from screens.fields import Field

NAMES = tuple(field.name for field in fields_of(JobData))
CERTIFICATE = tuple(field.name for field in fields_of(CertificateData))

Choices = tuple[tuple[str, str], ...]


def job_fields(first: Mapping[str, Any], firms: Choices, categories: Choices) -> list[Field]:
    """Ask what comes round, how, and what is known of it."""
    return [
        Field("what", N_("What"), required=True, initial=first.get("what")),
        Field("place", N_("Place"), initial=first.get("place"), help=N_("in words; a home or facility stands below")),
        Field(
            "returns",
            N_("Comes round"),
            required=True,
            initial=first.get("returns"),
            help=N_("yearly, every 18 months; or every Tuesday, the last day of every month"),
        ),
        Field(
            "starts_on",
            N_("First day"),
            "date",
            initial=first.get("starts_on"),
            help=N_("the first day it is due; needed for days of the week or month"),
        ),
        _choice("kind", N_("Kind"), KINDS, first.get("kind", "inspection")),
        _choice(
            "counted_from",
            N_("Months count from"),
            COUNTED_FROM,
            first.get("counted_from", "done"),
            N_("an inspection usually from the day it was done"),
        ),
        _choice("responsible", N_("Who does it"), PARTIES, first.get("responsible", "unknown")),
        _optional("contractor_id", N_("Contractor"), firms, first),
        Field(
            "asks_certificate",
            N_("Certificate"),
            "flag",
            required=True,
            initial=first.get("asks_certificate", False),
            help=N_("whether a paper comes out of it that must be kept"),
        ),
        Field("source", N_("Asked by"), initial=first.get("source"), help=N_("the article, the standard, the insurer")),
        Field("expected_cents", N_("Expected cost"), "cents", initial=first.get("expected_cents")),
        Field(
            "notice_days",
            N_("Announced"),
            "whole",
            initial=first.get("notice_days"),
            help=N_("days ahead; empty: as the group set, at most half the time between two times"),
        ),
        _optional("category_id", N_("Budget line"), categories, first),
        _place("dwelling_id", N_("Home"), "dwellings", first.get("dwelling", ""), first),
        _place("facility_id", N_("Facility"), "facilities", first.get("facility", ""), first),
        Field("ends_on", N_("Last day"), "date", initial=first.get("ends_on"), help=N_("empty while it goes on")),
        Field("note", N_("Note"), "long", initial=first.get("note")),
    ]


def _choice(name: str, label: str, words: Mapping[str, str], initial: str, help_text: str = "") -> Field:
    return Field(name, label, "choice", required=True, initial=initial, choices=list(words.items()), help=help_text)


def _optional(name: str, label: str, choices: Choices, first: Mapping[str, Any]) -> Field:
    chosen = first.get(name)
    return Field(name, label, "choice", initial=None if chosen is None else str(chosen), choices=choices)


def _place(name: str, label: str, subject: str, shown: str, first: Mapping[str, Any]) -> Field:
    return Field(name, label, "pick", initial=first.get(name), shown=shown, find=(subject,))


def first_of(record: JobRecord) -> dict[str, Any]:
    """Give what a job's form begins with."""
    row, course = record.row, record.course
    held = {name: getattr(record, name) for name in ("source", "expected_cents", "note", "dwelling", "facility")}
    links = {name: getattr(record, name) for name in ("contractor_id", "category_id", "dwelling_id", "facility_id")}
    days = {name: getattr(course, name) for name in ("counted_from", "starts_on", "ends_on")}
    of_row = {name: getattr(row, name) for name in ("what", "place", "kind", "responsible", "asks_certificate")}
    return {**held, **links, **days, **of_row, "notice_days": row.notice_days, "returns": row.returns}


def first_of_inspection(one: Inspection) -> dict[str, Any]:
    """Give what the form of an inspection of the library begins with."""
    source = f"{_(one.source)} ({_(STATUSES[one.status])})"
    return {
        "what": _(one.what),
        "returns": returns_words(one.every_months, ""),
        "kind": "inspection" if one.code not in ("gutters", "paint", "ventilation") else "planned",
        "source": source,
        "asks_certificate": one.asks_certificate,
        "note": _(one.note),
    }


def job_of(values: Mapping[str, Any]) -> JobData:
    """Take what is known of a job out of a form's values."""
    known: dict[str, Any] = {name: values[name] for name in NAMES}
    for name in ("contractor_id", "category_id"):
        known[name] = int(values[name]) if values[name] else None
    return JobData(**known)


# -- certificates --------------------------------------------------------------------------------------------------


def certificate_fields(first: Mapping[str, Any], issued_on: date | None, *, required: bool) -> list[Field]:
    """Ask what a certificate says; where it is not `required` an empty reference says that there is none."""
    return [
        Field(
            "reference",
            N_("Certificate"),
            required=required,
            initial=first.get("reference"),
            help=N_("its number or name") if required else N_("its number or name; empty where there is none"),
        ),
        Field("issued_on", N_("Issued on"), "date", required=required, initial=issued_on),
        _choice("outcome", N_("Outcome"), OUTCOMES, first.get("outcome", "passed")),
        Field("valid_until", N_("Valid until"), "date", initial=first.get("valid_until")),
        Field("issuer", N_("Issued by"), initial=first.get("issuer")),
        Field("kept_at", N_("Kept at"), initial=first.get("kept_at"), help=N_("where the paper or the file lies")),
        Field("note", N_("Note"), initial=first.get("note")),
    ]


def first_of_certificate(row: CertificateRow) -> dict[str, Any]:
    """Give what the form of a certificate begins with."""
    return {name: getattr(row, name) for name in CERTIFICATE}


def certificate_of(values: Mapping[str, Any]) -> CertificateData:
    """Take a certificate out of a form's values."""
    known: dict[str, Any] = {name: values[name] for name in CERTIFICATE}
    return CertificateData(**known)


def certificate_with(values: Mapping[str, Any], done_on: date) -> CertificateData | None:
    """Take the certificate that came with work out of a form's values; None where nothing was filled in for one.

    Without a day of its own it was issued on `done_on`. Raises Invalid for a certificate without a reference.
    """
    if not any(values.get(name) for name in ("reference", "issued_on", "valid_until", "issuer", "kept_at")):
        return None
    if not values["reference"]:
        raise Invalid([Problem("reference", _("give the number or the name on the certificate"))])
    return certificate_of({**values, "issued_on": values["issued_on"] or done_on})
