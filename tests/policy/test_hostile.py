import os
import traceback
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygiene.errors import PolicyError
from hygiene.policy.reading import builtin_packs, describe, load_policy, problems
from hygiene.policy.reading.sheaf import MOST_BYTES, MOST_FILES
from hygiene.texts import say

CANARY = "Kanarialintu-4711"

HOSTILE = {
    "empty": b"",
    "nul": b'id = "a\x00b"',
    "binary": bytes(range(256)),
    "utf-16": f'id = "{CANARY}"'.encode("utf-16"),
    "latin-1": f'id = "{CANARY}ä"'.encode("latin-1"),
    "lone carriage return": f'id = "{CANARY}"\rversion = 1'.encode(),
    "deep list": b"a = " + b"[" * 100_000,
    "deep table": b"a = " + b"{a=" * 100_000,
    "deep key": b".".join([b"a"] * 20_000) + b" = 1",
    "huge": b"#" * (MOST_BYTES + 1),
    "many rules": b"[[rules]]\n" * 40_000,
    "endless number": b"version = " + b"9" * 100_000,
    "endless line of space": b"id = 1\n" + b" " * 400_000 + b"\nrules = 1",
    "csv with passwords": f"name,url,username,password\nx,y,z,{CANARY}\n".encode(),
    "password as a value": f'id = "{CANARY}"'.encode(),
    "password as a key": f'"{CANARY}" = 1\n[[rules]]\n"{CANARY}" = "x"'.encode(),
    "password in a list": f'locked = ["{CANARY}"]\n[[rules]]\naccepts = ["{CANARY}"]\nid = "{CANARY}"'.encode(),
    "duplicate key": f'"{CANARY}" = 1\n"{CANARY}" = 2'.encode(),
    "wrong kinds": b"rules = 1\ngroups = {}\norganisation = []\ntighten = [1, [], {rule = []}]\nlocked = {}\nid = []",
    "wrong kinds within": b"rules = [{id = 1, fi = 2, accepts = {}, parameters = [], applies_if = 1, group = []}]\n"
    b"exemptions = [{rule = {}, until = 2027-01-01T00:00:00}]\ntighten = [{rule = 'training', severity = []}]",
}


@pytest.mark.parametrize("over", [(), ("municipality",)], ids=["alone", "laid over"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_policy_error_and_tells_nothing_of_itself(
    tmp_path: Path, name: str, over: tuple[str, ...]
) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(PolicyError) as raised:
        load_policy([*over, str(path)])
    told = say(f"{raised.value.key}.problem", **raised.value.values)
    assert str(path) in told
    assert CANARY not in told
    assert CANARY not in "".join(traceback.format_exception(raised.value))
    assert all(CANARY not in describe(problem) for problem in problems(str(path), over))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet="[]{}=.,\"'#\n a1-rules", max_size=300).map(str.encode))
def test_arbitrary_bytes_are_a_policy_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("policy") / "policy.toml"
    path.write_bytes(data)
    with pytest.raises(PolicyError):
        load_policy([str(path)])


@pytest.mark.parametrize(
    ("text", "line"),
    [("id = 'a'\nversion = \n", 2), ("id = 'a'\n\n\n[[rules]\n", 4), ("id = 'a'\nid = 'b'\n", 2)],
)
def test_a_slip_in_the_form_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    (problem,) = problems(str(path))
    assert (problem.key, problem.line) == ("not_toml", line)


def test_the_line_of_a_wrong_byte_is_told(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes("id = 'a'\n# hyvää\n".encode("latin-1"))
    (problem,) = problems(str(path))
    assert (problem.key, problem.line) == ("not_utf8", 2)


def test_a_mark_at_the_start_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"\xef\xbb\xbfid = 'town'\r\nversion = '1'\r\nnames = { fi = 'a', sv = 'b', en = 'c' }\r\n")
    assert load_policy(["municipality", str(path)]).id == "town"


def test_what_cannot_be_opened_is_a_policy_error(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "many").mkdir()
    for number in range(MOST_FILES + 1):
        (tmp_path / "many" / f"{number}.toml").touch()
    expected = {
        str(tmp_path / "none"): "policy.empty_folder",
        str(tmp_path / "many"): "policy.too_many_files",
        str(tmp_path / "absent.toml"): "policy.not_found",
        "no\x00name": "policy.not_found",
        "x" * 5000: "policy.not_found",
    }
    for name, key in expected.items():
        with pytest.raises(PolicyError) as raised:
            load_policy([name])
        assert raised.value.key == key
    with pytest.raises(PolicyError) as raised:
        load_policy([])
    assert builtin_packs()[0] in str(raised.value.values["packs"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "policy.toml")
    for name in (tmp_path, tmp_path / "policy.toml"):
        with pytest.raises(PolicyError):
            load_policy([str(name)])
