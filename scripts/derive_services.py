"""Derives what the product ships about services from the public lists it was taken from.

Run as `python scripts/derive_services.py SOURCE_FOLDER` where hygiene is installed; the folder holds the six files that
`NOTICE` names. The same files give the same bytes. What is left out, such as a link that is not https, is counted on
standard error. After new files have been taken, change `TAKEN` here, run this, and bring the numbers in `NOTICE` up to
date.
"""

import argparse
import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from hygiene.services.catalogue import COLUMNS, NO_SECOND_FACTOR, PASSKEY, DeleteDifficulty
from hygiene.services.domains import host, is_public, itself_and_above, site
from hygiene.services.logins import Sharing

TAKEN = "2026-11-22"

Facts = dict[str, str]

# Where a site's own accounts sign in: what is told of such a host holds for the site.
_SIGN_IN_LABELS = frozenset(
    ("account", "accounts", "app", "appleid", "auth", "id", "login", "my", "oma", "profile", "secure", "store", "www")
)
_METHODS = ("totp", "u2f", PASSKEY, "custom-hardware", "custom-software", "sms", "call", "email")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
_REGION = re.compile(r" \[[A-Z]{2}\]$")


class LeftOut(Counter[str]):
    """Counts what is left out, by reason."""

    def tell(self) -> None:
        """Write the counts on standard error."""
        for reason, count in sorted(self.items()):
            sys.stderr.write(f"left out: {count} {reason}\n")


def derive(source: Path, target: Path) -> LeftOut:
    """Write `catalogue.tsv` and `shared_logins.tsv` into `target`."""
    left_out = LeftOut()
    catalogue = _without_echoes(_gather(source, left_out))
    rows = ("\t".join((domain, *(facts[each] for each in COLUMNS[1:]))) for domain, facts in sorted(catalogue.items()))
    _write(target / "catalogue.tsv", "\t".join(COLUMNS), rows)
    _write(target / "shared_logins.tsv", "sharing\tdomains\tto", sorted(_groups(source, left_out)))
    return left_out


def _gather(source: Path, left_out: LeftOut) -> dict[str, Facts]:
    """All facts by domain. Of two names for a service that of the second-factor list is taken first."""
    catalogue: dict[str, Facts] = {}
    methods: dict[str, set[str]] = {}
    for name, facts_of in (
        ("second-factor.tsv", _second_factor),
        ("passkeys.tsv", _passkey),
        ("account-deletion.tsv", _deletion),
        ("change-password.tsv", _change_password),
    ):
        told: dict[str, Facts] = {}
        rows = _best_first(_rows(source / name, left_out))
        own = [(row["domain"], row) for row in rows]
        further = [(domain, row) for row in rows for domain in row.get("more_domains", "").split()]
        # What is told of a site itself comes before what is told of where one signs in to it.
        for domain, row in sorted(own + further, key=lambda each: _signed_in_to(each[0]) != ""):
            where = _signed_in_to(domain) or domain
            if where not in told and _is_sound(where, left_out):
                told[where] = facts_of(row, left_out)
        for domain, facts in told.items():
            known = catalogue.setdefault(domain, dict.fromkeys(COLUMNS[1:], ""))
            known.update({key: value for key, value in facts.items() if value and not known.get(key)})
            if "methods" in facts:
                methods.setdefault(domain, set()).update(facts["methods"].split())
    for domain, known_methods in methods.items():
        in_order = [method for method in _METHODS if method in known_methods]
        catalogue[domain]["second_factor"] = " ".join(in_order) or NO_SECOND_FACTOR
    return {domain: facts for domain, facts in catalogue.items() if any(facts[each] for each in COLUMNS[2:])}


def _second_factor(row: Mapping[str, str], left_out: LeftOut) -> Facts:
    return {
        "name": _REGION.sub("", row["name"]),
        "methods": row["methods"],
        "second_factor_link": _link(row["help"], left_out),
        "categories": row["categories"],
    }


def _passkey(row: Mapping[str, str], left_out: LeftOut) -> Facts:
    if not (row["passwordless"] or row["mfa"]):
        return {"name": row["name"]}
    return {"name": row["name"], "methods": PASSKEY, "second_factor_link": _link(row["help"], left_out)}


