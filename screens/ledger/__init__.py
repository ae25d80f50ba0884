"""Where contracts stand: an account line by line, and what is done with one that does not come out even."""
