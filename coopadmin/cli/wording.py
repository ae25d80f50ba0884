"""What the command-line library says, in our own words and the user's language.

Typer carries a copy of Click, whose sentences are English in the code. Help is therefore laid out here, and its
errors are told apart by the name of their class (they are no part of its public interface) and said anew; one that
is not known here is shown as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from coopadmin.errors import WrongUse
from coopadmin.formats import quoted
from coopadmin.i18n import N_, _

SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Missing command\."), N_("a command is missing")),
    (
        re.compile(r"Got unexpected extra argument\(s\) \((?P<words>.*)\)", re.DOTALL),
        N_("there is more on the line than this command takes: {words}"),
    ),
    (re.compile(r"Option '(?P<option>.*)' requires an argument\."), N_("{option} needs a value behind it")),
    (re.compile(r"Option '(?P<option>.*)' does not take a value\."), N_("{option} takes no value")),
)
"""Sentences without a class of their own, and what is said instead."""


def sentence_of(error: typer.TyperException) -> str:
    """Say what is wrong with the words on the command line, and where to find the right ones."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return error.format_message()
    ctx: Any = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "coopadmin"
    hint = _("How it is written: {command} --help").format(command=path)
    return f"{path}: {_what(kind, error)}\n{hint}"


def _what(kind: str, error: Any) -> str:
    if kind == "MissingParameter" and error.param is not None:
        return _("{name} is missing").format(name=_named(error.param))
    if kind == "NoSuchOption":
        if error.option_name in ("--store", "--lang"):
            return _("{option} stands before the command: coopadmin {option} … COMMAND").format(
                option=error.option_name
            )
        known = ", ".join(sorted(error.possibilities or ()))
        unknown = _("there is no option {option}").format(option=quoted(error.option_name))
        return _("{sentence}; did you mean {known}?").format(sentence=unknown, known=known) if known else unknown
    if kind == "BadParameter" and error.param is not None:
        return _("{name}: this value cannot be read").format(name=_named(error.param))
    said: str = error.format_message()
    for pattern, sentence in SENTENCES:
        if match := pattern.fullmatch(said):
            return _(sentence).format(**{name: quoted(words) for name, words in match.groupdict().items()})
    return quoted(said, 300)


def _named(param: Any) -> str:
    return param.opts[0] if param.param_type_name == "option" else str(param.metavar or param.name)


class SpokenCommand(TyperCommand):
    """A command whose help is laid out here."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the command is worded."""
        _usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write what may follow the command."""
        _parameters(self, ctx, formatter)


class SpokenGroup(TyperGroup):
    """A group of commands whose help is laid out here."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the group is worded."""
        _usage(self, ctx, formatter, _("COMMAND …"))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options of the group, and its commands in their order."""
        _parameters(self, ctx, formatter)
        _section(formatter, _("Commands"), [(name, command.help or "") for name, command in self.commands.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command; raises WrongUse, with the ones there are, for a name that is none of them."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            close = get_close_matches(name[:60], self.commands)
            raise WrongUse(
                _("{path}: there is no “{name}”").format(path=ctx.command_path, name=quoted(name))
                + (_("; did you mean “{close}”?").format(close=close[0]) if close else "")
                + "\n"
                + _("There are: {known}").format(known=", ".join(self.commands))
            )
        return super().resolve_command(ctx, args)


def _usage(command: Any, ctx: Any, formatter: Any, behind: str = "") -> None:
    arguments = (param for param in command.get_params(ctx) if param.param_type_name == "argument")
    names = (_named(param) if param.required else f"[{_named(param)}]" for param in arguments)
    pieces = [_("[OPTIONS]"), *names, *filter(None, [behind])]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))


def _parameters(command: Any, ctx: Any, formatter: Any) -> None:
    def rows(kind: str, left: Callable[[Any], str]) -> list[tuple[str, str]]:
        return [(left(param), _help(param)) for param in command.get_params(ctx) if param.param_type_name == kind]

    _section(formatter, _("Arguments"), rows("argument", _named))
    _section(formatter, _("Options"), rows("option", _option))


def _option(param: Any) -> str:
    return " ".join([", ".join(param.opts), *([] if param.is_flag else [param.metavar or _("TEXT")])])


def _help(param: Any) -> str:
    if param.opts == ["--help"]:
        return _("Show this message and exit.")
    return " ".join([param.help or "", *([_("[required]")] if param.required else [])])


def _section(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)
