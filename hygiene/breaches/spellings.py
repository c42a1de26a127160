"""The spellings under which a breach may hold a password."""

from unicodedata import normalize

from hygiene.secret import Secret


def spellings(password: Secret) -> tuple[str, ...]:
    """The password as it was typed, then its NFC and NFKC forms where these differ.

    The same ä may reach one service as a single character and another as an a with two dots laid over it, so a
    password counts as found under any of its spellings and as not found only where all of them were looked up.
    Empty where the password has no UTF-8 form: breach data is kept by the UTF-8 form, so there is nothing to look up.
    """
    typed = password.reveal()
    if typed.isascii():
        return (typed,)
    if password.utf8() is None:
        return ()
    return tuple(dict.fromkeys((typed, normalize("NFC", typed), normalize("NFKC", typed))))
