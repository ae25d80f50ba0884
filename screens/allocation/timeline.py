"""All files that run against their clocks: a bar for each, Enter goes to the file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from coopadmin.domain.allocation import SIGNS
from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from db.queries import allocation as queries
from db.queries.allocation import FileRecord
from screens.allocation.bars import Scale, bar, months, scale_of
from screens.allocation.words import clock_style, left_text, nominated_on, step_text
from screens.app import WIDE, CoopApp, Ref
from screens.lines import Line, LinesScreen
from screens.text import joined, plain

_NUMBER, _HOME, _DUE, _STEP = 10, 8, 20, 26
"""Signs of what stands beside a bar: the file, the home, the day of the nomination, and where wide the next step."""
_AROUND = 6
"""Signs of the page's edges and the blanks between."""


class TimelineScreen(LinesScreen):
    """The files that run, the nomination that is due first on top."""

    BACK_TO = "allocation"

    def compose_head(self) -> ComposeResult:
        """The months above the bars."""
        yield Static("", id="scale", markup=False)

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Read the files and draw each against its clock."""
        found = await self.app.read(queries.running, self.app.today)
        head = (_("Timeline of the vacancies"), "bold")
        scale = scale_of((one.clock for one in found), self.app.today, self._bar_width())
        self.query_one("#scale", Static).update(plain(" " * (2 + _NUMBER + 1 + _HOME + 1) + months(scale)))
        if not found:
            self.query_one("#scale", Static).update("")
            return joined(head), [Line(_("No file runs. A file is opened with N in the list of vacancies (F4, B)."))]
        shown = ngettext("{count} file runs", "{count} files run", len(found)).format(count=len(found))
        lines = [self._line(one, scale) for one in found]
        legend = _("─ still let  ▒ empty  ◆ nomination due  ✓ nominated  ! late  │ today")
        return joined(head, f"   {shown}"), [*lines, Line(""), Line(legend, style="$text-muted")]

    def _bar_width(self) -> int:
        beside = _NUMBER + _HOME + _DUE + _AROUND + (_STEP if self._wide else 0)
        return self.app.size.width - beside

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= WIDE

    def _line(self, one: FileRecord, scale: Scale) -> Line:
        about, time = one.facts, one.clock
        drawn = bar(time, nominated_on(one), scale, self.app.today)
        due = f"{short_date(time.due_on)} {left_text(time.days_left)}" if time.due_on else _("no day known")
        text = f"{drawn} {due:<{_DUE}}"
        if self._wide:
            text += f"{step_text(one.next)}"
        label = f"{about.number:<{_NUMBER}} {_cut(about.dwelling, _HOME):<{_HOME}}"
        return Line(label, text, _open(about.file_id), sign=SIGNS[time.pressure], style=clock_style(time.pressure))

    def on_resize(self) -> None:
        """Draw the bars anew where there is more or less room."""
        if self.is_mounted and self._read_at >= 0:
            self.read_anew()

    def action_back(self) -> None:
        """Go back to the page it was opened from."""
        self.dismiss(None)


def _open(file_id: int) -> Callable[[CoopApp], Awaitable[object]]:
    async def run(app: CoopApp) -> None:
        app.open_record(Ref("allocation", file_id))

    return run


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


async def show_timeline(app: CoopApp, _file_id: int = 0) -> None:
    """Show all files that run against their clocks."""
    app.push_screen(TimelineScreen())
