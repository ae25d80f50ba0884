"""The register of decisions on the desk."""
