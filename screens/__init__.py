"""The desk: everything that knows Textual, one folder per subject."""
