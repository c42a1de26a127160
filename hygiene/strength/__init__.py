"""How hard a password is to guess, estimated locally."""

from collections.abc import Callable, Collection, Sequence

from hygiene.evidence import Strength
from hygiene.secret import Secret


def estimate(password: Secret, known: Sequence[str] = ()) -> Strength:
    """How hard `password` is to guess for somebody who knows the words in `known`.

    Pass as `known` what an attacker knows of the employee: the organisation and its domain, the employee's names,
    the service. Any content is answered, of any length; an empty password scores 0.
    """
    from hygiene.strength.estimating import estimate_text
    from hygiene.strength.vocabulary import known_words

    return estimate_text(password.reveal(), known_words(known))


def estimate_all(
    passwords: Collection[Secret],
    known: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> dict[Secret, Strength]:
    """The strength of each password, equal ones estimated once; `progress` hears how many of how many are done."""
    different = list(dict.fromkeys(passwords))
    strengths = {}
    for done, password in enumerate(different, 1):
        strengths[password] = estimate(password, known)
        if progress:
            progress(done, len(different))
    return strengths
