"""Return letters: one to each participant, with every fault of every claim of theirs that goes back."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from sheetops.jobs.addressing import day, salutation
from sheetops.jobs.arrears import currency_of, ordered
from sheetops.jobs.claimdesk import REVIEW_SETTINGS, Claimed, claimed
from sheetops.jobs.claims import open_claims
from sheetops.jobs.desk import Desk, What
from sheetops.jobs.documents import Maker
from sheetops.jobs.letters import language_of, post
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.wants import Letter, records
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.publish import make_folder
from sheetops.rules.deficiencywords import SAID, filled_in
from sheetops.sheets.results import RESULTS

FOLDER = "returned"
TEMPLATE = "claim-returned"
DEFINITIONS = {
    "one letter": "to each participant, with every fault of every claim of theirs that goes back today",
    "made": "the Word file is in the folder returned; once it is sent, write its day and time into returned_at and "
    "returned into status of the lines: from then on the clock stands still and return_days count",
    "return_by": "return_days of the programme after the day of the letter",
}


def return_letters(what: What, *, as_of: dt.date, out: Path | str, progress: Progress = silent) -> Outcome:
    """Make the letters for claims that go back into ``out/returned`` and write ``returned.xlsx`` into ``out``.

    The run's frame is Letters: made, held and failed add up to the participants whose claims go back.
    """
    desk, out = open_claims(what, as_of, progress), Path(out)
    run = make_return_letters(desk, claimed(desk), out, progress)
    return finish(desk, run, out, out / FOLDER)


def make_return_letters(desk: Desk, now: Claimed, out: Path, progress: Progress = silent) -> Run:
    """Make the return letters of a desk whose claims are known, and return the run."""
    due = list(_letters(desk, now))
    maker = Maker(desk.policy, desk.place, out / FOLDER)
    maker.prepare((one.template, language_of(desk, one)) for one in due if not one.held)
    make_folder(maker.folder)
    people = {row["participant"]: _addressed(row) for row in records(now.participants)}
    posted = []
    for done, letter in enumerate(due):
        progress("Making return letters", done, len(due))
        posted.append(post(desk, maker, letter, people.get(letter.account)))
    progress("Making return letters", len(due), len(due))
    statuses = Counter(one.row["status"] for one in posted)
    told = now.review.faults[now.review.faults["action"] == "return"]
    columns = [column.name for column in RESULTS["Letters"].columns]
    return run_of(
        desk,
        FOLDER,
        {"Letters": ordered("Letters", pd.DataFrame([one.row for one in posted], columns=columns))},
        settings=("language", *REVIEW_SETTINGS),
        definitions=DEFINITIONS,
        counts={
            "letters due": len(due),
            **{f"letters {status}": statuses[status] for status in ("made", "held", "failed")},
            "faults told": sum(len(one.fields["faults"]) for one in due),
        },
        totals=(
            Total("Made, held and failed against due", "", sum(statuses.values()), len(due)),
            Total(
                "Faults in letters against faults to return",
                "",
                sum(len(one.fields["faults"]) for one in due),
                len(told),
            ),
        ),
        findings=now.findings,
        left_out=now.left_out,
        documents=tuple(one.document for one in posted if one.document),
    )


def _addressed(row: dict[str, Any]) -> dict[str, Any]:
    """Return a participant as letters know customers: the account is the participant, the contact the name."""
    return row | {"account": row["participant"], "contact": ""}


def _letters(desk: Desk, now: Claimed) -> Iterator[Letter]:
    told = now.review.faults[now.review.faults["action"] == "return"]
    people = now.participants.set_index("participant", drop=False)
    programmes = desk.frames["Programmes"].drop_duplicates("programme").set_index("programme")
    for (participant, programme), rows in told.groupby(["participant", "programme"], sort=True):
        person = people.loc[participant] if participant in people.index else None
        yield _letter(desk, str(participant), str(programme), rows, person, programmes)


def _letter(
    desk: Desk, participant: str, programme: str, rows: Frame, person: pd.Series | None, programmes: Frame
) -> Letter:
    language = (person["language"] if person is not None else "") or str(desk.policy.value("language"))
    claims = list(dict.fromkeys(rows["claim"]))
    days = programmes["return_days"].get(programme)
    allowed = int(desk.policy.value("claim_return_days") if days is None or pd.isna(days) else days)
    back = desk.as_of + dt.timedelta(days=allowed)
    client = programmes["client"].get(programme) or programme
    reachable = person is not None and (person["email"] or person["address1"])
    return Letter(
        template=TEMPLATE,
        account=participant,
        language=language,
        channel="email" if person is not None and person["email"] else "letter",
        currency=currency_of(desk),
        about=" ".join(claims),
        reason=f"{', '.join(claims)} to be put right by {back:%d/%m/%Y} (faults: {len(rows)}). Once it is sent, write "
        "its day and time into returned_at and returned into status.",
        held="" if reachable else "neither an e-mail address nor a street in Participants: ask for one",
        fields={
            "salutation": salutation("" if person is None else str(person["name"]), language),
            "programme": client,
            "participant": participant,
            "claim": ", ".join(claims),
            "received_on": day(rows["first_received"].min()),
            "return_by": back,
            "faults": list(_told(rows, language, several=len(claims) > 1)),
        },
    )


def _told(rows: Frame, language: str, *, several: bool) -> Iterator[dict[str, Any]]:
    """Yield a letter's rows, in its language; of several claims each line is named with its claim."""
    spoken = SAID.get(language, SAID["en"])
    for row, one in zip(records(rows), (rows.iloc[[place]] for place in range(len(rows))), strict=True):
        problem, cure = spoken[row["check"]]
        yield {
            "fault_line": f"{row['claim']} / {row['line']}" if several else row["line"],
            "fault_product": row["product"],
            "fault_problem": filled_in(problem, one)[0],
            "fault_cure": filled_in(cure, one)[0],
        }
