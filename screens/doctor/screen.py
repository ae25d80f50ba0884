"""How the program, the store and the terminal are, and what is wrong: for who sits here, and for who helps."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual.content import Content

from coopadmin.domain.doctor import OK, SIGNS, WRONG
from coopadmin.errors import Invalid, Problem, WrongUse
from coopadmin.i18n import N_, _, ngettext
from coopadmin.reports.doctor import HEADINGS, Examination, as_text, examine
from coopadmin.settings import typed_path, write_named
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask
from screens.lines import Line, LinesScreen, heading
from screens.text import joined

STYLES = {OK: "$text-muted", WRONG: "$error"}


class DoctorScreen(LinesScreen):
    """The same lines as the command `doctor`, and a way to write them to a file."""

    BACK_TO: ClassVar[str] = "association"
    WHOLE = True
    BEYOND = True

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Look at everything, and give what is wrong first."""
        found = await examined(self.app)
        wrong = sum(one.weight == WRONG for one in found.findings)
        standing = _("nothing is wrong")
        if wrong:
            standing = ngettext("{count} thing is wrong", "{count} things are wrong", wrong).format(count=wrong)
        lines = [
            Line(_("Write this to a file for who helps"), _("nothing in it is about people"), write_file),
            heading(_("What is wrong, and what is not")),
        ]
        lines += [
            Line(one.text, run=_passed_by, sign=SIGNS[one.weight], style=STYLES.get(one.weight, "$warning"))
            for one in found.findings
        ]
        for name, facts in found.sections.items():
            lines.append(heading(_(HEADINGS[name])))
            lines += [Line(fact.label, fact.text, _passed_by) for fact in facts]
        return joined(" ", (_("Doctor"), "bold"), f"   {standing}"), lines


async def _passed_by(_app: CoopApp) -> None:
    """Let the cursor come to a line, so that a long page can be read to its end."""


async def examined(app: CoopApp) -> Examination:
    """Look at everything in a thread: a disk may be slow."""
    return await asyncio.to_thread(examine, app.store_path, size=(app.size.width, app.size.height))


async def write_file(app: CoopApp) -> None:
    """Ask for a file and write there what the page shows."""
    proposal = Path.home() / f"coopadmin-doctor-{app.today:%Y%m%d}.txt"
    fields = [Field("file", N_("File"), required=True, initial=str(proposal), help=N_("a new one"))]

    async def save(values: dict[str, Any]) -> None:
        file = typed_path(values["file"])
        if file.is_file():
            raise Invalid(
                [Problem("file", _("There is already a file at {path}; nothing was changed.").format(path=file))]
            )
        text = as_text(await examined(app))
        try:
            write_named(file, text.encode())
        except WrongUse as wrong:
            raise Invalid([Problem("file", str(wrong))]) from None
        app.say(_("It is written: {file}. Send it to who helps you.").format(file=file))

    await ask(app, _("For who helps"), fields, save, intro=_("Names, amounts and texts of the store are not in it."))
