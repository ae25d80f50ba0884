"""From the values found in a CAMT.053 file to statements and lines, whatever version they came from.

Raises ValueError with a sentence for what cannot be; the reader adds where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coopadmin.exchange.bank.lines import LineRead, StatementRead
from coopadmin.exchange.bank.values import account, day, reference, tidied, xml_cents
from coopadmin.formats import quoted
from coopadmin.i18n import _

_SIGNS = {"CRDT": 1, "DBIT": -1}
_TRUE = {"true": True, "1": True, "false": False, "0": False, "": False}
_NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})
_RUNS_ON = 140
"""Signs of an unstructured remittance that is full: its text runs on in the next."""

_SEARCHED = 10_000
"""Signs of a text that is searched for each reference; with the square of endless ones, that would take for ever."""


class Values(dict[str, str]):
    """The texts found in a statement, a balance, an entry or a detail, the first of each."""

    __slots__ = ("parts", "said")

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Values] = []
        """The balances of a statement, the details of an entry."""
        self.said: dict[str, list[str]] = {}
        """Texts of which there may be several."""


def statement_of(values: Values, entry: Values | None, member: str) -> StatementRead:
    """Make the head of a statement; `entry` is its first one, where the currency stands nowhere else."""
    number = account(values.get("account", ""))
    if not number:
        raise ValueError(_("the statement does not say of which account it is"))
    kinds = [(balance.get("type", ""), balance) for balance in values.parts]
    opening = next((one for kind in ("OPBD", "PRCD") for name, one in kinds if name == kind), None)
    closing = next((one for name, one in kinds if name == "CLBD"), None)
    currency = (
        values.get("currency")
        or (opening or closing or Values()).get("amount currency")
        or (entry or Values()).get("amount currency")
        or "EUR"
    )
    opening_cents, opens_on = _balance(opening, currency)
    closing_cents, closes_on = _balance(closing, currency)
    return StatementRead(
        number,
        currency,
        tidied(values.get("id") or values.get("sequence", "")),
        opens_on or _day(values.get("from")),
        closes_on or _day(values.get("to")),
        opening_cents,
        closing_cents,
        member,
    )


def _balance(values: Values | None, currency: str) -> tuple[int | None, date | None]:
    if values is None or "amount" not in values:
        return None, None
    if values.get("amount currency", currency) not in (currency, ""):
        return None, _day(values.get("day"))  # counted in other money it says nothing of this account
    return _signed(values) * xml_cents(values["amount"]), _day(values.get("day"))


def _signed(values: Values, otherwise: int | None = None) -> int:
    sign = values.get("sign")
    if sign is None and otherwise is not None:
        return otherwise
    if sign not in _SIGNS:
        sentence = _("“{text}” is neither CRDT nor DBIT, so it is not known whether money came or went")
        raise ValueError(sentence.format(text=quoted(sign or "")))
    return _SIGNS[sign]


def _day(text: str | None) -> date | None:
    return day(text[:10], ("iso",)) if text else None


def lines_of(entry: Values, statement: StatementRead, raws: list[str]) -> Iterator[LineRead]:
    """Make the lines of an entry; `raws` are its details as the file has them, and the entry whole as the last."""
    status = entry.get("status", "BOOK")
    if status != "BOOK":
        if status not in _NOT_BOOKED:
            sentence = _("“{text}” is not a status that is known (BOOK, PDNG, INFO or FUTR)")
            raise ValueError(sentence.format(text=quoted(status)))
        return
    if "amount" not in entry:
        raise ValueError(_("it has no amount"))
    if entry.get("amount currency") not in (statement.currency, "", None):
        sentence = _("it is in {other}, and the account in {currency}")
        raise ValueError(sentence.format(other=quoted(entry["amount currency"]), currency=statement.currency))
    sign = _signed(entry)
    cents = sign * xml_cents(entry["amount"])
    value_on = _day(entry.get("value"))
    booked_on = _day(entry.get("booked")) or value_on
    if booked_on is None:
        raise ValueError(_("it has no date"))
    is_reversal = _TRUE.get(entry.get("reversal", ""))
    if is_reversal is None:
        raise ValueError(_("“{text}” is neither true nor false").format(text=quoted(entry["reversal"])))
    amounts = _detail_amounts(entry, sign) if len(entry.parts) > 1 else None
    misses = sum(amounts) - cents if amounts else 0
    amounts = None if misses else amounts
    details = entry.parts if amounts else [_as_one(entry.parts)]
    references = _references(entry, details)
    for place, detail in enumerate(details):
        name, iban = _other_side(detail, statement.account, is_credit=(amounts[place] if amounts else cents) >= 0)
        yield LineRead(
            booked_on=booked_on,
            value_on=value_on,
            amount_cents=amounts[place] if amounts else cents,
            name=name,
            iban=iban,
            description=_description(detail, entry),
            reference=references[place] if references else reference(entry.get("reference", "")),
            end_to_end_id=reference(detail.get("end", "")),
            mandate_id=reference(detail.get("mandate", "")),
            code=_code(detail) or _code(entry),
            return_reason=tidied(detail.get("reason", "")),
            is_reversal=is_reversal,
            raw=raws[place] if amounts else raws[-1],
            part=0 if references or len(details) == 1 else place + 1,
            misses_cents=misses,
        )


def _detail_amounts(entry: Values, sign: int) -> list[int] | None:
    """Give the amount of each detail where all have one, in the entry's money."""
    found: list[int] = []
    for detail in entry.parts:
        key = "amount" if "amount" in detail else "transaction"
        if key not in detail or detail.get(f"{key} currency") != entry.get("amount currency"):
            return None
        found.append(_signed(detail, sign) * xml_cents(detail[key]))
    return found


