"""What is typed in a field: how a value is written there, read from it and said back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from coopadmin import formats
from coopadmin.domain.summer_time import comes_twice, is_skipped, skipped_text, twice_text
from coopadmin.i18n import _, language

if TYPE_CHECKING:
    from screens.fields import Field


def written(field: Field) -> str:
    """Write a field's first value as a person would type it."""
    value = field.initial
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.day}-{value.month}-{value.year} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value.day}-{value.month}-{value.year}"
    if field.kind == "cents":
        return formats.plain_amount(value)
    if field.kind == "decimal":
        return formats.decimal_text(value, field.places)
    return str(value)


def read(field: Field, text: str, day: date | None = None) -> Any:
    """Read what was typed; None for an empty field (empty text for text). Raises ValueError with a sentence.

    In a moment a time alone is a time of `day`.
    """
    bare = text.strip()
    if not bare:
        if field.required:
            raise ValueError(_("fill this in"))
        return "" if field.kind in ("text", "long") else None
    if field.kind == "date":
        return formats.parse_date(bare, short_years=True)
    if field.kind == "moment":
        return _moment(formats.parse_moment(bare, short_years=True, day=day))
    if field.kind == "cents":
        return formats.parse_cents(bare, "en" if language() == "en" else "nl")
    if field.kind == "whole":
        return formats.parse_whole(bare)
    if field.kind == "decimal":
        return formats.parse_decimal(bare, field.places)
    return text.rstrip() if field.kind == "long" else formats.tidy(bare)


def _moment(moment: datetime) -> datetime:
    """Give a moment that the clock on the wall shows; raises ValueError for one that it passes over."""
    if is_skipped(moment):
        raise ValueError(skipped_text(moment))
    return moment


def understood(field: Field, value: Any) -> str:
    """Say what was understood, where that is not what was typed."""
    if isinstance(value, datetime):
        said = f"{formats.day_name(value)} {formats.long_date(value)} {value:%H:%M}"
        return f"{said} · {twice_text(value)}" if comes_twice(value) else said
    if isinstance(value, date):
        return f"{formats.day_name(value)} {formats.long_date(value)}"
    if field.kind == "cents" and isinstance(value, int):
        return formats.euro(value)
    return ""
