"""The yearly rent increase: the run, its limits, its letters, and the objections."""
