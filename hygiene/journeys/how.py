"""How to export passwords from each password manager and browser, and what to do afterwards."""

from collections.abc import Sequence

from hygiene.errors import HygieneError
from hygiene.texts import say

PROGRAMS = {
    "chrome": "Chrome",
    "edge": "Edge",
    "brave": "Brave",
    "opera": "Opera",
    "vivaldi": "Vivaldi",
    "firefox": "Firefox",
    "apple-passwords": "Apple Passwords",
    "bitwarden": "Bitwarden",
    "1password": "1Password",
    "keepassxc": "KeePassXC",
    "keepass": "KeePass",
    "lastpass": "LastPass",
    "dashlane": "Dashlane",
    "nordpass": "NordPass",
    "proton-pass": "Proton Pass",
    "enpass": "Enpass",
    "roboform": "RoboForm",
    "keeper": "Keeper",
    "safeincloud": "SafeInCloud",
    "zoho-vault": "Zoho Vault",
    "buttercup": "Buttercup",
    "f-secure": "F-Secure ID PROTECTION",
    "kaspersky": "Kaspersky Password Manager",
    "avast": "Avast Passwords",
    "pass": "pass",
    "other": "",
}
"""What people call each program, by the name under which `texts/*/how.toml` tells of it."""

_OTHER_NAMES = {
    "googlechrome": "chrome",
    "googlepasswordmanager": "chrome",
    "microsoftedge": "edge",
    "mozillafirefox": "firefox",
    "safari": "apple-passwords",
    "icloudkeychain": "apple-passwords",
    "gopass": "pass",
    "fsecure": "f-secure",
    "fsecurekey": "f-secure",
}
"""What else people call them, without spaces and signs."""


def how_to_export(names: Sequence[str]) -> str:
    """The steps for each of these programs, or for all; then what to do with the file."""
    chosen = [_known(name) for name in names] or list(PROGRAMS)
    paragraphs = [say("how.before"), *map(_steps, chosen), say("how.afterwards")]
    return "\n\n".join(paragraphs) + "\n"


def _steps(name: str) -> str:
    return f"{PROGRAMS[name] or say('how.other_programs')}\n{say(f'how.steps.{name}')}"


def _known(typed: str) -> str:
    plain = _plain(typed)
    for name, product in PROGRAMS.items():
        if plain and plain in (_plain(name), _plain(product)):
            return name
    if plain in _OTHER_NAMES:
        return _OTHER_NAMES[plain]
    raise HygieneError("how.not_known", names=", ".join(PROGRAMS))


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
