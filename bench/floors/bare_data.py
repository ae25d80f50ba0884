"""A bare app that imports SQLModel, opens a store and shows one query; with a search box it runs the same SQL."""

from __future__ import annotations

import sys

from sqlalchemy import Connection, text
from sqlmodel import create_engine
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input

ENGINE = create_engine(f"sqlite:///{sys.argv[1]}")
PEOPLE = text(
    "SELECT person.id, member.number, person.family_name, person.prefix, person.initials, membership.starts_on "
    "FROM person JOIN member ON member.person_id = person.id JOIN membership ON membership.member_id = member.id "
    "WHERE membership.starts_on = (SELECT max(m.starts_on) FROM membership AS m WHERE m.member_id = member.id) "
    "AND (person.folded LIKE '%' || :word || '%' OR member.folded LIKE '%' || :word || '%') "
    "ORDER BY person.folded LIMIT 200"
)
COUNT = text(
    "SELECT count(*) FROM person JOIN member ON member.person_id = person.id "
    "JOIN membership ON membership.member_id = member.id "
    "WHERE membership.starts_on = (SELECT max(m.starts_on) FROM membership AS m WHERE m.member_id = member.id) "
    "AND (person.folded LIKE '%' || :word || '%' OR member.folded LIKE '%' || :word || '%')"
)


class Bare(App[None]):
    """Shows people, and those that a word is in."""

    def compose(self) -> ComposeResult:
        """A search and a table."""
        yield Input()
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """Show everyone."""
        self.query_one(DataTable).add_columns("Nr", "Naam", "Sinds")
        self.show("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show who fits."""
        self.show(event.value)

    def show(self, word: str) -> None:
        """Run the SQL and fill the table."""
        with ENGINE.connect() as connection:
            total = self.total(connection, word)
            rows = connection.execute(PEOPLE, {"word": word}).all()
        table = self.query_one(DataTable)
        table.clear()
        for row in rows:
            table.add_row(row[1], f"{row[2]}, {row[4]} {row[3]}", row[5])
        self.title = str(total)

    def total(self, connection: Connection, word: str) -> int:
        """Count who fits."""
        return connection.execute(COUNT, {"word": word}).scalar() or 0


if __name__ == "__main__":
    Bare().run()
