"""What the store tells: rows with a title and columns, as a table, CSV, JSON or a workbook; the same for both doors."""
