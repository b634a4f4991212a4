"""100 % contact: a remit frozen, and how much of it was contacted."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Literal, cast

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.options import AsJson, AsOf, Books, Out, day
from sheetops.cli.order import Order, fulfil


def contact(
    books: Books,
    as_of: AsOf = None,
    out: Out = None,
    remit: Annotated[
        str | None,
        typer.Option(
            "--remit", metavar="NAME", show_default=False, help="The remit, by its name or the file that holds it."
        ),
    ] = None,
    freeze: Annotated[
        bool, typer.Option("--freeze", help="Choose the remit as of the day and write remit.xlsx; never changed later.")
    ] = False,
    about: Annotated[
        str, typer.Option("--for", metavar="DESK", help="With --freeze: renewals, or arrears.")
    ] = "renewals",
    within: Annotated[
        int | None,
        typer.Option(
            "--within", metavar="DAYS", min=0, show_default=False, help="With --freeze: licences that end within DAYS."
        ),
    ] = None,
    segment: Annotated[
        str, typer.Option("--segment", metavar="NAME", show_default=False, help="With --freeze: this segment alone.")
    ] = "",
    caller: Annotated[
        str, typer.Option("--caller", metavar="NAME", show_default=False, help="With --freeze: this caller's alone.")
    ] = "",
    deadline: Annotated[
        dt.date | None,
        typer.Option(
            "--deadline",
            parser=day,
            metavar="DATE",
            show_default=False,
            help="With --freeze: the last day; else remit_days after the day.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say how much of a frozen remit was contacted, who was not and why, and how callers do: contact.xlsx."""
    if about not in ("renewals", "arrears"):
        raise typer.BadParameter(f"--for {about}: a remit is for renewals or for arrears.")
    if freeze and not remit:
        raise typer.BadParameter("--freeze needs a name for the remit: --remit NAME")
    meant = cast("Literal['renewals', 'arrears']", about)

    def frozen(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.remits import freeze as work

        chosen: dict[str, Any] = {"within": within, "segment": segment, "caller": caller, "deadline": deadline}
        outcome = work(
            order.source, as_of=order.as_of, remit=str(remit), about=meant, out=order.out, progress=progress, **chosen
        )
        return [outcome]

    def looked_at(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.contact import contact as work

        return [work(order.source, as_of=order.as_of, remit=remit, out=order.out, progress=progress)]

    fulfil("contact", books, as_of, out, as_json, frozen if freeze else looked_at)
