"""Calls, remits, complaints and holds."""

import re
from collections.abc import Mapping

from sheetops.rules.calling import WEIGHTS
from sheetops.sheets.settings.reading import Setting, one_of, whole


def _weights(value: str) -> Mapping[str, int]:
    parts = [re.split(r"[\s=:]+", part.strip()) for part in value.casefold().split(",")]
    if sorted(part[0] for part in parts) != sorted(WEIGHTS) or not all(len(part) == 2 for part in parts):
        raise ValueError("the four weights, such as call_back 1000, promise 500, expiry 100, value 50")
    return {name: whole(number) for name, number in parts}


CONTACT = (
    Setting(
        "complaint_acknowledge_days",
        whole,
        "3",
        "Business days in which a complaint is acknowledged; the day it came does not count.",
    ),
    Setting(
        "complaint_answer_days",
        whole,
        "10",
        "Business days in which a complaint without a due_at of its own is answered.",
    ),
    Setting(
        "complaint_stops_chasing",
        one_of("yes", "no"),
        "yes",
        "Whether an open complaint holds back every notice to its account.",
    ),
    Setting(
        "complaint_letters",
        one_of("yes", "no"),
        "no",
        "Whether letters are made that acknowledge a complaint, and that answer it once Tasks has the answer.",
    ),
    Setting(
        "hold_review_days",
        whole,
        "30",
        "Days after its first day until a hold without review_on is to be reviewed; 0 for no such day.",
    ),
    Setting(
        "call_max_attempts",
        whole,
        "3",
        "After so many calls in vain within call_window_days an e-mail or letter goes instead; 0 for no such rule.",
    ),
    Setting("remit_days", whole, "30", "Days from the freezing of a remit to its deadline, when none is given."),
    Setting("caller_weeks", whole, "8", "How many weeks back callers' results are listed."),
    Setting("call_window_days", whole, "30", "The days over which calls in vain are counted."),
    Setting("call_gap_days", whole, "1", "Business days from a call to the next try."),
    Setting("call_again_days", whole, "7", "Days after a conversation in which nobody calls without a reason."),
    Setting("call_promise_days", whole, "2", "Days before its day on which a promise is called about."),
    Setting("call_horizon_days", whole, "90", "The days over which being late, or near the end, gains weight."),
    Setting(
        "call_weights",
        _weights,
        "call_back 1000, promise 500, expiry 100, value 50",
        "What the order of calls goes by: the points of a call back, a promise due, urgency and money at most.",
    ),
)
"""The settings of this subject."""
