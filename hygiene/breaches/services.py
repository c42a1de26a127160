"""The list of the breaches on record, fetched: that takes no key and tells nothing of anybody."""

from hygiene.breaches.connection import Unanswered
from hygiene.breaches.enquiry import Enquiry
from hygiene.breaches.pace import Pace
from hygiene.breaches.reasons import Reason
from hygiene.breaches.records import read_breach_list
from hygiene.breaches.settings import ServiceSettings
from hygiene.evidence import BreachList


def fetch_breach_list(settings: ServiceSettings, pace: Pace) -> BreachList | Reason:
    """The list as the service has it now, or the reason why there is none.

    Raises `HygieneError` where the file of certificate authorities cannot be read.
    """
    with Enquiry(settings, pace) as enquiry:
        try:
            return enquiry.ask("/breaches", read_breach_list) or Reason.UNTRUSTED_ANSWER
        except Unanswered as failure:
            return failure.reason
