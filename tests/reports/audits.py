"""Audits that the reports of these tests are made of: an ordinary one, a hostile one and an empty one."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

from hygiene.evidence import (
    Account,
    AccountKind,
    BreachAnswer,
    BreachSource,
    DataExportInput,
    Evidence,
    Exposure,
    Input,
    Login,
    Origin,
    Rejection,
    SecondFactor,
    Strength,
    UnreadFile,
)
from hygiene.findings import Finding, Outcome, Remedy, Severity, Verdict
from hygiene.policy.model import Exemption, Group, Policy, Rule, RuleTexts
from hygiene.reports.document import AuditReport
from hygiene.secret import Secret
from hygiene.texts import LANGUAGES

CANARIES = ("Canary-Kesakissa-2019", "Canary-Omena-77", "canary.user@kunta.example", "canary-tunnus")

REUSED, STRONG = Secret(CANARIES[0]), Secret(CANARIES[1])
NAMES = {"fi": "Mallikunta", "sv": "Modellkommun", "en": "Model Municipality"}


def _policy() -> Policy:
    source = tomllib.loads(Path(__file__).with_name("policy.toml").read_text(encoding="utf-8"))
    return Policy(
        id="model-municipality",
        version="2026.1",
        names=NAMES,
        groups=tuple(Group(**group) for group in source["groups"]),
        rules=tuple(
            Rule(
                id=rule["id"],
                group=rule["group"],
                severity=Severity(rule["severity"]),
                check="answer",
                texts={language: RuleTexts(**rule[language]) for language in LANGUAGES},
                covers=tuple(rule["covers"]),
                links=tuple(rule.get("links", ())),
                layer="model-municipality",
            )
            for rule in source["rules"]
        ),
        layers=("municipality", "model-municipality"),
        exemptions=(
            Exemption(
                "no-file-sharing",
                {
                    "fi": "Kartta-aineistot jaetaan kumppaneille vertaisverkossa.",
                    "sv": "Kartmaterial delas med partner i ett icke-hierarkiskt nätverk.",
                    "en": "Maps are shared with partners from peer to peer.",
                },
                date(2026, 12, 31),
            ),
        ),
    )


def _account(row: int, label: str, site: str, password: Secret | None, kind: AccountKind) -> Account:
    login = Login(f"1:{row}", title=label, username=CANARIES[3], email=CANARIES[2], password=password)
    factor = SecondFactor.ON if row == 1 else SecondFactor.UNKNOWN
    return Account(login, label, site, kind, uses_work_address=row == 3, second_factor=factor)


POLICY = _policy()

ACCOUNTS = (
    _account(1, "Sähköposti", "posti.example", STRONG, AccountKind.PRIVATE),
    _account(2, "Kirjasto", "kirjasto.example", REUSED, AccountKind.PRIVATE),
    _account(3, "Neulekerho & ystävät", "neulekerho.example", REUSED, AccountKind.PRIVATE),
    _account(4, "Kunnan intra", "kunta.example", REUSED, AccountKind.WORK),
    _account(5, "Puutarhakauppa", "puutarha.example", REUSED, AccountKind.UNKNOWN),
    _account(6, "Kuntosali", "sali.example", None, AccountKind.PRIVATE),
    *(_account(7 + n, f"Foorumi {n + 1}", f"foorumi{n + 1}.example", REUSED, AccountKind.PRIVATE) for n in range(9)),
)

EVIDENCE = Evidence(
    inputs=(
        Input(
            1,
            "salasanat.csv",
            "bitwarden-csv",
            seen=21,
            rejected=(Rejection(17, "too_few_columns"), Rejection(20, "too_few_columns"), Rejection(18, "stray_quote")),
            not_logins=2,
            left_out=1,
        ),
        Input(2, "firefox-kirjautumiset.csv", "firefox", seen=0),
    ),
    accounts=ACCOUNTS,
    strengths={REUSED: Strength(1, 4.2345, 21, ("word_fi", "year")), STRONG: Strength(4, 13.04, 15)},
    exposures={
        REUSED: BreachAnswer(Exposure.FOUND, BreachSource.EMBEDDED, count=1234, as_of=date(2026, 10, 1)),
        STRONG: BreachAnswer(Exposure.UNKNOWN, BreachSource.EMBEDDED, reason="not_in_embedded_list"),
    },
    data_exports=(
        DataExportInput(
            "instagram-aino.zip",
            ("Instagram",),
            read=2,
            settings=3,
            unread=(UnreadFile("personal_information/personal_information.json", "not_as_described"),),
        ),
    ),
)


def _about(verdict: Verdict, reason: str, accounts: tuple[Account, ...], **values: str | int) -> Finding:
    counted = {"n": len(accounts), **values}
    links = ("https://kirjasto.example/vaihda", "https://kunta.example/salasana?kieli=fi&tapa=itse")
    return Finding(
        verdict,
        reason,
        tuple(account.label for account in accounts),
        tuple(account.login.entry for account in accounts),
        counted,
        Remedy(reason, counted, links) if verdict is Verdict.BROKEN else Remedy(),
    )


_WITH_REUSED = tuple(account for account in ACCOUNTS if account.login.password == REUSED)
_UNREAD = Finding(Verdict.UNKNOWN, "rows_not_read", values={"n": 3})
_UNANSWERED = Finding(Verdict.UNKNOWN, "not_answered")

OUTCOMES = (
    Outcome(
        "unique-passwords",
        Verdict.BROKEN,
        Origin.MEASURED,
        (_about(Verdict.BROKEN, "password_reused", _WITH_REUSED, times=13), _UNREAD),
    ),
    Outcome(
        "strong-passwords",
        Verdict.BROKEN,
        Origin.MEASURED,
        (_about(Verdict.BROKEN, "password_weak", _WITH_REUSED, score=1, parts="word_fi,year"), _UNREAD),
    ),
    Outcome(
        "no-breached-passwords",
        Verdict.BROKEN,
        Origin.MEASURED,
        (
            _about(Verdict.BROKEN, "password_breached", _WITH_REUSED, answered_by="range_service 2026-11-20"),
            _about(Verdict.UNKNOWN, "exposure_unknown", ACCOUNTS[:1], why="not_in_embedded_list"),
            _UNREAD,
        ),
    ),
    Outcome(
        "separate-logins",
        Verdict.BROKEN,
        Origin.MEASURED,
        (_about(Verdict.BROKEN, "same_password_across", ACCOUNTS[1:4]),),
    ),
    Outcome(
        "work-address",
        Verdict.BROKEN,
        Origin.MEASURED,
        (_about(Verdict.BROKEN, "work_address_on_private_service", ACCOUNTS[2:3]),),
    ),
    Outcome("approved-services", Verdict.UNKNOWN, findings=(_UNANSWERED,)),
    Outcome("second-factor", Verdict.UNKNOWN, findings=(_UNANSWERED,)),
    Outcome("updates", Verdict.MET, Origin.TOLD),
    Outcome("no-file-sharing", Verdict.EXEMPT, Origin.TOLD, (Finding(Verdict.BROKEN, "answered_against"),)),
    Outcome("knows-the-policy", Verdict.BROKEN, Origin.TOLD, (Finding(Verdict.BROKEN, "answered_against"),)),
    Outcome("privacy-settings", Verdict.MET, Origin.SHOWN),
    Outcome("asks-for-help", Verdict.MET, Origin.TOLD),
    Outcome("account-inventory", Verdict.NOT_APPLICABLE),
)

ORDINARY = AuditReport(POLICY, EVIDENCE, OUTCOMES, made_on=date(2026, 11, 22))
"""An audit in which every verdict, every origin and every kind of finding occurs."""

IN_ORDER = AuditReport(
    POLICY,
    Evidence(),
    tuple(Outcome(rule.id, Verdict.MET, Origin.TOLD) for rule in POLICY.rules),
    is_demo=True,
)
"""An audit without an export in which everything is in order."""

HOSTILE_TEXTS = (
    "\x1b[31mred\x1b]8;;https://evil.example\x07link\x1b]52;c;aGk=\x07",
    "\x9b2Jcleared",
    "[link=https://evil.example]click[/link]",
    "[/nope]",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "<script>document.title='caught'</script>",
    "<img src=https://evil.example/x.png onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}{n}",
    "](javascript:alert(1)) ![x](https://evil.example/y.png)",
    "=cmd|' /C calc'!A0",
    "www.evil.example and https://evil.example and who@evil.example",
    "# heading",
    "- item\n\n1. item\n> quote\n```\ncode",
    "a | b | `code` *bold* _under_ ~~struck~~ &lt;b&gt; \\",
    "שלום עולם, مرحبا",
    "long " * 2000,
    "\ud800\ue000\x00\x85\u2028",
    "</style><style>*{display:none}</style>",
    '\'" onmouseover="alert(1)',
)
"""What somebody could put into an export, a file name or a policy to reach the reader's screen."""


