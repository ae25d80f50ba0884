"""What a board does: one function per deed, each carried out in one transaction with its journal entry."""
