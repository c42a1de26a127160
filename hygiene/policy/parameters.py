"""The checks that a rule can name, and the numbers that each of them takes.

`hygiene.checks.CHECKS` holds the same names. A parameter is a minimum, so that a higher one is always stricter, unless
its name begins with `max_`.
"""

from collections.abc import Mapping

PARAMETERS: Mapping[str, Mapping[str, range]] = {
    "accounts_in_use": {"max_months_unused": range(1, 121)},
    "answer": {},
    "employer_in_profile": {},
    "encrypted_addresses": {},
    "genuine_addresses": {},
    "password_across_work_and_leisure": {},
    "password_breached": {},
    "password_length": {"min_length": range(8, 65), "min_length_with_second_factor": range(8, 65)},
    "password_near_reuse": {},
    "password_reuse": {},
    "password_strength": {"min_score": range(5)},
    "privacy_settings": {},
    "private_address_on_work_service": {},
    "second_factor_in_use": {},
    "service_breached": {},
    "user_name_across_work_and_leisure": {},
    "work_address_on_private_service": {},
}
"""By the name of the check and of the parameter: the values that it may have."""


def is_looser(name: str, value: int, than: int) -> bool:
    """Whether a value of the parameter of this name demands less than another."""
    return value > than if name.startswith("max_") else value < than
