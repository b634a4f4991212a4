"""The sample desk: about 400 customers of a licensing body in New Zealand, and what happened to them by 30 June 2026.

The same in every run, made up from first to last, and messy in places that `PLANTED` lists.
"""

from sheetops.jobs.sample.desk import sample_rows
from sheetops.jobs.sample.planted import PLANTED, Planted
from sheetops.jobs.sample.stories import DAY

__all__ = ["DAY", "PLANTED", "Planted", "sample_rows"]
