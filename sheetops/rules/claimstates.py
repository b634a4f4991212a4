"""The states of a claim line: what the words of the column status mean."""

import numpy as np
import pandas as pd

STATES = {
    "received": "to be reviewed and entered",
    "returned": "sent back to the participant, its clock stands still",
    "entered": "keyed, its outcome is still open",
    "approved": "to be awarded",
    "rejected": "not to be awarded, for good",
    "withdrawn": "taken back by the participant",
}
"""What each state means."""

_WORDS = {
    "received": "new open in batch waiting otrzymane nowe resubmitted",
    "returned": "sent_back zwrocone zwrócone",
    "entered": "keyed verified wprowadzone",
    "approved": "accepted paid awarded zatwierdzone",
    "rejected": "declined refused odrzucone",
    "withdrawn": "cancelled canceled wycofane",
}
_STATE_OF = {"": "received"} | {
    word.replace("_", " "): state for state, words in _WORDS.items() for word in (state, *words.split())
}
DONE = frozenset({"approved", "rejected", "withdrawn"})
"""States in which nothing is to be done any more."""


def states(status: pd.Series) -> pd.Series:
    """Return the state of each status as people write it; a blank one is received, an unknown one ""."""
    folded = {text: " ".join(str(text).replace("_", " ").casefold().split()) for text in status.unique()}
    known = {text: _STATE_OF.get(word, "") for text, word in folded.items()}
    return pd.Series(np.asarray(status.map(known), dtype=object), index=status.index)
