"""Showing a report, or writing it to a file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Concatenate, ParamSpec

from sqlalchemy import Connection

from coopadmin import settings
from coopadmin.cli.output import put_bytes, say
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.cli.writing import require_form, target_of
from coopadmin.errors import WrongUse
from coopadmin.formats import parse_date
from coopadmin.i18n import _
from coopadmin.reports.base import Report
from coopadmin.reports.render import FORMATS, form_of, render, write

P = ParamSpec("P")


def day(option: str, text: str | None) -> date:
    """Read the day an option names; today where it names none."""
    return settings.today() if text is None else read(option, text, parse_date)


def show(
    store_path: Path,
    report: Callable[Concatenate[Connection, P], Report],
    form: str | None,
    out: str | None,
    *args: P.args,
    **kwargs: P.kwargs,
) -> int:
    """Make a report and put it where it is wanted; raises WrongUse before anything is read where it cannot be."""
    target = target_of(out, store_path)
    chosen = form or ("table" if target is None else form_of(target))
    require_form(chosen, FORMATS)
    if chosen == "xlsx" and target is None and sys.stdout.isatty():
        raise WrongUse(_("A workbook cannot be shown in a terminal; name a file with --out FILE."))
    made = open_store(store_path).read(report, *args, **kwargs)
    if target is None:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        put_bytes(render(made, chosen, width=width))
    else:
        write(made, chosen, target)
        say(_("Written: {file}").format(file=target))
    return 0
