"""The scripted server behind real TLS, with a throw-away authority, server certificate and client certificate."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme

from .faultserver import Choice, FaultServer, Script
from .loopback import HOST


class TlsServer(FaultServer):
    """A FaultServer for https, whose certificate for 127.0.0.1 and localhost is signed by an authority of its own.

    `ca_file` is that authority's certificate; `client_cert_file` (key and chain in one) is what a client shows where
    `require_client_certificate` is set. The files go when the server closes.
    """

    scheme = "https"

    def __init__(
        self,
        scripts: Sequence[Script] | Choice,
        *,
        repeat_last: bool = False,
        require_client_certificate: bool = False,
    ) -> None:
        self._directory = TemporaryDirectory()
        folder = Path(self._directory.name)
        authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(self.ca_file)
        self.client_cert_file = folder / "client.pem"
        client = authority.issue_cert("client@example.test")
        client.private_key_and_cert_chain_pem.write_to_path(self.client_cert_file)
        server_cert_file = folder / "server.pem"
        server = authority.issue_cert(HOST, "localhost")
        server.private_key_and_cert_chain_pem.write_to_path(server_cert_file)

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(server_cert_file)
        if require_client_certificate:
            context.load_verify_locations(self.ca_file)
            context.verify_mode = ssl.CERT_REQUIRED
        super().__init__(scripts, repeat_last=repeat_last, tls=context)

    def client_context(self, *, with_certificate: bool = False) -> ssl.SSLContext:
        """A client's context that trusts this server, and shows the client certificate if asked."""
        context = ssl.create_default_context(cafile=str(self.ca_file))
        if with_certificate:
            context.load_cert_chain(self.client_cert_file)
        return context

    def close(self) -> None:
        """Stop everything, and remove the files."""
        super().close()
        self._directory.cleanup()
