"""What a user sees when a job cannot go on: one sentence, exit code 2, and never a traceback."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from sheetops.errors import SheetopsError
from sheetops.faultlog import write_log

CANNOT_RUN = 2


@contextmanager
def plain_words(command: str) -> Iterator[None]:
    """Turn whatever stops a command into a sentence on stderr and exit code 2.

    A `SheetopsError` says for itself what to do. Anything else is a fault of sheetops: its place in the code goes into
    a log file, without the message of the exception, which may quote a customer's data.
    """
    try:
        yield
    except SheetopsError as error:
        _stop(str(error))
    except KeyboardInterrupt:
        _stop(
            "Stopped, as you asked. Your own files were not touched, and every result file that is there is whole; "
            "run the command again to make the rest."
        )
    except (typer.Exit, typer.Abort, typer.BadParameter):  # typer shows a wrong option by itself
        raise
    except ModuleNotFoundError as error:
        _stop(f"sheetops is not wholly installed: the package {error.name} is missing. Type: sheetops doctor")
    except Exception as error:
        _stop(_unexpected(command, error))


def _stop(sentence: str) -> NoReturn:
    typer.echo(f"sheetops: {sentence}", err=True)
    raise typer.Exit(CANNOT_RUN) from None


def _unexpected(command: str, error: Exception) -> str:
    return (
        f"Something went wrong inside sheetops itself, so {command} was not finished. Your own files were not touched. "
        + _where_the_details_are(command, error)
    )


def _where_the_details_are(command: str, error: Exception) -> str:
    from sheetops.jobs.doctor import packages

    folders = (Path(typer.get_app_dir("sheetops")) / "log", Path(tempfile.gettempdir()))
    log = write_log(command, error, packages(), folders)
    if log is None:
        return f"No log could be written; the fault was a {type(error).__name__}."
    return f"The details are in {log}, without any customer's data: send it to whoever looks after sheetops."
