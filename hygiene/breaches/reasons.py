"""Why it is unknown whether a password, an address or a service is known from a breach."""

from enum import StrEnum


class Reason(StrEnum):
    """Each value is a key of `texts/*/breaches.toml`, below `unknown`."""

    NOT_IN_EMBEDDED_LIST = "not_in_embedded_list"
    UNENCODABLE = "unencodable"
    NO_CONNECTION = "no_connection"
    NO_SECURE_CONNECTION = "no_secure_connection"
    PROXY_REFUSED = "proxy_refused"
    KEY_REFUSED = "key_refused"
    NOT_ALLOWED = "not_allowed"
    NOT_ASKED = "not_asked"
    NO_WORK_ADDRESS = "no_work_address"
    OTHER_DOMAIN = "other_domain"
    TOO_SLOW = "too_slow"
    OUT_OF_TIME = "out_of_time"
    REDIRECTED = "redirected"
    SERVICE_REFUSED = "service_refused"
    SERVICE_FAILING = "service_failing"
    RATE_LIMITED = "rate_limited"
    INCOMPLETE_ANSWER = "incomplete_answer"
    UNTRUSTED_ANSWER = "untrusted_answer"
    WRONG_SERVICE = "wrong_service"
    NOT_IN_CORPUS = "not_in_corpus"
    DAMAGED_CORPUS = "damaged_corpus"
