"""``python -m sheetops``: the command line, where the sheetops program is not on the path."""

from sheetops.cli import main

if __name__ == "__main__":
    main()
