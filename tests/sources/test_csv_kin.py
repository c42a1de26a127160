"""What the tables of single programs have of their own, and tables whose user names the columns."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hygiene.errors import SourceError
from hygiene.sources import Export, UndecidedError, UnknownColumnsError

Read = Callable[..., Export]

SAMPLES = Path(__file__).parents[1] / "samples"


def passwords(export: Export) -> list[str]:
    return [login.password.reveal() for login in export.logins if login.password]


def rejected(export: Export) -> list[tuple[int, str]]:
    return [(each.row, each.reason) for each in export.input.rejected]


def refusal(read: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read()
    return caught.value


KEEPASS = '"Account","Login Name","Password","Web Site","Comments"\r\n'


@pytest.mark.parametrize(
    ("written", "password"),
    [(r"a\"b", 'a"b'), (r"a\\b", "a\\b"), (r"\\\"", '\\"'), ("a,b\r\nc", "a,b\r\nc"), (r"\\n", r"\n"), ("'=1", "'=1")],
)
def test_keepass_writes_backslashes(read: Read, written: str, password: str) -> None:
    assert passwords(read(f'{KEEPASS}"A","aino","{written}","https://a.example/",""\r\n')) == [password]


@pytest.mark.parametrize("written", ['a""b', r"a\b", "a\\"])
def test_what_keepass_never_writes_is_not_guessed_at(read: Read, written: str) -> None:
    export = read(
        f'{KEEPASS}"A","aino","{written}","https://a.example/",""\r\n"B","aino","b","https://b.example/",""\r\n'
    )
    assert (rejected(export)[0], passwords(export)[-1:]) == ((1, "stray_quote"), ["b"])


ROBOFORM = "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2\n"


@pytest.mark.parametrize(
    ("written", "password"),
    [("'@a", "@a"), ("''a", "'a"), ("'a", "'a"), ("'", "'"), ("'''", "''"), ("'=1", "'=1"), ("a'@", "a'@")],
)
def test_roboform_guards_two_signs_and_no_other(read: Read, written: str, password: str) -> None:
    login = read(f"{ROBOFORM}A,https://a.example/,,{written},{written},,\n").logins[0]
    assert login.password
    assert (login.username, login.password.reveal()) == (password, password)


def test_roboform_has_rows_of_any_length_from_seven_fields_on(read: Read) -> None:
    rows = ["A,https://a.example/,,aino,a,,", "B,https://b.example/,,aino,b,,,x,y,z", "C,https://c.example/,,aino,c,"]
    export = read(ROBOFORM + "\n".join(rows) + "\n")
    assert (passwords(export), rejected(export)) == (["a", "b"], [(3, "too_few_columns")])


NORDPASS = (
    "name,url,additional_urls,username,password,note,cardholdername,cardnumber,cvc,expirydate,zipcode,folder,type\n"
)


@pytest.mark.parametrize(
    ("written", "urls"),
    [
        ("", ("https://a.example/",)),
        ('"[""https://b.example/"",""https://a.example/""]"', ("https://a.example/", "https://b.example/")),
        ("[]", ("https://a.example/",)),
    ],
)
def test_nordpass_lists_further_addresses(read: Read, written: str, urls: tuple[str, ...]) -> None:
    assert read(f"{NORDPASS}A,https://a.example/,{written},aino,a,,,,,,,,password\n").logins[0].urls == urls


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("[1]", "wrong_type"),
        ("{}", "wrong_type"),
        ("[", "not_json"),
        ("https://b.example/", "not_json"),
        ("[NaN]", "not_json"),
    ],
)
def test_further_addresses_that_are_none_cost_their_row(read: Read, written: str, reason: str) -> None:
    export = read(f"{NORDPASS}A,https://a.example/,{written},aino,a,,,,,,,,password\nB,,,aino,b,,,,,,,,password\n")
    assert (rejected(export), passwords(export)) == ([(1, reason)], ["b"])


def test_a_kind_of_entry_that_is_new_is_rejected_and_not_passed_over(read: Read) -> None:
    assert rejected(read(f"{NORDPASS}A,https://a.example/,,aino,a,,,,,,,,hologram\n")) == [(1, "unexpected_value")]


ZOHO = (
    "Password Name,Description,Password URL,SecretData,Notes,CustomData,Tags,Classification,Favorite,TOTP,Folder Name\n"
)


@pytest.mark.parametrize(
    ("secret", "password"),
    [
        ("SecretType:Web Account\nUser Name:aino\nPassword:a:b c\n", "a:b c"),
        ("SecretType:Web Account\r\nUser Name:aino\r\nPassword:a\r\n", "a"),
        ("SecretType:Windows\nUser Name:aino\nPassword: a \n", " a "),
    ],
)
def test_zoho_keeps_the_password_among_labels(read: Read, secret: str, password: str) -> None:
    assert passwords(read(f'{ZOHO}A,,https://a.example/,"{secret}",,,,E,0,,\n')) == [password]


def test_zoho_a_line_that_may_be_a_label_or_a_password_is_not_guessed_at(read: Read) -> None:
    secret = "SecretType:Web Account\nUser Name:aino\nPassword:a\nPort:b\n"
    assert rejected(read(f'{ZOHO}A,,https://a.example/,"{secret}",,,,E,0,,\n')) == [(1, "unexpected_value")]


def test_enpass_with_two_passwords_is_not_guessed_at(read: Read) -> None:
    header = '"Title","Field","Value","Field","Value",.........,"Note"\n'
    row = '"A","Username","aino","*Password","a","*Password","{}","Website","https://a.example/"\n'
    export = read(header + row.format("b") + row.format("a"))
    assert (rejected(export), passwords(export)) == ([(1, "several_passwords")], ["a"])


def test_kaspersky_a_block_that_is_unlike_all_others_is_rejected(read: Read) -> None:
    block = "Website name: A\nWebsite URL: a.example\nLogin name:\nLogin: aino\nPassword: {}\nComment:\n\n---\n\n"
    broken = "Website name: B\nPassword: toinen\n\n---\n\n"
    twice = block.format("a\nComment: b")
    export = read("Websites\n\n" + block.format("a") + broken + twice + block.format("d\nLogin: e"))
    assert rejected(export) == [(2, "unexpected_value"), (3, "several_passwords")]
    assert passwords(export) == ["a", "d\nLogin: e"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_named_columns_are_read_from_any_table(read: Read, separator: str, end: str) -> None:
    rows = [["Palvelu", "Osoite", "Tunnus", "Salasana"], ["A", "https://a.example/", "aino", "sala"]]
    text = end.join(separator.join(row) for row in rows) + end
    columns = {"url": "Osoite", "username": "Tunnus", "password": "Salasana", "title": "Palvelu"}
    export = read(text, columns=columns)
    login = export.logins[0]
    assert (export.input.source, login.title, login.urls, login.username) == (
        "columns",
        "A",
        ("https://a.example/",),
        "aino",
    )
    assert passwords(export) == ["sala"]


def test_columns_are_named_by_their_places_where_nothing_names_them(read: Read) -> None:
    text = '"A","https://a.example/","aino","eka"\n"B","https://b.example/","aino","toka"\n'
    export = read(text, columns={"url": "2", "username": "3", "password": "4"})
    assert (passwords(export), export.input.seen) == (["eka", "toka"], 2)


@pytest.mark.parametrize(
    "columns",
    [{"url": "2", "username": "3", "password": "9"}, {"url": "Osoite", "username": "Tunnus", "password": "Sala"}],
)
def test_a_column_that_is_not_there_is_told(read: Read, columns: dict[str, str]) -> None:
    error = refusal(lambda: read("Osoite,Tunnus,Salasana\na,b,c\n", columns=columns))
    assert (error.key, error.values["part"]) == ("sources.no_such_column", "password")


def test_a_column_that_stands_there_twice_is_not_guessed_at(read: Read) -> None:
    columns = {"url": "u", "username": "n", "password": "p"}
    assert refusal(lambda: read("u,n,p,p\na,b,c,d\n", columns=columns)).key == "sources.equal_columns"


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_table_that_names_its_passwords_may_be_asked_about(read: Read, separator: str) -> None:
    error = refusal(lambda: read(f"Palvelu{separator}Osoite{separator}Salasana\n1{separator}2{separator}3\n"))
    assert isinstance(error, UnknownColumnsError)
    assert error.columns == ("Palvelu", "Osoite", "Salasana")


def test_a_first_row_that_may_be_a_login_is_shown_to_nobody(read: Read) -> None:
    error = refusal(lambda: read("A,https://a.example/,aino,sala\nB,https://b.example/,aino,toinen\n"))
    assert (type(error), error.key) == (SourceError, "sources.no_header")


def test_what_may_be_from_several_programs_is_left_to_the_user(read: Read) -> None:
    row = '"Työ","A","aino","*Password","https://a.example/","password","","url","x"\n'
    error = refusal(lambda: read(row * 3))
    assert isinstance(error, UndecidedError)
    assert set(error.fitting) == {"keeper-csv", "enpass-csv"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_where_the_user_says_so(read: Read, encoding: str) -> None:
    text = "name,url,username,password,note\r\nA,https://a.example/,aino,säätä\u2028,\r\n"
    assert passwords(read(text.encode(encoding), encoding="utf-16")) == ["säätä\u2028"]
    assert refusal(lambda: read(text.encode(encoding))).key == "sources.utf16"


def test_the_encoding_of_windows_is_read_where_the_user_says_so(read: Read) -> None:
    text = "name,url,username,password,note\r\nA,https://a.example/,aino,s\xe4\u20ac,\r\n"
    assert passwords(read(text.encode("cp1252"), encoding="cp1252")) == ["s\xe4\u20ac"]
    assert refusal(lambda: read(text.encode("cp1252"))).key == "sources.not_utf8"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"a\x81b" * 9, "cp1252"), (b"\xff\xfea", "utf-16"), (b"\xff\xfe\x00\xd8\x00\xd8", "utf-16")],
)
def test_an_encoding_that_is_another_one_is_told(read: Read, content: bytes, encoding: str) -> None:
    assert refusal(lambda: read(content, encoding=encoding)).key == "sources.wrong_encoding"
