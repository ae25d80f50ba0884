"""Taking in registers on the desk."""
