"""How hard a password is to guess, estimated locally."""

from collections.abc import Callable, Collection, Sequence

from hygiene.evidence import Strength
from hygiene.secret import Secret

_LONGEST_FOR_ZXCVBN = 40


def estimate(password: Secret, known: Sequence[str] = ()) -> Strength:
    """How hard `password` is to guess for somebody who knows the words in `known`.

    Pass as `known` what an attacker knows of the employee: the organisation and its domain, the employee's names,
    the service. Any content is answered, of any length; an empty password scores 0.
    """
    from zxcvbn import matching, scoring, time_estimates

    content = password.reveal()
    if not content:
        return Strength(score=0, guesses_log10=0.0, length=0, reasons=("empty",))
    measured = content[:_LONGEST_FOR_ZXCVBN]
    words = {word.casefold(): rank for rank, word in enumerate(known, 1)}
    matches = matching.omnimatch(measured, {**matching.RANKED_DICTIONARIES, "user_inputs": words})
    result = scoring.most_guessable_match_sequence(measured, matches)
    return Strength(
        score=time_estimates.guesses_to_score(result["guesses"]),
        guesses_log10=float(result["guesses_log10"]),
        length=len(content),
    )


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
