"""One spelling for look-ups: lower case, without marks above or below letters, and as long as the original."""

import unicodedata

_LETTERS = str.maketrans("åäöéèêëáàâãíìîïóòôõøúùûüýñçßæðłþı", "aaoeeeeaaaaiiiiooooouuuuyncsadlti")


def normalise(text: str) -> str:
    """The composed form (NFC): an ä that was typed as an a and a mark counts as one letter, as for its owner."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` with å, ä and ö as a and o, é as e and so on, character by character, so that places stay the same.

    An attacker tries Jyväskylä and jyvaskyla alike, so words are kept and looked up in this one spelling.
    """
    if text.isascii():
        return text.lower()
    folded = text.lower().translate(_LETTERS)
    if folded.isascii() and len(folded) == len(text):
        return folded
    return "".join(map(_fold_character, text))


def _fold_character(character: str) -> str:
    lower = character.lower()[:1]
    return unicodedata.normalize("NFD", lower)[:1].translate(_LETTERS)
