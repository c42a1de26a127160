"""Every row is accounted for: read, or rejected with its reason."""

from collections.abc import Callable

import pytest

from hygiene.sources import Export

Read = Callable[..., Export]


CHROME = "name,url,username,password,note\n"


def rows(count: int, start: int = 1) -> list[str]:
    return [f"Palvelu {n},https://p{n}.example/,aino{n},salasana{n}," for n in range(start, start + count)]


def passwords(export: Export) -> list[str]:
    return [login.password.reveal() for login in export.logins if login.password]


def rejected(export: Export) -> list[tuple[int, str]]:
    return [(each.row, each.reason) for each in export.input.rejected]


def holds(export: Export) -> bool:
    account = export.input
    return account.seen == account.read + len(account.rejected) and account.read == (
        len(export.logins) + account.not_logins + account.left_out
    )


def test_one_stray_quotation_mark_costs_one_row(read: Read) -> None:
    lines = rows(300)
    lines[49] = 'Palvelu 50,https://p50.example/,aino50,"salasana50,'
    export = read(CHROME + "\n".join(lines) + "\n")
    assert rejected(export) == [(50, "stray_quote")]
    assert (export.input.seen, len(export.logins)) == (300, 299)
    assert holds(export)


def test_two_stray_quotation_marks_that_look_like_one_field_cost_two_rows(read: Read) -> None:
    lines = rows(300)
    lines[49] = 'Palvelu 50,https://p50.example/,aino50,"salasana50,'
    lines[60] = 'Palvelu 61,https://p61.example/,aino61,salasana61",'
    export = read(CHROME + "\n".join(lines) + "\n")
    assert rejected(export) == [(50, "stray_quote"), (61, "stray_quote")]
    assert (export.input.seen, len(export.logins)) == (300, 298)
    assert "salasana55" in passwords(export)


@pytest.mark.parametrize("last", [51, 52])
def test_a_pair_of_stray_marks_in_neighbouring_rows_is_no_password_of_two_lines(read: Read, last: int) -> None:
    lines = rows(60)
    lines[49] = 'Palvelu 50,https://p50.example/,aino50,"salasana50,'
    lines[last - 1] = f'Palvelu {last},https://p{last}.example/,aino{last},salasana{last}",'
    export = read(CHROME + "\n".join(lines) + "\n")
    assert export.input.seen == 60
    assert rejected(export) == [(50, "stray_quote"), (last, "stray_quote")]


def test_rows_swallowed_by_a_note_are_found(read: Read) -> None:
    lines = rows(20)
    lines[4] = 'Palvelu 5,https://p5.example/,aino5,salasana5,"muistiinpano'
    lines[9] = 'Palvelu 10,https://p10.example/,aino10,salasana10,loppu"'
    export = read(CHROME + "\n".join(lines) + "\n")
    assert export.input.seen == 20
    assert rejected(export) == [(5, "stray_quote"), (10, "stray_quote")]


def test_swallowed_rows_that_hold_quoted_fields_are_found(read: Read) -> None:
    lines = [f'Palvelu {n},https://p{n}.example/,aino{n},"sala,sana{n}",' for n in range(1, 21)]
    lines[4] = 'Palvelu 5,https://p5.example/,aino5,"salasana5,'
    export = read(CHROME + "\n".join(lines) + "\n")
    assert export.input.seen == 20
    assert rejected(export) == [(5, "stray_quote")]


@pytest.mark.parametrize("place", [8, 10])
def test_a_quotation_mark_that_nothing_closes_costs_its_row_alone(read: Read, place: int) -> None:
    lines = rows(10)
    lines[place - 1] = f'Palvelu {place},https://p{place}.example/,aino{place},"salasana{place},'
    export = read(CHROME + "\n".join(lines) + "\n")
    assert rejected(export) == [(place, "stray_quote")]
    assert export.input.seen == 10


def test_a_quotation_mark_in_the_middle_of_a_bare_field_is_not_guessed_at(read: Read) -> None:
    export = read(CHROME + 'A,https://a.example/,aino,pa"ss,\n' + rows(1)[0] + "\n")
    assert rejected(export) == [(1, "stray_quote")]
    assert passwords(export) == ["salasana1"]


def test_a_note_of_many_lines_and_commas_is_one_row(read: Read) -> None:
    note = "maito, kahvi, pulla, mehu, keksi\n,,,,\na,b\n\nhttps://a.example/, x"
    export = read(CHROME + f'A,https://a.example/,aino,salainen,"{note}"\n' + rows(1)[0] + "\n")
    assert (export.input.seen, rejected(export)) == (2, [])
    assert passwords(export) == ["salainen", "salasana1"]