def _deletion(row: Mapping[str, str], left_out: LeftOut) -> Facts:
    difficulty = DeleteDifficulty(row["difficulty"]).value
    return {"name": row["name"], "delete_difficulty": difficulty, "delete_link": _link(row["url"], left_out)}


def _change_password(row: Mapping[str, str], left_out: LeftOut) -> Facts:
    return {"change_password_link": _link(row["url"], left_out)}


def _rows(path: Path, left_out: LeftOut) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True):
            if None in row or None in row.values():
                left_out[f"rows of {path.name} with the wrong number of fields"] += 1
            elif any(unicodedata.category(letter) in _UNSEEN for value in row.values() for letter in value):
                left_out[f"rows of {path.name} with control characters"] += 1
            else:
                row["domain"] = row["domain"].lower().removesuffix("/")
                yield {key: value.strip() for key, value in row.items()}


def _best_first(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of one list in an order of their own; of two for one domain, the one that bears its name comes first."""

    def key(row: dict[str, str]) -> tuple[object, ...]:
        name = "".join(filter(str.isalnum, row.get("name", "").lower()))
        return row["domain"], name not in row["domain"], len(name), sorted(row.items())

    return sorted(rows, key=key)


def _is_sound(domain: str, left_out: LeftOut) -> bool:
    is_sound = host(domain) == domain and is_public(domain)
    left_out["domains that are none"] += not is_sound
    return is_sound


def _link(link: str, left_out: LeftOut) -> str:
    """A link without its `https://`; "" for one that is not safe to offer."""
    if not link:
        return ""
    parts = urlsplit(link)
    if parts.scheme == "https" and "@" not in parts.netloc and is_public(link) and re.fullmatch(r"[!-~]+", link):
        return link[len("https://") :]
    left_out["links that are not plain https"] += 1
    return ""


def _signed_in_to(domain: str) -> str:
    """The site of a host at which nothing but the site's own accounts sign in, else ""."""
    label, _, owner = domain.partition(".")
    return owner if label in _SIGN_IN_LABELS and owner == site(domain) else ""


def _without_echoes(catalogue: dict[str, Facts]) -> dict[str, Facts]:
    """The catalogue without those sub-domains of which nothing is told but what the domain above them tells."""

    def is_echo(domain: str, facts: Facts) -> bool:
        above = next((catalogue[name] for name in itself_and_above(domain)[1:] if name in catalogue), None)
        return above is not None and all(above[key] == value for key, value in facts.items() if value and key != "name")

    return {domain: facts for domain, facts in catalogue.items() if not is_echo(domain, facts)}


def _groups(source: Path, left_out: LeftOut) -> Iterator[str]:
    for name, kind in (
        ("shared-credentials.json", Sharing.SHARED),
        ("shared-credentials-historical.json", Sharing.HISTORICAL),
    ):
        for group in json.loads((source / name).read_text(encoding="utf-8")):
            if "shared" in group:
                yield f"{kind}\t{_members(group['shared'], left_out)}\t"
            else:
                first, second = _members(group["from"], left_out), _members(group["to"], left_out)
                yield f"{Sharing.DIRECTED}\t{first}\t{second}"


def _members(domains: list[str], left_out: LeftOut) -> str:
    sound = [domain.lower() for domain in domains if _is_sound(domain.lower(), left_out)]
    return " ".join(sorted({*sound, *filter(None, map(_signed_in_to, sound))}))


def _write(path: Path, header: str, rows: Iterable[str]) -> None:
    """Write a table under a first line that tells its date, its number of rows and the checksum of all that follows."""
    body = [header, *rows]
    text = "\n".join(body) + "\n"
    checksum = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(f"# taken {TAKEN} rows {len(body) - 1} sha256 {checksum}\n{text}", encoding="utf-8", newline="\n")


def main() -> None:
    """Derive from the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Derive the catalogue of services from the public lists.")
    parser.add_argument("source", type=Path, metavar="SOURCE_FOLDER")
    target = Path(__file__).parents[1] / "hygiene" / "services"
    parser.add_argument("--into", type=Path, default=target, metavar="FOLDER", help="default: %(default)s")
    options = parser.parse_args()
    derive(options.source, options.into).tell()


if __name__ == "__main__":
    main()
