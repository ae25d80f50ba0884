"""A page of the desk."""
