"""The only code that opens documents."""
