"""The organisation's file as evidence of accounts."""

import json
from datetime import date
from pathlib import Path

from hygiene.breaches.settings import ServiceSettings
from hygiene.breaches.traces import traces_of
from hygiene.evidence import Certainty, Trace, TraceSource
from hygiene.journeys.exposure import ask_about, enquirer
from hygiene.secret import Secret
from tests.breaches.v3_server import whole_list

AINO, LIISA = Secret("aino@kunta.example"), Secret("liisa@kunta.example")


def test_a_breach_of_a_service_is_a_sign_of_an_account_there(tmp_path: Path) -> None:
    names = ["Kauppa", "Huhu", "Kerho", "Kirjeet", "Varasloki", "Tekaistu", "Peruttu", "Tuntematon"]
    (tmp_path / "domain.json").write_text(json.dumps({"aino": names}), encoding="utf-8")
    (tmp_path / "list.json").write_text(json.dumps(whole_list()), encoding="utf-8")
    by = enquirer(
        ServiceSettings(),
        breach_list=tmp_path / "list.json",
        breached_domain=tmp_path / "domain.json",
        file_domains=frozenset({"kunta.example"}),
    )
    traces = traces_of(ask_about([AINO, LIISA], by, "", lambda _way, _shown: False))
    bought, rumoured = date(2025, 5, 11), date(2022, 8, 1)
    assert traces == (
        Trace("kauppa.example", AINO.reveal(), TraceSource.BREACH, Certainty.LIKELY, bought, bought),
        Trace("huhu.example", AINO.reveal(), TraceSource.BREACH, Certainty.POSSIBLE, rumoured, rumoured),
    )
    assert "aino" not in repr(traces)
    assert "kauppa" not in repr(traces)
