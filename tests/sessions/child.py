"""What the tests have other processes do with a store: `python child.py WHAT FOLDER [ARGUMENT]`."""

# ruff: noqa: T201 - what it prints is what it tells the test

import os
import resource
import shutil
import signal
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

from hygiene.errors import SessionError
from hygiene.sessions import Beginning, PastAudit, Session, open_store


def hold(folder: Path, session_id: str) -> None:
    """Resume the session and keep it until killed."""
    with open_store(folder) as store:
        store.resume(session_id)
        print("held", flush=True)
        time.sleep(60)


def answer(folder: Path, name: str) -> None:
    """Begin a session and give fifty answers."""
    with open_store(folder) as store:
        session = store.begin(Beginning(policies=(name,)))
        for number in range(50):
            session.record(f"{name}-{number}", "yes")


def rush(folder: Path, times: str) -> None:
    """Have five processes begin in the same new store at the same moment, again and again."""
    # What is imported late would keep them apart.
    open_store(folder / "first").close()
    for number in range(int(times)):
        waiting, go = os.pipe()
        workers = []
        for _ in range(5):
            if not (worker := os.fork()):
                os.close(go)
                os.read(waiting, 1)
                with open_store(folder / str(number)) as store:
                    store.begin(Beginning()).record("q", "yes")
                os._exit(0)
            workers.append(worker)
        os.close(waiting)
        os.close(go)
        if any(os.waitpid(worker, 0)[1] for worker in workers):
            sys.exit("one was refused")
        with open_store(folder / str(number)) as store:
            print([summary.answers for summary in store.unfinished()], flush=True)


def limited(folder: Path, limit: str) -> None:
    """Answer until a file would grow beyond the limit, printing each answer that was acknowledged."""
    with open_store(folder) as store:
        session = store.begin(Beginning())
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        _fill(session)


def full(folder: Path, _: str) -> None:
    """Answer on a disk that runs full, make room, and print whether everything acknowledged is there."""
    ballast = folder.parent / "ballast"
    ballast.write_bytes(bytes(100_000))
    with open_store(folder) as store:
        _fill(store.begin(Beginning()))
    while True:
        try:
            with ballast.open("ab") as more:
                more.write(bytes(256))
        except OSError:
            break
    try:
        with open_store(folder) as store:
            store.resume().record("one-more", "yes")
            print("recorded on a full disk")
    except SessionError as error:
        print(error.key, flush=True)
    ballast.unlink()
    with open_store(folder) as store:
        print(*store.resume().answers)
    shutil.rmtree(folder)


def _fill(session: Session) -> None:
    number = 0
    while number < 5000:
        try:
            session.record(f"{number:04}", "yes")
        except SessionError as error:
            print(error.key, flush=True)
            return
        print(f"{number:04}", flush=True)
        number += 1


def work(folder: Path, answers: str) -> None:
    """Answer, retract, note and remember, and print each thing once it is acknowledged."""
    with open_store(folder) as store:
        session = store.begin(Beginning(), "kattila")
        print("begun", flush=True)
        for number in range(int(answers)):
            session.record(f"q{number}", "yes")
            print(f"answer q{number}", flush=True)
        session.retract("q0")
        print("retracted q0", flush=True)
        session.add_note("a note")
        print("noted", flush=True)
        store.remember(PastAudit("11111111", date(2026, 3, 4), "p", "1", 3, {}))
        print("remembered", flush=True)
        store.begin(Beginning(), "peili").close()
        print("begun another", flush=True)
        store.forget("peili")
        print("forgotten", flush=True)


def complain(folder: Path, answers: str) -> None:
    """Answer until the disk fails, and print each answer that was acknowledged and then what went wrong."""
    try:
        with open_store(folder) as store:
            session = store.begin(Beginning(), "kattila")
            for number in range(int(answers)):
                session.record(f"q{number}", "yes")
                print(f"q{number}", flush=True)
    except SessionError as error:
        print(error.key, flush=True)


def kills(folder: Path, times: str) -> None:
    """Kill a process at a random moment of its work, again and again, and look at what is left of what it said."""
    random = Random(20)  # noqa: S311 - it only chooses moments
    with open_store(folder) as store:
        session_id = store.begin(Beginning()).id
    done: dict[str, str] = {}
    step = 0
    for _ in range(int(times)):
        reading, writing = os.pipe()
        worker = os.fork()
        if not worker:
            os.close(reading)
            _work(folder, session_id, step, writing)
        os.close(writing)
        # However slow the disk is, each round gets somewhere; from there on the moment is a matter of luck.
        said = 0
        for _ in range(random.randrange(20)):
            said += len(os.read(reading, 1))
        time.sleep(random.uniform(0.0, 0.005))
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        while heard := os.read(reading, 65536):
            said += len(heard)
        os.close(reading)
        for number in range(step, step + said):
            _apply(done, number)
        step += said
        with open_store(folder) as store:
            session = store.resume(session_id)
            found = dict(session.answers)
            if session.damaged or session.lost:
                sys.exit("damaged")
        if found != done:
            # The operation under way may be done without having been acknowledged; nothing else may differ.
            _apply(done, step)
            step += 1
            if found != done:
                sys.exit(f"lost after step {step}")
    print(step, len(done))


def _work(folder: Path, session_id: str, step: int, acknowledge: int) -> None:
    with open_store(folder) as store:
        session = store.resume(session_id)
        while True:
            question, choice = _operation(step)
            if choice:
                session.record(question, choice)
            else:
                session.retract(question)
            os.write(acknowledge, b".")
            step += 1


def _operation(step: int) -> tuple[str, str]:
    """The operation of this step: an answer, or, where the choice is empty, its retraction."""
    return (f"question-{step * 7 % 40}", "" if step % 5 == 4 else f"choice-{step}")


def _apply(answers: dict[str, str], step: int) -> None:
    question, choice = _operation(step)
    if choice:
        answers[question] = choice
    else:
        answers.pop(question, None)


if __name__ == "__main__":
    what, folder, argument = sys.argv[1:]
    ways = (hold, answer, rush, limited, full, work, complain, kills)
    {way.__name__: way for way in ways}[what](Path(folder), argument)
