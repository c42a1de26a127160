"""A vault in which every personal thing is marked, in every format, and the search for a mark that got out.

Each password, user name and address holds the same rare letters, so that a part of one is found as well as the whole.
"""

import csv
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from hashlib import new as new_hash
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

SAMPLES = Path(__file__).parents[1] / "samples"
MARK = "kanari"

REUSED = "Kanarialintu-Häkissä-7"
WEAK = "kanarialintu"
ODD = "Kanaria\"<&>';{n}[/b]%s\\ 🐦\u200b=1+2"
LONG = "kanarialintu " * 20
SPACED = "  Kanaria  kaksi\tväliä "
FORMER = "Kanaria-entinen-3"
PASSWORDS = (REUSED, WEAK, ODD, LONG, SPACED, FORMER)
USER_NAMES = ("Kanarian.Omistaja", "kanarian.omistaja@posti.example", "kanarian.omistaja+ale@laaksola.example")
OTHERS = ("KANARIALASKURI2345", "kanarian oma muistiinpano", "Kanarialokero")
CANARIES = (*PASSWORDS, *USER_NAMES, *OTHERS)

_NAME, _ADDRESS, _WORK_ADDRESS = USER_NAMES
_TOTP = f"otpauth://totp/Palvelu:{_NAME}?secret={OTHERS[0]}"

ROWS = (
    {"title": "Intranet", "url": "https://netti.laaksola.example/", "username": _NAME, "password": REUSED},
    {"title": "Kirjasto", "url": "https://kirjasto.example/", "username": _ADDRESS, "password": WEAK},
    {"title": "Neulojat", "url": "https://neulojat.example/", "username": _ADDRESS, "password": WEAK},
    {"title": "Puoti", "url": "https://puoti.example/", "username": _WORK_ADDRESS, "password": REUSED},
    {"title": "Kuvat", "url": "https://kuvat.example/", "username": _WORK_ADDRESS, "password": ODD},
    {"title": "Pankki", "url": "https://pankki.example/", "username": "", "password": LONG, "totp": _TOTP},
    # What belongs elsewhere, in a field that is shown.
    {"title": ODD, "url": "https://a.example/", "username": _NAME, "password": ODD},
    {"title": SPACED, "url": "https://e.example/", "username": _NAME, "password": SPACED},
    {"title": f"Foorumi ({_ADDRESS})", "url": "https://b.example/", "username": _ADDRESS, "password": LONG},
    {"title": f"{_NAME} / {WEAK}", "url": "https://c.example/", "username": _NAME, "password": WEAK},
    {"title": "", "url": f"https://{WEAK}:{WEAK}@d.example/{WEAK}?u={WEAK}", "username": WEAK, "password": REUSED},
    {"title": "", "url": WEAK, "username": "muu", "password": WEAK},
    {"title": "", "url": "", "username": REUSED, "password": REUSED},
)

_COLUMNS = {
    "title": ("name", "title"),
    "url": ("url", "login_uri"),
    "username": ("username", "login_username"),
    "password": ("password", "login_password"),
    "totp": ("totp", "otpauth", "login_totp"),
    "notes": ("note", "notes", "extra"),
    "folder": ("folder", "group", "grouping", "tags"),
}
CSV_SAMPLES = ("1password-8", "apple-passwords", "bitwarden", "chrome", "firefox", "keepassxc", "lastpass")


def write_exports(folder: Path) -> list[Path]:
    """The marked vault as an export of each kind."""
    folder.mkdir()
    made = {f"{name}.csv": _as_csv(name) for name in CSV_SAMPLES} | {"bitwarden.json": _as_bitwarden_json()}
    for name, content in made.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    return [folder / name for name in made]


def _marked(row: dict[str, str]) -> dict[str, str]:
    return {"totp": "", "notes": f"{OTHERS[1]} {row['password']}", "folder": OTHERS[2], **row}


def _as_csv(name: str) -> str:
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        first = next(reader)
    made = StringIO()
    writer = csv.DictWriter(made, list(first), quoting=csv.QUOTE_ALL if name == "firefox" else csv.QUOTE_MINIMAL)
    writer.writeheader()
    for row in map(_marked, ROWS):
        own = {name: row[field] for field, names in _COLUMNS.items() for name in first if name.lower() in names}
        writer.writerow({**first, **own})
    return made.getvalue()


