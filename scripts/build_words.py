"""Build the frequency-ranked Finnish and Swedish words of `hygiene.strength`.

Run from the top of the repository, with the data of wordfreq and (for Finnish names) @zxcvbn-ts/language-fi at hand:

    pip install wordfreq==3.1.1
    npm pack @zxcvbn-ts/language-fi@3.0.2 && tar xzf zxcvbn-ts-language-fi-3.0.2.tgz
    python scripts/build_words.py package/src

It writes `hygiene/strength/data/words.bin` and most of the lists in `hygiene/strength/lists/`. The product itself needs
neither package. The sources and their licences stand in NOTICE.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import wordfreq

from hygiene.strength.folding import fold
from hygiene.strength.wordtable import BEGINNING, LONGEST_FORM, Language, write_table

FORMS_PER_LANGUAGE = 300_000
NAMES_PER_LIST = 6_000
SHORT, SHORT_WORDS = (2, 3), 150
RAREST_PART, COMPOUND_FIRSTS, COMPOUND_SECONDS = 100_000, 4_000, 8_000
STRENGTH = Path("hygiene/strength")


def ranked_forms(language: str) -> dict[str, int]:
    """The rank of each folded form of a language, as people write it, from 1."""
    ranks: dict[str, int] = {}
    for form in wordfreq.iter_wordlist(language, wordlist="best"):
        folded = fold(form)
        if BEGINNING <= len(folded) <= LONGEST_FORM and folded.isalpha():
            ranks.setdefault(folded, len(ranks) + 1)
        if len(ranks) == FORMS_PER_LANGUAGE:
            break
    return ranks


def write_short_words(language: str) -> None:
    """The common words of two and three letters, which are too short for the table."""
    words = (form for form in wordfreq.top_n_list(language, 5_000) if len(form) in SHORT and form.isalpha())
    lines = [f"# Common short words ({language}), the most common first. Written by scripts/build_words.py."]
    lines += list(words)[:SHORT_WORDS]
    (STRENGTH / "lists" / f"short_{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_compound_parts(language: str, ranks: Mapping[str, int]) -> None:
    """What compounds begin and end with, by how many different forms do so; endings of words are among the latter."""
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for form in ranks:
        for place in range(BEGINNING, len(form) - BEGINNING + 1):
            first, second = form[:place], form[place:]
            if ranks.get(first, FORMS_PER_LANGUAGE) < RAREST_PART and second in ranks:
                firsts[first] += 1
                seconds[second] += 1
    for name, parts, what, count in (
        ("first", firsts, "begin", COMPOUND_FIRSTS),
        ("second", seconds, "end", COMPOUND_SECONDS),
    ):
        lines = [f"# What many words {what} with ({language}), most first, folded. Written by scripts/build_words.py."]
        lines += [part for part, _ in parts.most_common(count)]
        (STRENGTH / "lists" / f"compound_{name}_{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_names(source: Path) -> None:
    """The Finnish first names and surnames, the most common first."""
    men, women, surnames = (
        json.loads((source / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("maleFirstnames", "femaleFirstnames", "lastnames")
    )
    first_names = [name for pair in zip(women, men, strict=False) for name in pair]
    first_names += women[len(men) :] + men[len(women) :]
    for name, ranked, what in (("first_name_fi", first_names, "First names"), ("surname_fi", surnames, "Surnames")):
        lines = [f"# {what} in Finland, the most common first. Written by scripts/build_words.py."]
        lines += list(dict.fromkeys(ranked))[:NAMES_PER_LIST]
        (STRENGTH / "lists" / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Write the table and the names."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("finnish_names", type=Path, help="the folder src of @zxcvbn-ts/language-fi")
    write_names(arguments.parse_args().finnish_names)
    for language in ("fi", "sv", "en"):
        write_short_words(language)
    ranks = {Language.FINNISH: ranked_forms("fi"), Language.SWEDISH: ranked_forms("sv")}
    write_compound_parts("fi", ranks[Language.FINNISH])
    write_compound_parts("sv", ranks[Language.SWEDISH])
    (STRENGTH / "data" / "words.bin").write_bytes(write_table(ranks))


if __name__ == "__main__":
    main()
