"""One module a desk: read sheets, call rules, write sheets and documents."""
