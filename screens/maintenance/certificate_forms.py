"""The forms of what comes out of work that comes round: a time that was done, and its certificate."""

from __future__ import annotations

from typing import Any

from coopadmin.formats import long_date, short_date
from coopadmin.i18n import N_, _
from coopadmin.services import certificates
from db.queries import jobs
from db.queries.jobs import CertificateRow, JobRecord
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.maintenance.job_fields import (
    certificate_fields,
    certificate_of,
    certificate_with,
    first_of_certificate,
)
from screens.maintenance.job_forms import title_of
from screens.text import one_line


async def done(app: CoopApp, job_id: int) -> None:
    """Note that a job was done, with the certificate where there is one."""
    record = await app.read(jobs.record, job_id, app.today)
    if record is None:
        return
    row = record.row
    fields = [
        Field("done_on", N_("Done on"), "date", required=True, initial=app.today),
        Field("cost_cents", N_("Cost"), "cents"),
    ]
    if row.planned_for is not None and record.course.counts_by_calendar:
        stands_for = N_("done early it stands for this day; left empty for all days until it was done")
        fields.append(
            Field("occurrence_on", N_("The time of"), "date", initial=row.planned_for, help=stands_for),
        )
    if row.asks_certificate or row.kind == "inspection":
        fields += certificate_fields({}, None, required=False)

    async def save(values: dict[str, Any]) -> None:
        paper = certificate_with(values, values["done_on"])
        named = {name: values[name] for name in ("done_on", "cost_cents", "occurrence_on") if name in values}
        await app.do(certificates.note_done, job_id=job_id, certificate=paper, **named)
        after = await app.read(jobs.job, job_id, app.today)
        sentences = [_("Done.")]
        if row.open_number:
            sentences = [_("Done: {number}.").format(number=row.open_number)]
        if after is not None and after.next_due is not None:
            sentences.append(_("Due again on {day}.").format(day=long_date(after.next_due)))
        app.say(" ".join([*sentences, _("U takes it back.")]))
        if row.asks_certificate and paper is None:
            app.say(_("Its certificate is still to come: A, “Certificate”, once you have it."), "warning")

    title = _("Done: {what}").format(what=title_of(row))
    intro = _("It closes {number}.").format(number=row.open_number) if row.open_number else ""
    await ask(app, title, fields, save, draft_key=f"inspections.done.{job_id}", intro=intro)


async def certificate(app: CoopApp, job_id: int) -> None:
    """Keep a certificate, or correct one of those that are kept."""
    record = await app.read(jobs.record, job_id, app.today)
    if record is None:
        return
    place: int | None = 0
    if record.certificates:
        place = await app.push_screen_wait(
            ChooseScreen(
                _("Which certificate?"),
                [_("A new one"), *(f"{one.reference} · {short_date(one.issued_on)}" for one in record.certificates)],
            )
        )
    if place is None:
        return
    if place:
        await _correct_certificate(app, record.certificates[place - 1])
    else:
        await _new_certificate(app, record)


async def _new_certificate(app: CoopApp, record: JobRecord) -> None:
    async def save(values: dict[str, Any]) -> None:
        paper = certificate_of(values)
        await app.do(certificates.add_certificate, job_id=record.row.job_id, certificate=paper)
        app.say(_("Kept: certificate {reference}. U takes it back.").format(reference=values["reference"]))

    fields = certificate_fields({}, record.row.last_done or app.today, required=True)
    title = _("Certificate of {what}").format(what=title_of(record.row))
    await ask(app, title, fields, save, draft_key=f"inspections.certificate.{record.row.job_id}")


async def _correct_certificate(app: CoopApp, row: CertificateRow) -> None:
    async def save(values: dict[str, Any]) -> None:
        paper = certificate_of(values)
        done = await app.do(certificates.correct_certificate, certificate_id=row.certificate_id, certificate=paper)
        app.say(_("Changed. U takes it back.") if done.result else _("It was like that already; nothing changed."))

    fields = certificate_fields(first_of_certificate(row), row.issued_on, required=True)
    title = _("Certificate {reference}").format(reference=one_line(row.reference))
    await ask(app, title, fields, save, draft_key=f"inspections.paper.{row.certificate_id}")
