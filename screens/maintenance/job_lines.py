"""How near the next time of a job is, as a sign: what the list and the record of it share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.queries.jobs import JobRow

LATE, SOON, LATER = "▲", "●", "○"


@dataclass(frozen=True, slots=True)
class JobLine:
    """A recurring job in the list, and its sign: ▲ past its day, ● soon or never done, ○ later or stopped.

    A certificate that has run out, or an inspection that failed, is as late as work that is.
    """

    job: JobRow
    sign: str
    stopped: bool
    paper_wrong: bool


def line_of(job: JobRow, soon: int, on: date) -> JobLine:
    """Give the line of a job on a day; `soon` days ahead it is announced, unless the job itself says otherwise."""
    wrong = paper_wrong(job, on)
    if job.ended_on is not None and job.ended_on < on:
        return JobLine(job, LATER, True, wrong)
    if wrong or (job.days_left is not None and job.days_left < 0):
        return JobLine(job, LATE, False, wrong)
    if job.days_left is None:
        return JobLine(job, SOON if job.never_done else LATER, False, wrong)
    return JobLine(job, SOON if job.days_left <= job.announced(soon) else LATER, False, wrong)


def paper_wrong(job: JobRow, on: date) -> bool:
    """Tell whether the newest certificate has run out, or says that the inspection failed."""
    return job.outcome == "failed" or (job.valid_until is not None and job.valid_until < on)