def test_a_note_before_the_address_may_have_as_many_commas_as_the_columns_before_it(read: Read) -> None:
    header = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n"
    row = ',,login,A,"eka\nyksi, kaksi, kolme, neljä, viisi",,0,https://a.example/,aino,salainen,\n'
    export = read(header + row)
    assert (rejected(export), passwords(export)) == ([], ["salainen"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,https://a.example/,aino,salainen", "too_few_columns"),
        ("A", "too_few_columns"),
        ('A,"https://a.example/",aino', "too_few_columns"),
        ("A,https://a.example/,aino,sala,inen,", "too_many_columns"),
        ('A,"https://a.example/",aino,sala,inen,', "too_many_columns"),
        (",".join("A" * 500), "too_many_columns"),
        ('A,"https://a.\nexample/",aino,salainen,', "line_break_in_url"),
        ('A,https://a.example/,"aino\rlaaksonen",salainen,', "line_break_in_username"),
        ('A,https://a.example/,aino,"sala"inen,', "stray_quote"),
        ('A,https://a.example/,aino, "salainen",', "stray_quote"),
        (f"A,https://a.example/,aino,{'x' * (2**20 + 1)},", "field_too_long"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_reason_and_spoils_no_other(
    read: Read, row: str, reason: str
) -> None:
    export = read(CHROME + rows(1)[0] + "\n" + row + "\n" + rows(1, start=2)[0] + "\n")
    assert rejected(export) == [(2, reason)]
    assert [login.entry for login in export.logins] == ["1:1", "1:3"]
    assert holds(export)


def test_an_unknown_kind_of_entry_is_rejected(read: Read) -> None:
    header = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n"
    export = read(header + ",,kirjain,A,,,0,https://a.example/,aino,salainen,\n")
    assert rejected(export) == [(1, "unexpected_value")]


@pytest.mark.parametrize("password", ["a&amp;b", "&lt;3", "it&#39;s", "it&#039;s", "&quot;\n"])
def test_a_password_that_was_written_as_on_a_web_page_is_not_taken_for_the_password(read: Read, password: str) -> None:
    header = "url,username,password,totp,extra,name,grouping,fav\n"
    export = read(header + f'https://a.example/,aino,"{password}",,,A,,0\nhttps://a.example/,aino,a&b;,,,A,,0\n')
    assert rejected(export) == [(1, "garbled_password")]
    assert passwords(export) == ["a&b;"]


def test_empty_lines_are_no_rows_and_rows_of_nothing_no_logins(read: Read) -> None:
    export = read("\r\n" + CHROME + "\n" + rows(1)[0] + "\n\n\n,,,,\n")
    assert (export.input.seen, export.input.not_logins, len(export.logins)) == (2, 1, 1)


def test_a_header_without_rows_is_an_export_of_nothing(read: Read) -> None:
    export = read(CHROME)
    assert (export.input.seen, export.logins) == (0, ())


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", [True, False])
def test_every_kind_of_line_end_separates_records(read: Read, separator: str, end: bool) -> None:
    text = separator.join([CHROME.strip(), *rows(5)])
    export = read(text + (separator if end else ""))
    assert passwords(export) == [f"salasana{n}" for n in range(1, 6)]


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e", "\x00", "\x1a"])
def test_only_line_ends_separate_records(read: Read, character: str) -> None:
    export = read(CHROME + f"A,https://a.example/,aino,sala{character}inen,\n")
    assert passwords(export) == [f"sala{character}inen"]


@pytest.mark.parametrize(
    "password",
    ["'=1+2", " edessä", "perässä\t", '"', '""', ",", "\r", "\n", "\r\n", "a\u0308", "\ufeff", "\\", "\U0001f332"],
)
def test_a_password_is_kept_byte_for_byte(read: Read, password: str) -> None:
    quoted = '"' + password.replace('"', '""') + '"'
    export = read(CHROME + f"A,https://a.example/,aino,{quoted},\n")
    assert passwords(export) == [password]


def test_columns_may_stand_in_any_order(read: Read) -> None:
    export = read("password,note,name,url,username\nsalainen,,A,https://a.example/,aino\n")
    assert (export.logins[0].title, passwords(export)) == ("A", ["salainen"])


def test_a_source_that_is_named_may_have_grown_columns(read: Read) -> None:
    export = read("name,url,username,password,note,colour\nA,https://a.example/,aino,salainen,,red\n", source="chrome")
    assert passwords(export) == ["salainen"]


@pytest.mark.parametrize("written", ["", "pian", "-1", "0", "99999999999999", "9" * 5000, "١٧١٥٩٣٧٠٠٠٠٠٠", "1e12"])
def test_a_date_that_cannot_be_believed_is_none_and_costs_no_row(read: Read, written: str) -> None:
    header = "url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,timePasswordChanged\n"
    export = read(header + f"https://a.example/,aino,salainen,,,,,,{written}\n")
    assert (export.logins[0].changed, export.logins[0].dates_password) == (None, False)


def test_addresses_in_one_column_are_parted_only_where_another_one_begins(read: Read) -> None:
    header = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n"
    joined = "https://a.example/x,y?z=1,2,androidapp://com.example.a,b.example,www.c.example/p"
    export = read(header + f',,login,A,,,0,"{joined}",aino,salainen,\n')
    assert export.logins[0].urls == (
        "https://a.example/x,y?z=1,2",
        "androidapp://com.example.a",
        "b.example",
        "www.c.example/p",
    )
