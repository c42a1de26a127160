"""Sessions that outlive an audit: there is one of each, and what was answered in it is not asked for again."""

from hygiene.errors import SessionError
from hygiene.sessions import Beginning, Session, Store
from hygiene.texts import current_language


def lasting_session(store: Store, journey: str) -> Session:
    """The one session of this journey; begun where there is none yet."""
    try:
        return store.resume(journey=journey)
    except SessionError as error:
        if error.key != "sessions.nothing_to_resume":
            raise
    return store.begin(Beginning(journey=journey, language=current_language()))
