"""Which different passwords of a vault are alike, so that whoever learns one can guess the others.

Passwords are alike where they share a form (`forms`: the same but for the year, the capitals, the ending, the name of
the service and so on) or are at most two edits apart (`edits`). Both take time in proportion to the vault: passwords
meet by what they share, never each with each. What is alike in a chain is one group.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from hygiene.evidence import Account, Alikeness, Likeness, Likenesses
from hygiene.secret import Secret
from hygiene.services.catalogue import service
from hygiene.services.disjoint_sets import DisjointSets
from hygiene.similarity.edits import join_near
from hygiene.similarity.forms import FORMS, phrases, service_names, without_service

Progress = Callable[[int, int], None]
"""Hears how many of how many rounds of comparing are done, several times in a round that is long."""


def find_likenesses(accounts: Iterable[Account], progress: Progress = lambda _done, _all: None) -> Likenesses:
    """The groups of different passwords that are alike, in the order of the vault.

    Not complete only where a vault made to that end would keep the comparison busy for minutes.
    """
    names: dict[Secret, frozenset[str]] = {}
    for account in accounts:
        if password := account.login.password:
            names[password] = names.get(password, frozenset()) | _names_of(account)
    passwords = list(names)
    vault = _Vault([password.reveal() for password in passwords], list(names.values()))
    complete = vault.join_all(progress)
    groups = (Likeness(tuple(passwords[number] for number in group), alike) for group, alike in vault.groups())
    return Likenesses(tuple(groups), complete)


def _names_of(account: Account) -> frozenset[str]:
    known = service(account.site) if account.site else None
    return service_names(account.label, account.site.partition(".")[0], known.name if known else "")


class _Vault:
    """Different passwords, by their numbers, and the sets of those that are alike."""

    def __init__(self, texts: Sequence[str], names: Sequence[frozenset[str]]) -> None:
        self._texts = texts
        self._names = names
        self._sets = DisjointSets()
        self._ways: dict[int, set[Alikeness]] = defaultdict(set)

    def join_all(self, progress: Progress) -> bool:
        """Join all that is alike; False where comparing was given up."""
        forms = (*FORMS, Alikeness.SERVICE_NAME)
        rounds = len(forms) + 2
        for done, alike in enumerate(forms):
            progress(done, rounds)
            self._join_sharing(alike, ((number, self._form(alike, number)) for number in range(len(self._texts))))
        progress(rounds - 2, rounds)
        of_phrases = ((number, phrase) for number, text in enumerate(self._texts) for phrase in phrases(text))
        self._join_sharing(Alikeness.WORDS, of_phrases)
        return join_near(self._texts, self._sets, lambda: progress(rounds - 1, rounds))

    def _form(self, alike: Alikeness, number: int) -> Hashable | None:
        if alike is Alikeness.SERVICE_NAME:
            return without_service(self._texts[number], self._names[number])
        return FORMS[alike](self._texts[number])

    def _join_sharing(self, alike: Alikeness, forms: Iterable[tuple[int, Hashable | None]]) -> None:
        """Join those that share a form that is not None."""
        first: dict[Hashable, int] = {}
        for number, form in forms:
            if form is not None and (other := first.setdefault(form, number)) != number:
                self._sets.join(other, number)
                self._ways[other].add(alike)
                self._ways[number].add(alike)

    def groups(self) -> Iterable[tuple[list[int], Alikeness]]:
        """The sets of more than one, each with what is alike in all of it."""
        sets: dict[Hashable, list[int]] = defaultdict(list)
        for number in range(len(self._texts)):
            sets[self._sets.root(number)].append(number)
        return [(group, self._alike(group)) for group in sets.values() if len(group) > 1]

    def _alike(self, group: Sequence[int]) -> Alikeness:
        """The plainest form that all share; else the one way that they are alike in, by twos."""
        for alike in Alikeness:
            if alike in FORMS or alike is Alikeness.SERVICE_NAME:
                shared = {self._form(alike, number) for number in group}
                if len(shared) == 1 and None not in shared:
                    return alike
        ways = {way for number in group for way in self._ways.get(number, ())} or {Alikeness.EDIT}
        return ways.pop() if ways == {Alikeness.WORDS} or ways == {Alikeness.EDIT} else Alikeness.VARIANTS
