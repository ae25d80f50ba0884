"""The bank of the made-up co-operative, month by month: what came in and went out, and what was done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from coopadmin.demo.association import made_up_iban
from coopadmin.demo.bank_files import Entry, Statement, write_camt, write_day_list
from coopadmin.demo.story import Story
from coopadmin.domain.periods import last_of_month
from coopadmin.exchange.bank.files import BankFile, open_bank_file
from coopadmin.i18n import _
from coopadmin.services.bank import BankTaken, take_bank_file
from coopadmin.services.charges import ChargeRun
from coopadmin.services.matching import post_line
from coopadmin.services.matching_parts import Part
from db.queries.bank import unmatched
from db.queries.budget import categories_in_use

OWN = made_up_iban(1_000_001)
MONTHS = 12
"""How many months before this one the money was first kept in the store."""

_BEGAN_WITH = 1_184_250
_SATURDAY = 5


@dataclass(slots=True)
class Line:
    """A movement on the account; its cents may only be known once its file is written, then `taken_cents` has them.

    `parts` says where it was put by hand; without, it found its place by itself or still waits.
    """

    on: date
    cents: int | Callable[[], int]
    name: str
    iban: str
    text: str
    reference: str
    parts: Callable[[int], Sequence[Part]] | None = None
    remember: bool = False
    batch: str = ""
    return_reason: str = ""
    taken_cents: int = 0

    def entry(self) -> Entry:
        """Give it as the bank tells it."""
        return Entry(
            self.on, self.taken_cents, self.name, self.iban, self.text, self.reference, self.batch, self.return_reason
        )


class Books:
    """Everything on the account since the money is kept in the store, and the evenings on which it was taken in."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.begun_on = story.month(MONTHS)
        self.reaches = story.ago(2)
        """The last day the bank's files tell of."""
        self.quiet_day = story.ago(4)
        """The day on which only one thing happened."""
        self._lines: list[Line] = []
        self._balance = _BEGAN_WITH
        self._charged: dict[tuple[str, date], int] = {}

    # -- what happened ---------------------------------------------------------------------------------------------

    def line(
        self,
        on: date,
        cents: int | Callable[[], int],
        name: str,
        iban: str,
        text: str,
        parts: Callable[[int], Sequence[Part]] | None = None,
        *,
        remember: bool = False,
        batch: str = "",
        return_reason: str = "",
    ) -> Line | None:
        """Put a movement on the account on a working day; None where the bank's files do not tell of that day."""
        day = self.working_day(on)
        if not self.begun_on <= day <= self.reaches:
            return None
        reference = f"{day:%y%m%d}{len(self._lines):05d}"
        batch = f"{batch}{day:%y%m%d}" if batch else ""
        line = Line(day, cents, name, iban, text, reference, parts, remember, batch, return_reason)
        self._lines.append(line)
        return line

    def working_day(self, on: date) -> date:
        """Give the day on which the bank books something meant for `on`."""
        day = on + timedelta(days=7 - on.weekday() if on.weekday() >= _SATURDAY else 0)
        return day + timedelta(days=1) if day == self.quiet_day else day

    def on_quiet_day(self, cents: int, name: str, iban: str, text: str, parts: Callable[[int], Sequence[Part]]) -> None:
        """Put the one movement of the quiet day on the account."""
        reference = f"{self.quiet_day:%y%m%d}{len(self._lines):05d}"
        self._lines.append(Line(self.quiet_day, cents, name, iban, text, reference, parts))

    def learn(self, run: ChargeRun) -> ChargeRun:
        """Keep what a month costs by contract, which is what tenants pay."""
        self._charged.update({(row.contract, run.month): row.amount_cents for row in run.rows})
        return run

    # -- where it belongs ------------------------------------------------------------------------------------------

    def rent(self, number: str, month: date) -> int:
        """Give the rent that was charged to a contract for a month, in cents; only while the story is played."""
        return self._charged.get((number, month), 0)

    def category_id(self, code: str) -> int:
        """Give the category of a code, the usual ones by their English code; only while the story is played."""
        key = f"category {code}"
        if key not in self.story.ids:
            found = categories_in_use(self.story.connection, self.begun_on)
            self.story.ids[key] = next(row_id for row_id, known, *_rest in found if known in (code, _(code)))
        return self.story.ids[key]

    def to_category(self, code: str, task: str = "", note: str = "") -> Callable[[int], Sequence[Part]]:
        """Put a line whole in a category, as the cost of a maintenance task where that is named."""

        def parts(cents: int) -> Sequence[Part]:
            task_id = self.story.ids[task] if task else None
            return [Part(cents, "category", category_id=self.category_id(code), task_id=task_id, note=note)]

        return parts

    def to_contract(self, number: str, kind: str = "contract", note: str = "") -> Callable[[int], Sequence[Part]]:
        """Put a line whole on a contract's account, or on its deposit."""
        return lambda cents: [Part(cents, kind, contract_id=self.story.ids[number], note=note)]

    # -- the evenings ----------------------------------------------------------------------------------------------

    def evening(self, ago: int) -> date:
        """Give the day on which the file of the month so many months ago was taken in."""
        yesterday = self.story.ago(1)
        return yesterday if ago == 0 else min(self.story.month(ago - 1) + timedelta(days=1), yesterday)

    def tell(self) -> None:
        """Tell every file that was taken in, and what was put where by hand that same evening."""
        for ago in range(MONTHS, -1, -1):
            first = self.story.month(ago)
            last = min(last_of_month(first), self.reaches)
            if last >= first:
                self._tell_month(self.evening(ago), first, last)

    def _tell_month(self, day: date, first: date, last: date) -> None:
        lines = sorted((line for line in self._lines if first <= line.on <= last), key=lambda line: line.on)
        treasurer = self.story.treasurer(day)

        def take(do: Callable[..., BankTaken]) -> None:
            for line in lines:
                line.taken_cents = line.cents if isinstance(line.cents, int) else line.cents()
            moved = [line.entry() for line in lines if line.taken_cents]
            with TemporaryDirectory() as folder:
                path = Path(folder) / f"camt053-{first:%Y-%m}.xml"
                self._balance = write_camt(path, Statement(OWN, first, last, self._balance), moved)
                do(file=open_bank_file(path))
            self._learn_lines(lines)

        self.story.tell(day, treasurer, take_bank_file, lambda do: take(do))
        for line in lines:
            if line.parts is not None:
                self._tell_placed(day, treasurer, line, line.parts)

    def _tell_placed(self, day: date, actor: str, line: Line, parts: Callable[[int], Sequence[Part]]) -> None:
        self.story.tell(
            day,
            actor,
            post_line,
            lambda do: do(
                line_id=self.line_id(line),
                parts=parts(line.taken_cents),
                remember=line.remember,
            ),
        )

    def tell_day_list(self, day: date) -> None:
        """Tell that the quiet day was fetched once more, as the list that the bank's own page offers."""
        lines = [line for line in self._lines if line.on == self.quiet_day]

        def take(do: Callable[..., BankTaken]) -> None:
            with TemporaryDirectory() as folder:
                path = Path(folder) / f"bij-en-af-{self.quiet_day}.csv"
                write_day_list(path, OWN, [line.entry() for line in lines])
                file: BankFile = open_bank_file(path)
                do(file=file)

        self.story.tell(day, self.story.treasurer(day), take_bank_file, lambda do: take(do))

    # -- what the store knows --------------------------------------------------------------------------------------

    def line_id(self, line: Line) -> int:
        """Give the number in the store of a line that was taken in."""
        return self.story.ids[f"line {line.reference}"]

    def _learn_lines(self, lines: Sequence[Line]) -> None:
        """Keep the numbers of the lines that found no place by themselves."""
        waiting = {
            (row.date, row.amount_cents, row.description): row.line_id for row in unmatched(self.story.connection)
        }
        for line in lines:
            line_id = waiting.get((line.on, line.taken_cents, line.text))
            if line_id is not None:
                self.story.ids[f"line {line.reference}"] = line_id
