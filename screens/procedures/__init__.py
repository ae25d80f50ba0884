"""The procedures of self-allocation on the desk."""