def _as_bitwarden_json() -> str:
    export: dict[str, Any] = json.loads((SAMPLES / "bitwarden.json").read_text(encoding="utf-8"))
    first = next(item for item in export["items"] if item["type"] == 1)
    # A password of the past, which the entry of another service shows as its title.
    shows_it = {"title": FORMER, "url": "https://f.example/", "username": _NAME, "password": LONG}
    export["items"] = [_as_item(first, _marked(row)) for row in (*ROWS, shows_it)]
    return json.dumps(export, ensure_ascii=False, indent=2)


def _as_item(first: dict[str, Any], row: dict[str, str]) -> dict[str, Any]:
    item = deepcopy(first)
    item.update(name=row["title"], notes=row["notes"])
    item["passwordHistory"] = [
        {"lastUsedDate": "2024-05-17T09:10:00.000Z", "password": former} for former in (FORMER, SPACED)
    ]
    item["login"].update(username=row["username"], password=row["password"], totp=row["totp"] or None)
    item["login"]["uris"] = [{"match": None, "uri": row["url"]}] if row["url"] else []
    return item


def leaks(data: bytes) -> list[str]:
    """What of the marked vault stands in these bytes, in whatever form."""
    lower = data.lower()
    return [form for form, needle in _needles() if needle in lower]


@cache
def _needles() -> tuple[tuple[str, bytes], ...]:
    return tuple((form, needle.lower()) for form, needle in [*_of_mark(), *_of_base64(), *_of_hashes()])


def _of_mark() -> Iterator[tuple[str, bytes]]:
    """The mark itself in each encoding in which a text may stand in a file."""
    yield "text", MARK.encode()
    yield "utf-16", MARK.encode("utf-16-le")
    for spelt in (MARK, MARK.title(), MARK.upper()):
        yield "hex", spelt.encode().hex().encode()
    yield "percent", "".join(f"%{byte:02x}" for byte in MARK.encode()).encode()
    yield "entities", "".join(f"&#{byte};" for byte in MARK.encode()).encode()


def _of_base64() -> Iterator[tuple[str, bytes]]:
    """The beginning of every canary, wherever in a longer text it stands."""
    for canary in CANARIES:
        for spelt in {canary, canary.lower(), canary.upper()}:
            for before in range(3):
                whole = b"\0" * before + spelt.encode()[: 15 - before]
                # The first characters depend on what stands before, and the last ones on what follows.
                yield "base64", b64encode(whole[: len(whole) // 3 * 3])[4 if before else 0 :]


def _of_hashes() -> Iterator[tuple[str, bytes]]:
    """Hashes of every password, user name and address; the first eight digits of one are enough."""
    for canary in (*PASSWORDS, *USER_NAMES):
        for spelt in {canary, canary.lower(), canary.upper(), canary.strip()}:
            for name, text in (("sha1", "utf-8"), ("sha256", "utf-8"), ("md5", "utf-8"), ("md4", "utf-16-le")):
                try:
                    digest = new_hash(name, spelt.encode(text), usedforsecurity=False).digest()
                except ValueError:
                    continue  # A build of OpenSSL without it.
                yield f"{name} in hex", digest.hex()[:8].encode()
                yield f"{name} suffix", digest.hex()[5:15].encode()
                yield f"{name} in base64", b64encode(digest)[:12]
                yield f"{name} in base64", urlsafe_b64encode(digest)[:12]
                yield f"{name} raw", digest[:8]


def forms(canary: str) -> dict[str, bytes]:
    """A canary in forms in which it must be found: what the search itself is held against."""
    utf8 = canary.encode()
    sha1 = new_hash("sha1", utf8, usedforsecurity=False)
    return {
        "as it is": utf8,
        "lower case": canary.lower().encode(),
        "upper case": canary.upper().encode(),
        "within": b"x" + utf8 + b"y",
        "as JSON": json.dumps(canary).encode(),
        "as a literal": repr(canary).encode(),
        "in a URL": quote(canary).encode(),
        "utf-16": canary.encode("utf-16"),
        "hex": utf8.hex().upper().encode(),
        **{f"base64 after {start}": b64encode(b"abc"[:start] + utf8) for start in range(3)},
        "sha1": sha1.hexdigest().upper().encode(),
        "sha1 suffix": sha1.hexdigest()[5:].encode(),
        "sha1 raw": sha1.digest(),
        "sha1 base64": b64encode(sha1.digest()),
        "sha256": new_hash("sha256", utf8).hexdigest().encode(),
    }
