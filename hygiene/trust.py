"""Which certificate authorities connections rest on."""

import ssl
from pathlib import Path

from hygiene.errors import HygieneError


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """The trust that connections rest on: the given authorities alone, else those that the system trusts.

    A plain context is built on purpose: those of `ssl.create_default_context` and urllib3 follow SSLKEYLOGFILE. Each
    connection needs a context of its own, since truststore lets one handshake at a time through each. Raises
    `HygieneError` ("breaches.bad_ca_file").
    """
    if ca_file is None:
        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError:
            raise HygieneError("breaches.bad_ca_file", name=ca_file.name) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
