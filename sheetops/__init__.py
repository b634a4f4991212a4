"""sheetops."""
