"""What the law sets by date: the most a rent may rise, deposits, collection costs, statutory interest.

Values are whole numbers: hundredths of a percent, cents, days or months. What stands in `legal_values.toml` carries
its source and how sure that is; a day without a value is unknown, never guessed. What a group enters is a setting
named `legal.<name>` and wins on the days it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from coopadmin.domain.association import RuleValue
from coopadmin.formats import decimal_text, euro
from coopadmin.i18n import N_, _, ngettext

PREFIX = "legal."
"""What the name of an entered value begins with among the settings."""

ENTERED = "entered"
"""The confidence of a value that the group entered itself."""

NAMES: dict[str, str] = {
    "rent_increase_social": N_("Rent increase, social, self-contained"),
    "rent_increase_shared": N_("Rent increase, with shared rooms"),
    "rent_increase_middle": N_("Rent increase, middle segment"),
    "rent_increase_free": N_("Rent increase, free sector"),
    "low_rent_threshold": N_("Low rent: below"),
    "low_rent_increase": N_("Low rent: may rise by"),
    "iah_increase_mid": N_("Higher income: may rise by"),
    "iah_increase_high": N_("Highest income: may rise by"),
    "rent_increase_notice_months": N_("Rent increase: proposal ahead by"),
    "fit_limit_low": N_("Fit limit, 1 or 2 persons"),
    "fit_limit_high": N_("Fit limit, 3 persons or more"),
    "social_rent_limit": N_("Social rent: at most"),
    "middle_rent_limit": N_("Middle segment: at most"),
    "deposit_max_months": N_("Deposit: at most, of the basic rent"),
    "deposit_return_days": N_("Deposit: back within"),
    "deposit_return_days_with_settlement": N_("Deposit: back within, after settling"),
    "bik_min": N_("Collection costs: at least"),
    "bik_max": N_("Collection costs: at most"),
    "bik_recurring_term_below": N_("Collection costs: small terms below"),
    "bik_recurring_cap_6m": N_("Small terms: cap per half year"),
    "bik_scale": N_("Collection costs: scale"),
    "statutory_interest": N_("Statutory interest"),
}
"""What each value is called."""

CONFIDENCES: dict[str, str] = {
    "A": N_("official source read"),
    "B": N_("second source"),
    "C": N_("unofficial source"),
    ENTERED: N_("entered here"),
}
"""How sure a value is."""


@dataclass(frozen=True, slots=True)
class LegalValue:
    """A value of the law: hundredths of a percent, cents, days or months by its `unit`, both days included.

    `valid_until` is None while it runs on. `steps` is only filled for a scale: slices in cents (None: all the
    rest) with hundredths of a percent.
    """

    name: str
    value: int
    unit: str
    valid_from: date
    valid_until: date | None
    source: str
    confidence: str
    steps: tuple[tuple[int | None, int], ...] = ()

    def holds_on(self, on: date) -> bool:
        """Whether this is the value of that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


def legal_value(name: str, on: date, overrides: Iterable[RuleValue] = ()) -> LegalValue | None:
    """Give the value of a day; None where it is not known and must be asked for.

    `overrides` are settings (others than `legal.<name>` are passed over). An entered value holds until the day
    before the law renews it; where it does not renew, until the next that was entered.
    """
    entered = entered_values(overrides, name)
    known = [value for value in entered or () if value.holds_on(on)]
    known = known or [value for value in _known().get(name, ()) if value.holds_on(on)]
    return max(known, key=lambda value: value.valid_from, default=None)


def entered_values(overrides: Iterable[RuleValue], name: str | None = None) -> tuple[LegalValue, ...]:
    """Give what the group entered, of one name or of all, by name and day; what is no number is passed over."""
    found = sorted(
        (
            (row.name.removeprefix(PREFIX), row)
            for row in overrides
            if row.name.startswith(PREFIX) and name in (None, row.name.removeprefix(PREFIX))
        ),
        key=lambda pair: (pair[0], pair[1].valid_from),
    )
    values: list[LegalValue] = []
    for key, row in found:
        if key not in NAMES or not row.value.isdecimal():
            continue
        until = _renewed_after(key, row.valid_from)
        if values and values[-1].name == key:
            day_before = row.valid_from - timedelta(days=1)
            last = values[-1].valid_until
            values[-1] = replace(values[-1], valid_until=day_before if last is None else min(last, day_before))
        values.append(LegalValue(key, int(row.value), unit_of(key), row.valid_from, until, row.source, ENTERED))
    return tuple(values)


def known_values() -> tuple[LegalValue, ...]:
    """Give every value that comes with the program, by name and day."""
    return tuple(value for values in _known().values() for value in values)


def unit_of(name: str) -> str:
    """Give a value's unit: percent (in hundredths), cents, days, months or scale."""
    return str(_file()[name]["unit"])


def value_text(value: LegalValue) -> str:
    """Write a value with its unit: `4.1 %`, `€ 350.00`, `14 days`, `2 months`."""
    if value.unit == "percent":
        return percent_text(value.value)
    if value.unit == "cents":
        return euro(value.value)
    if value.unit == "months":
        return ngettext("{count} month", "{count} months", value.value).format(count=value.value)
    if value.unit == "days":
        return ngettext("{count} day", "{count} days", value.value).format(count=value.value)
    return ", ".join(percent_text(rate) for _slice, rate in value.steps)


def percent_text(hundredths: int) -> str:
    """Write hundredths of a percent: `4.1 %`, `5 %`, `0.25 %`."""
    return _("{number} %").format(number=decimal_text(hundredths, 2))


@cache
def _file() -> Mapping[str, Mapping[str, Any]]:
    import tomllib
    from importlib import resources

    text = resources.files("coopadmin.domain").joinpath("legal_values.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _known() -> Mapping[str, Sequence[LegalValue]]:
    return {name: [_read(name, entry["unit"], row) for row in entry["values"]] for name, entry in _file().items()}


def _read(name: str, unit: str, row: Mapping[str, Any]) -> LegalValue:
    steps: list[tuple[int | None, int]] = [(width, rate) for width, rate in row.get("steps", ())]
    if "rest" in row:
        steps.append((None, row["rest"]))
    return LegalValue(
        name, row.get("value", 0), unit, row["from"], row.get("until"), row["source"], row["confidence"], tuple(steps)
    )


def _renewed_after(name: str, day: date) -> date | None:
    """The last day that a value entered from `day` on can hold; None where the law does not renew it by the year."""
    renews = [tuple(int(part) for part in text.split("-")) for text in _file()[name].get("renews", ())]
    days = [date(year, month, number) for year in (day.year, day.year + 1) for month, number in renews]
    following = [one for one in days if one > day]
    return min(following) - timedelta(days=1) if following else None
