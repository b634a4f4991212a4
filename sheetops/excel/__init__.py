"""The only code that opens workbooks."""