def _as_one(details: list[Values]) -> Values:
    """Take several details together, for an entry that is one line: what they all agree on, and every text."""
    if len(details) == 1:
        return details[0]
    whole = Values()
    if details:
        whole.update({key: text for key, text in details[0].items() if all(one.get(key) == text for one in details)})
    for detail in details:
        for key, texts in detail.said.items():
            whole.said.setdefault(key, []).extend(texts)
    return whole


def _references(entry: Values, details: list[Values]) -> list[str]:
    """Give the bank's own reference of each detail, where each has one and no two are the same."""
    found = [reference(detail.get("reference", "")) for detail in details]
    if len(details) == 1:
        return [found[0] or reference(entry.get("reference", ""))]
    return found if all(found) and len(set(found)) == len(found) else []


def _other_side(detail: Values, own: str, *, is_credit: bool) -> tuple[str, str]:
    """Tell who the money came from or went to; where banks turn the roles about, the side that is not this account."""
    role, other = ("Dbtr", "Cdtr") if is_credit else ("Cdtr", "Dbtr")
    iban, other_iban = account(detail.get(f"{role}Acct", "")), account(detail.get(f"{other}Acct", ""))
    name = detail.get(f"{role}/Nm") or detail.get(f"Ultmt{role}/Nm", "")
    other_name = detail.get(f"{other}/Nm") or detail.get(f"Ultmt{other}/Nm", "")
    turned = (iban == own and iban) or (not iban and not name)
    if turned and other_iban != own:
        iban, name = other_iban, other_name
    return tidied(name), iban


def _description(detail: Values, entry: Values) -> str:
    said = detail.said.get("said", [])
    text = "".join(one if len(one) == _RUNS_ON else f"{one} " for one in said)
    for one in dict.fromkeys(detail.said.get("referred", [])):
        if len(text) > _SEARCHED or one not in text:
            text += f"{one} "
    return tidied(text or detail.get("more", "") or entry.get("more", ""))


def _code(values: Values) -> str:
    """Give the bank's own code of the kind of transaction, else the general one in three parts."""
    general = (values.get("domain"), values.get("family"), values.get("subfamily"))
    return values.get("code") or "-".join(part for part in general if part)
