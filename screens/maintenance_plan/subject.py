"""The maintenance plan on the desk: its elements, one element with all that is planned, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain import vera
from coopadmin.domain.maintenance import STATUSES
from coopadmin.domain.maintenance_plan import HORIZONS, PAYERS, per_year
from coopadmin.domain.maintenance_plan_scores import score_text
from coopadmin.formats import euro, long_date, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import maintenance_plan as queries
from db.queries.maintenance_plan import ElementRecord, ElementRow
from screens.app import CoopApp, Ref
from screens.maintenance_plan import forms, measure_forms, shift_forms, year_form
from screens.maintenance_plan.words import cycle_text, price_text, quantity_text, time_text
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section
from screens.widgets.figures import sparkline

MOST_COMING = 12
"""Times that the record of an element lists; its years have them all."""


def _card(connection: Connection, element_id: int, today: date) -> Card | None:
    record = queries.record(connection, element_id, today)
    if record is None:
        return None
    rows = [("planelement", element_id)]
    rows += [("planmeasure", one.measure_id) for one in record.measures]
    rows += [("planshift", shift.shift_id) for one in record.measures for shift in one.shifts]
    rows += [("elementcondition", one.condition_id) for one in record.element.findings]
    return Card(
        title=f"{record.element.code} {record.element.name}",
        status=_status(record.row, today),
        sections=(
            _details(record),
            _condition(record),
            _measures(record),
            _coming(record, today),
            _moved(record),
            _made(record),
            Section(_("note"), filled(Entry("", record.element.note))),
            Section(_("what it rests on"), tuple(Entry("", one, style="$text-muted") for one in record.told)),
            story_section(journal.story(connection, rows)),
        ),
    )


def _status(row: ElementRow, today: date) -> str:
    words = [score_text(row.score) or _("○ never inspected")]
    if row.ended_on is not None and row.ended_on < today:
        words.append(_("out of the plan"))
    elif row.next_year is not None:
        words.append(f"{row.next_year}: {row.next_what}")
    return " · ".join(words)


def _details(record: ElementRecord) -> Section:
    element = record.element
    facility = Ref("facilities", element.facility_id) if element.facility_id is not None else None
    return Section(
        _("details"),
        filled(
            Entry(_("quantity"), quantity_text(element.quantity_thousandths, element.unit)),
            Entry(_("part"), vera.label(vera.ELEMENTS, element.element_code) if element.element_code else ""),
            Entry(_("place"), element.place),
            Entry(_("facility"), element.facility, facility),
            Entry(_("placed in"), str(element.placed_year or "")),
            Entry(_("last day"), day(element.ended_on)),
        ),
    )


def _condition(record: ElementRecord) -> Section:
    """Show the newest inspection whole, and each one before it by its score."""
    stands = record.row.standing
    if stands is None:
        return Section(_("condition"), (Entry("", _("Nobody looked at it yet.")),))
    entries = [Entry(_("inspected"), long_date(stands.measured_on))]
    for one in stands.findings:
        words = " · ".join(part for part in (one.defect, one.words, one.source) if part)
        entries.append(Entry(score_text(one.score), words))
    earlier = [one for one in record.element.findings if one.measured_on < stands.measured_on]
    entries += [Entry(short_date(one.measured_on), score_text(one.score)) for one in reversed(earlier)]
    entries += [Entry("", sentence, style="$text-muted") for sentence in stands.told]
    return Section(_("condition"), tuple(entries))


def _measures(record: ElementRecord) -> Section:
    entries: list[Entry] = []
    for one in record.measures:
        ended = _("ended on {day}").format(day=short_date(one.ended_on)) if one.ended_on else ""
        entries.append(Entry(one.what, cycle_text(one)))
        words = (_(PAYERS[one.terms.payer]), price_text(one), one.category, ended, one.note)
        entries.append(Entry("", " · ".join(part for part in words if part)))
    return Section(_("measures"), tuple(entries))


def _coming(record: ElementRecord, today: date) -> Section:
    """List what is coming, and draw ten years as a line of steps."""
    entries = [
        Entry(str(one.year), time_text(one), Ref("maintenance", one.task.task_id) if one.task else None)
        for one in record.coming[:MOST_COMING]
    ]
    if entries:
        first, last = today.year, today.year + HORIZONS[0] - 1
        sums = per_year((one.line for one in record.coming), first, last)
        cents = [sum(of_year.values()) for of_year in sums.values()]
        entries.append(Entry(f"{first} – {last}", f"{sparkline(cents)}  {euro(sum(cents))}"))
        whole = sum(one.line.cents for one in record.coming)
        entries.append(
            Entry(ngettext("{count} year", "{count} years", HORIZONS[1]).format(count=HORIZONS[1]), euro(whole))
        )
    passed = _("{what}: passed, and no task was made of it")
    entries += [Entry(f"▲ {one.year}", passed.format(what=one.measure.what)) for one in record.passed]
    return Section(_("what is coming"), tuple(entries))


def _moved(record: ElementRecord) -> Section:
    entries: list[Entry] = []
    for measure in record.measures:
        for one in measure.shifts:
            ref = Ref("decisions", one.decision_id) if one.decision_id is not None else None
            entries.append(Entry(measure.what, shift_forms.shift_text(one)))
            if ref is not None:
                entries.append(Entry(_("decision"), one.decision, ref))
    lost = _("nothing stands in {year} any more")
    entries += [Entry("▲", lost.format(year=one.shift.from_year)) for one in record.lost]
    return Section(_("moved"), tuple(entries))


def _made(record: ElementRecord) -> Section:
    return Section(
        _("tasks made of it"),
        tuple(
            Entry(
                f"{one.plan_year} {one.number}",
                " · ".join(
                    part for part in (_(STATUSES[one.status]), money(one.cost_cents or one.budget_cents)) if part
                ),
                Ref("maintenance", one.task_id),
            )
            for one in record.tasks
        ),
    )


# Pages of the plan are loaded when they are asked for: they bring the forms of other pages with them.


async def _years(app: CoopApp, element_id: int) -> None:
    from screens.maintenance_plan.years import show_years

    await show_years(app, element_id)


async def _years_of(app: CoopApp, element_id: int) -> None:
    from screens.maintenance_plan.years import show_years_of

    await show_years_of(app, element_id)


SUBJECT: Subject[ElementRow] = Subject(
    name="maintenance_plan",
    title=N_("Maintenance plan"),
    columns=(
        Column(N_("Code"), lambda row: row.code, 8),
        Column(N_("Element"), lambda row: row.name),
        Column(N_("Place"), lambda row: row.place, 14, wide=True),
        Column(
            N_("Quantity"), lambda row: quantity_text(row.quantity_thousandths, row.unit), 14, right=True, wide=True
        ),
        Column(N_("Condition"), lambda row: score_text(row.score), 14, value=lambda row: row.score, kind="int"),
        Column(
            N_("Next"),
            lambda row: str(row.next_year or ""),
            5,
            right=True,
            value=lambda row: row.next_year,
            kind="int",
        ),
        Column(
            N_("Costs then"),
            lambda row: money(row.next_cents),
            13,
            right=True,
            value=lambda row: row.next_cents,
            kind="cents",
        ),
        Column(
            N_("Ten years"),
            lambda row: money(row.ten_cents or None),
            13,
            right=True,
            wide=True,
            value=lambda row: row.ten_cents,
            kind="cents",
        ),
        Column(N_("Who pays"), lambda row: " + ".join(_(PAYERS[one]) for one in row.payers), 14, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.element_id,
    card=_card,
    filters=(
        Choice("current", N_("in the plan")),
        Choice("this_year", N_("work this year")),
        Choice("five_years", N_("work within five years")),
        Choice("poor", N_("condition 4 or worse")),
        Choice("unmeasured", N_("never inspected")),
        Choice("corporation", N_("the corporation pays")),
        Choice("cooperative", N_("the co-operative pays")),
        Choice("resident", N_("residents pay")),
        Choice("ended", N_("out of the plan")),
        Choice("all", N_("all elements")),
    ),
    sorts=(
        Choice("code", N_("code")),
        Choice("name", N_("name")),
        Choice("score", N_("condition"), descending=True),
        Choice("next", N_("next year of work")),
        Choice("cost", N_("cost of ten years"), descending=True),
    ),
    counted=lambda total: ngettext("{count} element", "{count} elements", total).format(count=total),
    empty=N_(
        "No plan yet. Press N to add a part of the buildings, or F9 to import the plan you have (a CSV file or a "
        "workbook)."
    ),
    new=forms.add,
    edit=forms.correct,
    actions=(
        Action(N_("Ten or forty years"), _years, N_("What every year costs, per payer, as a table and as bars")),
        Action(N_("Move to another year"), shift_forms.move, N_("Put work off or bring it forward, and see at once")),
        Action(N_("Plan a measure"), measure_forms.add, N_("What is done, from when, for how much, and who pays")),
        Action(N_("Note a defect"), forms.measure_defect, N_("Severity, extent and intensity give the score")),
        Action(N_("State a score"), forms.state_score, N_("A score that was given without its defects")),
        Action(
            N_("Make tasks of a year"),
            year_form.make_next_year,
            N_("Tasks and budget lines; twice makes nothing twice"),
        ),
        Action(N_("Change a measure"), measure_forms.correct, N_("Its words, years, price or payer")),
        Action(N_("Years of this element"), _years_of, N_("What it costs year by year")),
        Action(N_("Set the price index"), forms.set_index, N_("By how much prices rise in a year, and who says so")),
        Action(N_("Take a move back"), shift_forms.move_back, N_("The work falls again where it stood")),
        Action(N_("End a measure"), measure_forms.end, N_("It is planned no more; what was done stays")),
        Action(N_("Plan an ended measure again"), measure_forms.resume, N_("For one that was ended by mistake")),
        Action(N_("Take a finding out"), forms.withdraw, N_("What was noted of the condition by mistake")),
        Action(N_("Out of the plan"), forms.end, N_("An element that is gone; what was found and done stays")),
        Action(N_("In the plan again"), forms.resume, N_("For an element that was taken out")),
    ),
    row_style=lambda row: "dim" if row.ended_on else "",
    beside="work_days",
)
