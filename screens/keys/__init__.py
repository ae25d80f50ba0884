"""Keys on the desk."""
