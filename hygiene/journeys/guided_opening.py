"""How a guided session is opened: in the employee's language, with the employee's consent, under a word."""

from hygiene.conversation import Choice, Question, SharedScreen
from hygiene.errors import SessionError
from hygiene.journeys.guided_handover import tell_error
from hygiene.journeys.guided_steps import Step, heading
from hygiene.journeys.interview import yes_or_no
from hygiene.reports.content import date_in_words
from hygiene.sessions import Beginning, Session, Store
from hygiene.texts import LANGUAGES, current_language, say, use_language

_WRONG_WORDS = {"sessions.no_word", "sessions.a_name", "sessions.name_taken"}


def choose_language(screen: SharedScreen) -> None:
    """Ask the employee, in each language, which one the session is to run in; it does from now on."""
    first = current_language()
    asked = []
    for language in LANGUAGES:
        use_language(language)
        asked.append((say("support.language.ask"), Choice(language, say("support.language.name"))))
    use_language(first)
    question = Question("\n".join(text for text, _ in asked), tuple(choice for _, choice in asked), default=first)
    use_language(screen.choose(question))


def agrees(screen: SharedScreen, months: int) -> bool:
    """Tell what is read, what is kept, where, for how long, and who sees what; whether the employee agrees.

    `months` is for how long things are kept.
    """
    screen.tell(heading(Step.CONSENT))
    for part in ("read", "kept", "seen", "free"):
        screen.tell(say(f"support.consent.{part}", n=months))
    return screen.choose(yes_or_no(say("support.consent.ask"))) == "yes"


def begin(screen: SharedScreen, store: Store, beginning: Beginning, word: str | None) -> Session:
    """Begin a session under a word that the supporter chooses: this one, or the one that is asked for."""
    while True:
        suggested = store.suggest_name(beginning.language)
        if word is None:
            word = screen.ask(say("support.name.ask", word=suggested)) or suggested
        try:
            session = store.begin(beginning, word)
        except SessionError as error:
            if error.key not in _WRONG_WORDS:
                raise
            tell_error(screen, error)
            word = None
        else:
            screen.tell(say("support.name.begun", word=session.name))
            return session


def welcome_back(screen: SharedScreen, session: Session) -> None:
    """Tell where the session stands that is gone on with."""
    with screen.alone():
        pass  # A session that was killed may have left on the screen what was for the employee alone.
    screen.tell(say("support.going_on", word=session.name, n=len(session.answers)))
    if session.notes:
        screen.tell(say("support.notes.kept", n=len(session.notes)))
    if session.follow_up:
        screen.tell(say("support.follow_up.set", date=date_in_words(session.follow_up)))
    if session.damaged:
        screen.tell(say("sessions.damaged", n=session.damaged))
