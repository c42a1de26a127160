"""How hard a password is to guess, estimated locally, for attackers who know Finnish, Swedish and English.

The estimator is our own code over zxcvbn's lists and by its method. zxcvbn itself knows no Finnish or Swedish, refuses
more than 72 characters, takes seconds for some inputs, writes what it was told into a module global and returns the
password in its result; its fast port in Rust has no place for more words. Tests hold this one to zxcvbn's numbers where
zxcvbn is right: on English and on random passwords.

    estimating   any text at all, in bounded time
    analysis     one password of up to a hundred characters: find the matches, then the cheapest reading
    words, compounds, keyboards, repetition, dates, identifiers   what can be matched
    guessing, shapes   the two ways to count: zxcvbn's, and by the shapes that people use
    vocabulary, wordtable, folding   the words and their ranks
    vault        many passwords
    advice, passphrases   what to say, and what to take instead
"""

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
    known: Callable[[Secret], Sequence[str]] = lambda _password: (),
    progress: Callable[[int, int], None] | None = None,
) -> dict[Secret, Strength]:
    """The strength of each password, equal ones estimated once; `progress` hears how many of how many are done.

    `known` gives the words that an attacker knows about a password, as in `estimate`.
    """
    from hygiene.strength.vault import estimate_vault

    return estimate_vault(passwords, known, progress)
