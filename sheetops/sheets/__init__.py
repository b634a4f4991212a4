"""What each sheet holds: one module a sheet, gathered in `SHEETS` (kept by people) and `RESULTS` (written by sheetops)."""
