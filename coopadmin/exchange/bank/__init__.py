"""Bank files: statements with their lines out of CAMT.053, MT940 and the CSV of Dutch banks, told by their content.

Readers are strict: what they do not understand is Unreadable, with the line it stands in, and never guessed.
"""

from coopadmin.exchange.bank.files import BankFile, open_bank_file
from coopadmin.exchange.bank.lines import LineRead, StatementEnd, StatementRead

__all__ = ["BankFile", "LineRead", "StatementEnd", "StatementRead", "open_bank_file"]
