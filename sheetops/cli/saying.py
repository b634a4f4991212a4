"""Lines to the screen, to a file or into another program, which may stop reading (``| head``, a pager that is left)."""

import errno
import os
import sys
from collections.abc import Iterable

import typer

_GONE = (errno.EPIPE, errno.EINVAL)
"""What writing to a reader that has gone is called; Windows calls it an invalid argument."""


def say(lines: Iterable[str]) -> None:
    """Write lines to stdout; when nobody reads on, the rest is left unsaid: the work itself is done."""
    try:
        for line in lines:
            typer.echo(line)
    except OSError as error:
        if error.errno not in _GONE:
            raise
        _let_go()


def _let_go() -> None:
    """Point stdout at nothing, or Python itself would complain when it empties the stream at its end."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
