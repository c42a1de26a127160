import copy
import dataclasses
import json
import logging
import pickle
import subprocess
import sys
import traceback
from io import StringIO

import pytest

from hygiene.evidence import Account, BreachAnswer, BreachSource, Evidence, Exposure, Input, Login, Strength
from hygiene.secret import MASK, Secret

CANARY = "Kanarialintu-häkissä-7"
SECRET = Secret(CANARY)


@dataclasses.dataclass
class Holder:
    secret: Secret
    together: list[Secret]


def personal_evidence() -> Evidence:
    """Evidence in which every place that may hold something personal holds the canary."""
    login = Login(
        "1:1", CANARY, (f"https://{CANARY}.example",), CANARY, f"{CANARY}@posti.example", SECRET, folder=CANARY
    )
    return Evidence(
        inputs=(Input(1, CANARY, "chrome", 1),),
        accounts=(Account(login, label=CANARY, site=CANARY),),
        strengths={SECRET: Strength(0, 1.0, 3)},
        exposures={SECRET: BreachAnswer(Exposure.FOUND, BreachSource.EMBEDDED)},
    )


@pytest.mark.parametrize(
    "shown",
    [
        repr(SECRET),
        str(SECRET),
        format(SECRET),
        format(SECRET, ">40"),
        f"{SECRET}",
        f"{SECRET!r:.12}",
        f"{SECRET=}",
        "%s %r %a" % (SECRET, SECRET, SECRET),  # noqa: UP031 (this is one of the ways)
        "{0} {0!r:>30}".format(SECRET),  # noqa: UP032 (and this another)
        "{secret}".format_map({"secret": SECRET}),
        f"{[SECRET]} {(SECRET,)} { {SECRET: SECRET} }",
        repr(Holder(SECRET, [SECRET])),
        repr(dataclasses.asdict(Holder(SECRET, [SECRET]))),
        repr(dataclasses.astuple(Holder(SECRET, [SECRET]))),
        repr(dataclasses.replace(Holder(SECRET, []), together=[SECRET])),
        repr(copy.copy(SECRET)),
        repr(copy.deepcopy([SECRET])),
        str(ValueError("wrong", SECRET)),
        ascii(SECRET),
    ],
)
def test_it_shows_a_mask_in_every_form_of_text(shown: str) -> None:
    assert MASK[:3] in shown
    assert CANARY not in shown
    assert not any(CANARY[start : start + 4] in shown for start in range(len(CANARY) - 3))


def test_evidence_shows_nothing_personal() -> None:
    evidence = personal_evidence()
    assert "1:1" in repr(evidence)
    assert CANARY not in repr(evidence)
    assert CANARY not in repr(evidence.accounts[0].login)
    assert CANARY not in repr(evidence.inputs)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("holder", [SECRET, [SECRET], {"password": SECRET}, {SECRET: 1}, Holder(SECRET, [])])
def test_it_is_never_pickled(holder: object, protocol: int) -> None:
    with pytest.raises(TypeError, match="never serialised"):
        pickle.dumps(holder, protocol)


@pytest.mark.parametrize("holder", [SECRET, [SECRET], {"password": SECRET}, {SECRET: 1}])
def test_it_is_never_written_as_json(holder: object) -> None:
    with pytest.raises(TypeError) as refused:
        json.dumps(holder)
    assert CANARY not in str(refused.value)
    assert CANARY not in json.dumps([SECRET], default=str) + json.dumps([SECRET], default=repr)


def test_it_has_nothing_that_a_dictionary_of_its_attributes_would_show() -> None:
    with pytest.raises(TypeError):
        vars(SECRET)
    with pytest.raises(AttributeError):
        SECRET.note = "x"  # type: ignore[attr-defined]


def test_logging_masks_it() -> None:
    stream = StringIO()
    logger = logging.Logger("secrets")  # noqa: LOG001 (one of its own, so that nothing else hears it)
    logger.addHandler(logging.StreamHandler(stream))
    logger.warning("%s", SECRET)
    logger.warning("%(held)r", {"held": Holder(SECRET, [SECRET])})
    logger.warning(SECRET)
    try:
        {Secret("other"): 1}[SECRET]
    except KeyError:
        logger.exception("failed")
    assert stream.getvalue().count(MASK) >= 4
    assert CANARY not in stream.getvalue()


def test_a_traceback_with_all_its_local_variables_masks_it() -> None:
    def fail(secret: Secret) -> None:
        evidence = personal_evidence()
        held = [secret, {"password": secret}, Holder(secret, [secret])]
        raise KeyError(secret, len(held), evidence)

    with pytest.raises(KeyError) as raised:
        fail(SECRET)
    told = "".join(traceback.TracebackException.from_exception(raised.value, capture_locals=True).format())
    assert "held = " in told
    assert "evidence = Evidence(" in told
    assert CANARY not in told


def test_an_uncaught_error_in_a_process_of_its_own_masks_it() -> None:
    code = (
        "import sys; from hygiene.secret import Secret; secret = Secret(sys.stdin.read()); "
        "{secret: [secret]}[Secret('other')]"
    )
    process = subprocess.run([sys.executable, "-c", code], input=CANARY, capture_output=True, text=True, check=False)
    assert process.returncode == 1
    assert f"KeyError: Secret({MASK})" in process.stderr
    assert CANARY not in process.stderr


def test_its_owner_gets_it_back_exactly() -> None:
    assert SECRET.reveal() == CANARY
    assert SECRET.utf8() == CANARY.encode()
    assert Secret("\ud800").utf8() is None
    assert Secret("\ud800").reveal() == "\ud800"
    assert copy.deepcopy(SECRET).reveal() == copy.copy(SECRET).reveal() == CANARY


def test_equal_secrets_are_one_key_and_no_text_equals_a_secret() -> None:
    assert {SECRET: 1, Secret(CANARY): 2} == {SECRET: 2}
    assert Secret(CANARY) != Secret(CANARY + " ")
    assert Secret(CANARY) != CANARY
    assert bool(SECRET)
    assert not Secret("")
