"""docs/platforms.md is enough to add a platform by: its examples are whole, and it names all there is."""

import re
from pathlib import Path

import pytest

from hygiene.platforms.model import KINDS, REVIEW_DAYS, VALUES, Use
from hygiene.platforms.reading import load_catalogue, problems
from hygiene.platforms.shape import MOST_LABEL, MOST_MENU, MOST_TEXT, MOST_WHY

PAGE = (Path(__file__).parents[2] / "docs" / "platforms.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    added, changed, export, proof, history = EXAMPLES
    (tmp_path / "a.toml").write_text(added.replace("[[settings]]", export + "\n[[settings]]", 1) + "", encoding="utf-8")
    (tmp_path / "b.toml").write_text(changed, encoding="utf-8")
    with_proof = f'id = "intranet"\n[[settings]]\nid = "picture"\n{proof}'
    (tmp_path / "c.toml").write_text(with_proof, encoding="utf-8")
    with_history = f'id = "facebook"\n[[settings]]\nid = "future-posts"\n{history}'
    (tmp_path / "d.toml").write_text(with_history, encoding="utf-8")
    return str(tmp_path)


def test_the_examples_do_what_they_say(folder: str) -> None:
    assert problems([folder]) == []
    catalogue = load_catalogue([folder])
    assert catalogue.platform("facebook").setting("future-posts").recommended[Use.PRIVATE].word == "only-me"
    intranet = catalogue.platform("intranet")
    assert intranet.setting("picture").proofs[0].values == {"true": "on", "false": "off"}
    assert intranet.export is not None
    assert catalogue.platform("facebook").setting("future-posts").proofs[0].newest == ("*", "at")


def test_every_word_and_bound_is_named() -> None:
    for word in (*KINDS, *VALUES, *Use):
        assert f"`{word}`" in PAGE, word
    for number in (MOST_LABEL, MOST_MENU, MOST_WHY, MOST_TEXT, *REVIEW_DAYS.values()):
        assert re.search(rf"\b{number}\b", PAGE), number
