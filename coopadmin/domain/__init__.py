"""The rules: pure functions over frozen values, the day handed in; neither store nor screen is known here."""
