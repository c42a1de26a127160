"""The checks that a rule can name, and the numbers that each of them takes.

`hygiene.checks.CHECKS` holds the same names. Every parameter is a minimum, so that a higher one is always stricter.
"""

from collections.abc import Mapping

PARAMETERS: Mapping[str, Mapping[str, range]] = {
    "answer": {},
    "employer_in_profile": {},
    "password_across_work_and_leisure": {},
    "password_breached": {},
    "password_length": {"min_length": range(8, 65), "min_length_with_second_factor": range(8, 65)},
    "password_near_reuse": {},
    "password_reuse": {},
    "password_strength": {"min_score": range(5)},
    "privacy_settings": {},
    "service_breached": {},
    "work_address_on_private_service": {},
}
"""By the name of the check and of the parameter: the values that it may have."""
