"""The made-up work that comes round, further: by a rule of the calendar, what was skipped or moved, certificates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from coopadmin.demo.maintenance_firms import EXTINGUISHERS, LIFT
from coopadmin.demo.story import Story
from coopadmin.domain.jobs import calendar
from coopadmin.domain.periods import add_months
from coopadmin.services import certificates, jobs
from coopadmin.services.certificates import CertificateData
from coopadmin.services.jobs import JobData
from db.queries import jobs as queries
from db.tables.jobs import MaintenanceJob

_FIRST_AID, _DRAINS, _GARDEN = "EHBO-trommel en blusdeken nakijken", "Putten en goten nalopen", "Gazon maaien"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks for an inspection that was kept in a workbook before, and the paper of its last time."""

    what: str
    place: str
    months: int
    firm: str
    source: str
    responsible: str
    reference: str
    outcome: str = "passed"
    note: str = ""


_INSPECTIONS = (
    _Asked(
        "Keuring lift",
        "Toren",
        18,
        LIFT,
        "Warenwetbesluit liften 2016",
        "corporation",
        "LW-88120",
        "remarks",
        "Noodverlichting",
    ),
    _Asked("Keuring brandblussers", "Toren", 12, EXTINGUISHERS, "Polis opstal (NEN 2559)", "cooperative", "BN-3307"),
    _Asked(
        "Test noodverlichting",
        "Trappenhuizen",
        12,
        EXTINGUISHERS,
        "Gebruiksvoorschrift van de groep",
        "cooperative",
        "BN-3308",
    ),
)


def tell(story: Story) -> None:
    """Tell what asks for the inspections, the certificates, and the work the coordinator put on a calendar."""
    day = story.ago(110)
    for one in _INSPECTIONS:
        _tell_asked(story, day, one)
    _tell_begun(story)
    _tell_exceptions(story)
    # Its next time becomes a task, so that it is not forgotten.
    yesterday = story.ago(1)
    story.tell(
        yesterday,
        story.coordinator(yesterday),
        jobs.make_occurrence,
        lambda do: do(job_id=story.ids[_FIRST_AID], occurrence_on=_ahead(story, _FIRST_AID, yesterday, 1)[0]),
    )


def _tell_asked(story: Story, day: date, one: _Asked) -> None:
    def job_id() -> int:
        return story.find(MaintenanceJob, what=one.what)

    story.tell(
        day,
        story.coordinator(day),
        jobs.save_job,
        lambda do: do(
            job_id=job_id(),
            job=JobData(
                one.what,
                f"elke {one.months} maanden",
                place=one.place,
                kind="inspection",
                responsible=one.responsible,
                asks_certificate=True,
                source=one.source,
                contractor_id=story.ids[one.firm],
            ),
        ),
    )

    def certificate(do: Callable[..., Any]) -> Any:
        done = queries.course(story.connection, job_id(), day)
        assert done is not None  # noqa: S101 - it was done before the store was begun
        assert done.last_done is not None  # noqa: S101
        return do(
            job_id=job_id(),
            certificate=CertificateData(
                one.reference,
                done.last_done,
                one.outcome,
                add_months(done.last_done, one.months),
                issuer=one.firm,
                kept_at="Map Keuringen, bestuurskamer",
                note=one.note,
            ),
        )

    story.tell(day, story.coordinator(day), certificates.add_certificate, certificate)


def _tell_begun(story: Story) -> None:
    day = story.ago(41)
    for job in (
        JobData(
            _FIRST_AID,
            "elke 6 maanden",
            place="ZAAL",
            counted_from="planned",
            starts_on=story.ago(-24),
            responsible="cooperative",
            source="Eigen gewoonte",
        ),
        JobData(
            _DRAINS,
            "eerste zaterdag van elke maand",
            place="Kade en Hof",
            starts_on=story.ago(-3),
            responsible="cooperative",
            source="Klusploeg",
            expected_cents=0,
        ),
        JobData(
            _GARDEN,
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
            place="Binnenterrein Hof",
            starts_on=story.ago(-5),
            ends_on=story.ago(-200),
            responsible="cooperative",
            source="Tuingroep",
        ),
    ):
        story.tell(day, story.coordinator(day), jobs.save_job, lambda do, job=job: do(job=job), key=job.what)


def _tell_exceptions(story: Story) -> None:
    """One time of the drains is skipped, the one after it moved by a week."""
    day = story.ago(16)
    story.tell(
        day,
        story.coordinator(day),
        jobs.skip_occurrence,
        lambda do: do(
            job_id=story.ids[_DRAINS],
            occurrence_on=_ahead(story, _DRAINS, day, 2)[1],
            reason="De steigers staan dan voor de gevel.",
        ),
    )

    def move(do: Callable[..., Any]) -> Any:
        third = _ahead(story, _DRAINS, day, 3)[2]
        return do(
            job_id=story.ids[_DRAINS],
            occurrence_on=third,
            moved_to=third + timedelta(days=7),
            reason="Die zaterdag is het buurtfeest.",
        )

    story.tell(day, story.coordinator(day), jobs.move_occurrence, move)


def _ahead(story: Story, what: str, day: date, count: int) -> tuple[date, ...]:
    """Give the next days of a job's own calendar as it stands at this point of the story."""
    course = queries.course(story.connection, story.ids[what], day)
    assert course is not None  # noqa: S101 - it was begun before
    return tuple(islice(calendar(course), count))
