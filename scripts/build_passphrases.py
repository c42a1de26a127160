"""Build the lists of words that `hygiene generate` draws from.

Run from the top of the repository, after `build_words.py`:

    pip install wordfreq==3.1.1 xkcdpass==1.30.0
    python scripts/build_passphrases.py

It writes `hygiene/strength/lists/passphrase_{fi,sv,en}.txt`: words of four to nine letters from xkcdpass's lists that
people know, yet none so common that four of them would be guessed, and none that hurts or embarrasses. The sources and
their licences stand in NOTICE.
"""

import re
from importlib.resources import files
from pathlib import Path

import wordfreq

from hygiene.strength.folding import fold
from hygiene.strength.vocabulary import KIND_BITS, ranked_words, word_table
from hygiene.strength.wordtable import fingerprint

WORDS = 7_776
SHORTEST, LONGEST = 4, 9
KNOWN_TO_PEOPLE = 150_000
COMMONEST_RANK = 300
LISTS = {"fi": "fin-kotus", "sv": "swe-short", "en": "eff-long"}
UNFIT = Path("scripts/unfit_words.txt")


def is_fit(word: str, unfit: re.Pattern[str]) -> bool:
    """Whether a word may stand in a passphrase."""
    return (
        word.isalpha()
        and word.islower()
        and SHORTEST <= len(word) <= LONGEST
        and rank_of(word) >= COMMONEST_RANK
        and not unfit.search(word)
    )


def rank_of(word: str) -> int:
    """The rank that the estimator knows a word by."""
    folded = fold(word)
    form = word_table().find(fingerprint(folded))
    listed = ranked_words().get(folded)
    return min(form[0] if form else KNOWN_TO_PEOPLE, listed >> KIND_BITS if listed else KNOWN_TO_PEOPLE)


def unfit_pattern() -> re.Pattern[str]:
    """What no word may hold: `stem` at its beginning, `-part` anywhere, `word.` as a whole."""
    lines = UNFIT.read_text(encoding="utf-8").splitlines()
    entries = [entry for line in lines if not line.startswith("#") for entry in line.split()]
    patterns = [
        re.escape(entry[1:]) if entry.startswith("-") else f"^{re.escape(entry.rstrip('.'))}{'$' * entry.endswith('.')}"
        for entry in entries
    ]
    return re.compile("|".join(patterns))


def main() -> None:
    """Write the three lists."""
    unfit = unfit_pattern()
    for language, name in LISTS.items():
        source = files("xkcdpass").joinpath("static", name).read_text(encoding="utf-8").split()
        places = {word: place for place, word in enumerate(wordfreq.top_n_list(language, KNOWN_TO_PEOPLE))}
        fit = {word for word in source if word in places and is_fit(word, unfit)}
        chosen = sorted(sorted(fit, key=lambda word: places[word])[:WORDS])
        lines = [
            f"# Words for passphrases ({language}), by alphabet. Written by scripts/build_passphrases.py.",
            *chosen,
        ]
        target = Path(f"hygiene/strength/lists/passphrase_{language}.txt")
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
