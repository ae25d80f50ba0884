"""The table of a list: fixed columns, plain cells, the cursor kept where it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from coopadmin.i18n import _
from screens.subject import Column
from screens.text import cell

R = TypeVar("R")

PADDING = 1
COMFORTABLE = 24
"""Signs that a column without a width should have before a `wide` one takes its room."""
NARROWEST = 8


class Listing(DataTable[Text], Generic[R]):
    """Rows of one subject; a row's key is its record's number."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]

    def __init__(self, columns: Sequence[Column[R]], **options: Any) -> None:
        super().__init__(cursor_type="row", cell_padding=PADDING, zebra_stripes=False, **options)
        self._spec = columns
        self._rows: list[tuple[int, R, str]] = []
        self._laid_out = 0

    def fill(self, rows: Sequence[tuple[int, R, str]]) -> None:
        """Show rows, each with its key and a style; the cursor stays on the record it was on."""
        before, self._rows = self._rows, list(rows)
        if self._laid_out == self.size.width and [key for key, *_row in before] == [key for key, *_row in rows]:
            self._renew()
        else:
            self._lay_out()

    def on_resize(self) -> None:
        """Give the columns the room there is."""
        if self.size.width != self._laid_out and self.size.width:
            self._lay_out()

    @property
    def current(self) -> int | None:
        """The number of the record under the cursor."""
        if not self._rows or not 0 <= self.cursor_row < len(self._rows):
            return None
        return self._rows[self.cursor_row][0]

    @property
    def current_row(self) -> R | None:
        """The row under the cursor."""
        return None if self.current is None else self._rows[self.cursor_row][1]

    def select_record(self, record_id: int) -> bool:
        """Put the cursor on a record; tells whether it is in the list."""
        for index, (key, _row, _style) in enumerate(self._rows):
            if key == record_id:
                self.move_cursor(row=index, animate=False)
                return True
        return False

    def _shown_columns(self) -> list[tuple[Column[R], int]]:
        """Choose the columns that fit, and give what is left to those without a width."""
        chosen = list(self._spec)
        while True:
            room = self.size.width - sum(column.width + 2 * PADDING for column in chosen) - 2
            share = room // max(sum(not column.width for column in chosen), 1)
            spare = [column for column in chosen if column.wide]
            if share >= COMFORTABLE or not spare:
                break
            chosen.remove(spare[-1])
        return [(column, column.width or max(share, NARROWEST)) for column in chosen]

    def _cells(self, row: R, style: str, columns: Sequence[tuple[Column[R], int]]) -> list[Text]:
        return [cell(column.show(row), right=column.right, style=style) for column, _width in columns]

    def _renew(self) -> None:
        """Change only what reads otherwise: a table made anew would show its first rows for a moment."""
        columns = self._shown_columns()
        for place, (_key, row, style) in enumerate(self._rows):
            for number, now in enumerate(self._cells(row, style, columns)):
                where = Coordinate(place, number)
                shown = self.get_cell_at(where)
                if (shown.plain, shown.style) != (now.plain, now.style):
                    self.update_cell_at(where, now)

    def _lay_out(self) -> None:
        self._laid_out = self.size.width
        kept = self.current
        columns = self._shown_columns()
        with self.prevent(DataTable.RowHighlighted):
            self.clear(columns=True)
            for number, (column, width) in enumerate(columns):
                heading = cell(_(column.label), right=column.right)
                self.add_column(heading, width=width, key=str(number))
            for key, row, style in self._rows:
                self.add_row(*self._cells(row, style, columns), key=str(key))
            if kept is not None:
                self.select_record(kept)
