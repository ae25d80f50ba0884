"""The demarcation list on the desk: its versions and lines, and judging a report by it."""
