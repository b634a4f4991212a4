"""Any order of asking, failing, voiding, breaking off and resuming, held against a plain model in memory."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sheetops.errors import TemplateError
from sheetops.register import (
    Entry,
    begin_run,
    entries,
    intend,
    issue,
    keep_template,
    open_register,
    pending,
    verify,
    void,
)
from tests.register.ledger import DAY, named, render, wanted

KEYS = st.sets(st.integers(0, 5), min_size=1)


class Histories(RuleBasedStateMachine):
    """``model``: of each request, in the order of their numbers, what it said and how it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.register = open_register(self.folder / "register.db")
        self.model: list[dict[str, Any]] = []

    def teardown(self) -> None:
        self.register.close()
        self.place.cleanup()

    def last(self, key: str) -> dict[str, Any] | None:
        return next((one for one in reversed(self.model) if one["key"] == key), None)

    def intend(self, which: set[int], say: str) -> list[Entry]:
        asked = [one for number, one in enumerate(wanted(6, say=say)) if number in which]
        run = begin_run(self.register, "credit-notes", DAY, {}, "", "0")
        keep_template(self.register, "t.docx", b"")
        intended = intend(self.register, run, asked, self.folder, named)
        for one in asked:
            known = self.last(one.key)
            if known is None or known["state"] == "void":
                self.model.append({"key": one.key, "say": say, "state": "intent"})
            elif known["state"] == "failed" and known["say"] != say:
                known["state"] = "void"
                self.model.append({"key": one.key, "say": say, "state": "intent"})
        return intended.to_make

    @rule(which=KEYS, say=st.sampled_from(["", "changed"]), faulty=st.sets(st.integers(0, 5)))
    def run(self, which: set[int], say: str, faulty: set[int]) -> None:
        accounts = {f"A{number + 1:03}" for number in faulty}

        def make(documents: Sequence[Entry]) -> bytes:
            if documents[0].account in accounts:
                raise TemplateError("no logo")
            return render(documents)

        made = self.intend(which, say)
        issue(self.register, made, make)
        for one in made:
            known = self.last(one.key)
            assert known is not None
            known["state"] = "failed" if one.account in accounts else "issued"

    @rule(which=KEYS)
    def break_off(self, which: set[int]) -> None:
        self.intend(which, "")

    @rule()
    def resume(self) -> None:
        issue(self.register, pending(self.register), render)
        for one in self.model:
            one["state"] = "issued" if one["state"] == "intent" else one["state"]

    @rule(which=st.integers(0, 5))
    def void(self, which: int) -> None:
        known = self.last(f"credit-note/R-{which + 1:03}")
        if known is not None and known["state"] in ("issued", "failed", "intent"):
            void(self.register, known["key"], "asked to")
            known["state"] = "void"

    @invariant()
    def the_register_says_the_same(self) -> None:
        said = [(one.number, one.key, one.content["say"], one.state) for one in entries(self.register)]
        expected = [
            (f"CN-2026-{number:05}", one["key"], one["say"], one["state"]) for number, one in enumerate(self.model, 1)
        ]
        assert said == expected
        assert {fault.kind for fault in verify(self.register).faults} <= {"unfinished"}


Histories.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestHistories = Histories.TestCase
