"""Files in and out: registers a board keeps, and later what banks and corporations send."""