def _hostile() -> AuditReport:
    accounts = tuple(
        replace(_account(row, text, text, REUSED, AccountKind.PRIVATE), label=text)
        for row, text in enumerate(HOSTILE_TEXTS, start=1)
    )
    rules = tuple(
        Rule(
            id=f"rule-{number}",
            group=f"group-{number}",
            severity=Severity.HIGH,
            check="answer",
            texts=dict.fromkeys(LANGUAGES, RuleTexts(text, text, text)),
            links=(
                'https://safe.example/a b"><script>x</script>(y)\x1b\u202e',
                "javascript:alert(1)",
                "http://plain.example",
            ),
        )
        for number, text in enumerate(HOSTILE_TEXTS)
    )
    policy = Policy(
        id="hostile",
        version=HOSTILE_TEXTS[5],
        names=dict.fromkeys(LANGUAGES, HOSTILE_TEXTS[5]),
        groups=tuple(Group(f"group-{n}", dict.fromkeys(LANGUAGES, text)) for n, text in enumerate(HOSTILE_TEXTS)),
        rules=rules,
        exemptions=(Exemption("rule-4", dict.fromkeys(LANGUAGES, HOSTILE_TEXTS[8]), date(2027, 1, 1)),),
    )
    finding = replace(_about(Verdict.BROKEN, "password_reused", accounts, times=2), remedy=Remedy())
    unknown = replace(_about(Verdict.UNKNOWN, "strength_unknown", accounts))
    verdicts = (Verdict.BROKEN, Verdict.UNKNOWN, Verdict.MET, Verdict.NOT_APPLICABLE, Verdict.EXEMPT)
    outcomes = tuple(
        Outcome(rule.id, verdicts[n % 5], Origin.MEASURED, {0: (finding, unknown), 1: (unknown,)}.get(n % 5, ()))
        for n, rule in enumerate(rules)
    )
    inputs = tuple(Input(n, text, text, seen=1) for n, text in enumerate(HOSTILE_TEXTS, start=1))
    exports = tuple(
        DataExportInput(text, (text,), read=1, settings=1, unread=(UnreadFile(text, "damaged"),))
        for text in HOSTILE_TEXTS
    )
    return AuditReport(policy, Evidence(inputs=inputs, accounts=accounts, data_exports=exports), outcomes)


HOSTILE = _hostile()
"""An audit in which every text from outside tries to break out."""
