"""A bare Textual app: one table of 200 rows."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Bare(App[None]):
    """Shows rows and nothing else."""

    def compose(self) -> ComposeResult:
        """One table."""
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns("Code", "Adres", "Soort", "Kamers", "Status", "Huurders")
        for number in range(200):
            table.add_row(f"W{number:05d}", f"Kade {number}", "zelfstandig", "3", "verhuurd", "De Vries, A.")


if __name__ == "__main__":
    Bare().run()
