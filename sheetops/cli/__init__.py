"""The same jobs from a command line: ``sheetops JOB BOOK --as-of DATE --out DIR``."""

from sheetops.cli.app import app, main

__all__ = ["app", "main"]
