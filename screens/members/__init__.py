"""Members on the desk."""
