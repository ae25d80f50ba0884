"""Payment plans on the desk."""
