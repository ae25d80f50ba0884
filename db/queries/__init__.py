"""What screens and reports read: one module per subject, frozen rows out, never entities."""
