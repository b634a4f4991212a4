"""Complaints as a desk's day finds them."""

from sheetops.jobs.desk import Desk
from sheetops.model import Frame
from sheetops.rules.complaints import ComplaintTerms, complaint_holds

COMPLAINT_SETTINGS = ("complaint_acknowledge_days", "complaint_answer_days", "complaint_stops_chasing")


def complaint_terms(desk: Desk) -> ComplaintTerms:
    """Return how the desk's policy answers complaints on its day."""
    value, policy = desk.policy.value, desk.policy
    days = (value("complaint_acknowledge_days"), value("complaint_answer_days"))
    return ComplaintTerms(desk.as_of, *days, closed=policy.closed)


def open_complaint_holds(desk: Desk) -> Frame:
    """Return what open complaints stop, in the shape of Holds; nothing when complaint_stops_chasing is no."""
    tasks = desk.frames["Tasks"]
    stops = desk.policy.value("complaint_stops_chasing") == "yes"
    return complaint_holds(tasks if stops else tasks[:0], complaint_terms(desk))
