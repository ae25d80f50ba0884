"""Numbers and addresses that carry their own check: IBAN, postcode, e-mail, BAG number.

Each function gives the tidy form, or raises ValueError with a sentence that says what is wrong.
"""

from __future__ import annotations

import re

from coopadmin.formats import quoted, tidy
from coopadmin.i18n import _

_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]")
"""Blanks, and the signs without width that copying from a web page brings along."""

_IBAN_SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", re.ASCII)
_LONGEST_EMAIL = 254
_LONGEST_POSTCODE = 12
_EMAIL = re.compile(r"[^\s@<>,;:()\"\[\]\\]+@[^\s@<>,;:()\"\[\]\\]+\.[^\s@<>,;:()\"\[\]\\.]{2,}")
_POSTCODE = re.compile(r"(\d{4}) ?([A-Za-z]{2})", re.ASCII)
_BAG = re.compile(r"\d{16}", re.ASCII)


def read_iban(text: str) -> str:
    """Check an account number by ISO 13616 (modulus 97) and give it without spaces, in capitals."""
    from stdnum import iban
    from stdnum.exceptions import InvalidChecksum, ValidationError

    compact = _INVISIBLE.sub("", text).upper()
    try:
        if len(compact) < 100:
            # Only the standard itself: a list of banks to hold it against would be out of date.
            compact = iban.validate(compact, check_country=False)
        if _IBAN_SHAPE.fullmatch(compact):
            return compact
    except InvalidChecksum:
        if _IBAN_SHAPE.fullmatch(compact):
            sentence = _("“{text}” is not an account number: its check digits do not fit, so a digit is wrong")
            raise ValueError(sentence.format(text=quoted(text))) from None
    except ValidationError:
        pass
    raise ValueError(
        _("“{text}” is not an account number (IBAN) like NL91 ABNA 0417 1643 00").format(text=quoted(text))
    )


def group_iban(iban: str) -> str:
    """Write an account number in groups of four, as on a bank card."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def read_email(text: str) -> str:
    """Check that an address could be one; whether it is in use cannot be known offline."""
    bare = tidy(text)
    shaped = len(bare) <= _LONGEST_EMAIL and bare.isprintable() and _EMAIL.fullmatch(bare)
    if not shaped or ".." in bare or bare.startswith("."):
        raise ValueError(_("“{text}” is not an e-mail address").format(text=quoted(text)))
    return bare


def read_postcode(text: str) -> str:
    """Give a Dutch postcode as `1234 AB`; one of another country is kept as it is written."""
    bare = tidy(text)
    match = _POSTCODE.fullmatch(bare)
    if match and match[1][0] != "0":
        return f"{match[1]} {match[2].upper()}"
    too_long = len(bare) > _LONGEST_POSTCODE or not bare.isprintable()
    if too_long or (bare[:4].isdigit() and len(bare.replace(" ", "")) <= 6):
        raise ValueError(_("“{text}” is not a postcode like 1234 AB").format(text=quoted(text)))
    return bare


def read_bag(text: str) -> str:
    """Check the sixteen digits of a BAG number."""
    bare = re.sub(r"\s", "", text)
    if not _BAG.fullmatch(bare):
        raise ValueError(_("“{text}” is not a BAG number: that has sixteen digits").format(text=quoted(text)))
    return bare
