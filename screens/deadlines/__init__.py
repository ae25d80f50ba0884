"""The association's calendar: what must be done by when."""
