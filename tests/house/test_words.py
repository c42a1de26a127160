"""The glossary of docs/words.md holds in every text that a user can see."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs/words.md"
GUIDES = {"fi": "docs/opas.fi.md", "sv": "docs/guide.sv.md", "en": "docs/guide.en.md"}
LANGUAGES = tuple(GUIDES)
MENUS = ("web", "app", "android", "ios")


def avoided(language: str) -> list[str]:
    rows = [line.split("|")[1:-1] for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert all(len(row) == 5 for row in rows)
    parts = [part.strip() for row in rows[2:] for part in row[4].split(";")]
    of_language = [part.removeprefix(f"{language}:") for part in parts if part.startswith(f"{language}:")]
    return [word.strip() for part in of_language for word in part.split(",")]


def pattern(words: list[str]) -> re.Pattern[str]:
    alternatives = (re.escape(word[:-1]) if word.endswith("-") else rf"{re.escape(word)}\b" for word in words)
    return re.compile(rf"\b(?:{'|'.join(alternatives)})", re.IGNORECASE)


def sentences(node: Any, where: str) -> Iterator[tuple[str, str]]:
    match node:
        case str():
            yield where, node
        case dict():
            for key, each in node.items():
                yield from sentences(each, f"{where}.{key}")


def said(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "hygiene/texts" / language).glob("*.toml")):
        yield from sentences(tomllib.loads(file.read_text(encoding="utf-8")), f"{language}/{file.stem}")
    for file in sorted((ROOT / "hygiene/policy/packs").glob("*/*.toml")):
        pack = tomllib.loads(file.read_text(encoding="utf-8"))
        for kind in ("rules", "circumstances"):
            for each in pack.get(kind, ()):
                yield from sentences(each[language], each["id"])
    for file in sorted((ROOT / "hygiene/platforms/catalogue").glob("*.toml")):
        platform = tomllib.loads(file.read_text(encoding="utf-8"))
        for each in (platform, *platform.get("settings", ())):
            # The labels of menus are the platforms' own words.
            texts = {name: text for name, text in each[language].items() if name not in MENUS}
            yield from sentences(texts, f"{file.stem}.{each['id']}")
    guide = (ROOT / GUIDES[language]).read_text(encoding="utf-8")
    for number, line in enumerate(guide.splitlines(), start=1):
        yield f"{GUIDES[language]}:{number}", line


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_uses_a_word_that_the_glossary_avoids(language: str) -> None:
    unwanted = pattern(avoided(language))
    texts = list(said(language))
    assert len(texts) > 400
    assert [(where, found[0]) for where, text in texts if (found := unwanted.search(text))] == []


def test_an_ending_is_found_only_where_the_glossary_allows_one() -> None:
    unwanted = pattern(["valitsin", "salasananhallin-"])
    assert unwanted.search("Anna valitsin.")
    assert unwanted.search("avaa salasananhallinta")
    assert not unwanted.search("valitsinko oikein")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_something_to_avoid(language: str) -> None:
    assert len(avoided(language)) >= 3
