"""The least that could be done: programs without rules, forms or a journal, for the same picture or the same rows."""
