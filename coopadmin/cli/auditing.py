"""What the command does that makes a folder for the audit committee."""

from __future__ import annotations

from pathlib import Path

from coopadmin import settings
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.domain.journal_end import short_text
from coopadmin.errors import WrongUse
from coopadmin.formats import parse_month
from coopadmin.i18n import _, ngettext
from coopadmin.settings import typed_path


def audit(path: Path, month: str, until: str | None, out: str, *, as_json: bool) -> int:
    """Write the folder; raises Refused where other things lie there, WrongUse where it cannot be written."""
    from coopadmin.exchange.audit_folder import write_audit_folder

    first = read(_("MONTH"), month, parse_month)
    last = first if until is None else read("--until", until, parse_month)
    if last < first:
        raise WrongUse(_("--until: the last month lies before the first"))
    folder = typed_path(out)
    made = open_store(path).read(write_audit_folder, first, last, folder, settings.today())
    if as_json:
        put_json(
            {
                "folder": str(made.folder),
                "month": f"{first:%Y-%m}",
                "until": f"{last:%Y-%m}",
                "files": [{"file": name, "rows": rows} for name, rows in made.files],
                "journal": {
                    "batch": made.end.entry_id,
                    "at": None if made.end.at is None else made.end.at.isoformat(),
                    "chain": made.end.chain,
                    "end": short_text(made.end.entry_id, made.end.chain),
                },
            }
        )
        return 0
    put(_("The folder for the audit committee is made: {folder}").format(folder=made.folder))
    for name, rows in made.files:
        put(
            f"  {name}" if not rows else f"  {name}  {ngettext('{count} row', '{count} rows', rows).format(count=rows)}"
        )
    put(_("The end of the journal: {end}").format(end=short_text(made.end.entry_id, made.end.chain)))
    say(_("A later committee holds that against the journal with: coopadmin check --journal-end NUMBER:LINK"))
    say(_("It holds names and accounts: give it to the committee only. Begin with index.txt."))
    return 0
