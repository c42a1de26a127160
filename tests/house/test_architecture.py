"""docs/architecture.md is a true account: whatever it names is there, and whatever is there has its place in it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([^`\s]+)`", PAGE)
PATHS = [name for name in NAMED if "/" in name or Path(name).suffix in {".py", ".toml", ".lock", ".md"}]


def test_every_file_and_folder_that_the_page_names_exists() -> None:
    paths = [name for name in PATHS if name != "checks.toml"]
    assert len(paths) > 40
    for name in paths:
        path = ROOT / name
        assert path.is_dir() if name.endswith("/") else path.is_file(), name


def test_every_layer_of_the_house_is_on_the_page() -> None:
    parts = [part for part in (ROOT / "hygiene").iterdir() if not part.name.startswith(("_", "."))]
    assert len(parts) > 15
    for part in parts:
        name = f"hygiene/{part.name}/" if part.is_dir() else f"hygiene/{part.name}"
        assert name in NAMED, name


def test_every_name_of_the_code_on_the_page_is_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "hygiene").rglob("*.py"))
    names = [name for name in NAMED if re.fullmatch(r"[A-Za-z_]\w*", name) and name != "hygiene"]
    assert "AuditReport" in names
    for name in names:
        assert re.search(rf"\b{name}\b", code), name


def test_the_page_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 100
