"""Makes the SDK's own HTTP clients, with the certificates and proxies that the environment names."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.failures import transport_errors
from ..core.head import LARGEST_PORT, is_host
from ..core.security import is_secret, masked_url

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping, Sequence
    from http.cookiejar import CookieJar
    from typing import Literal

CONNECT_TIMEOUT_S = 10.0
"""How long making a connection may take, in seconds, unless the user sets a timeout."""

MAX_CONNECTIONS = 1000
MAX_KEEPALIVE_CONNECTIONS = 100
KEEPALIVE_EXPIRY_S = 30.0
"""How long an idle connection is kept, in seconds; below the idle limit of common load balancers."""

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def new_client(kind: Literal["Client", "AsyncClient"]) -> Any:
    """Return a new httpx client of the kind named.

    Raises:
        ValueError: The environment keeps it from being made; the message names the variable and never its value.
    """
    import httpx

    environ = os.environ
    problems = _missing_certificates(environ)
    tls: ssl.SSLContext | None = None
    if not problems:
        try:
            tls = _tls_context(environ)
            problems = _bad_proxies(environ)
            if not problems:
                return getattr(httpx, kind)(
                    verify=tls,
                    cookies=_no_cookies(),
                    follow_redirects=True,
                    event_hooks={"request": [_keep_credentials if kind == "Client" else _keep_credentials_async]},
                    timeout=httpx.Timeout(None),
                    limits=httpx.Limits(
                        max_connections=MAX_CONNECTIONS,
                        max_keepalive_connections=MAX_KEEPALIVE_CONNECTIONS,
                        keepalive_expiry=KEEPALIVE_EXPIRY_S,
                    ),
                )
        except (OSError, ValueError, TypeError, ImportError, httpx.InvalidURL):
            problems = _tls_problems(environ) if tls is None else _proxy_problems(environ)
            if not problems:
                raise
    # Raised out here, since what was caught may show a proxy's password.
    raise ValueError(f"Could not create the HTTP client: environment variable {'; '.join(problems)}")


def _no_cookies() -> CookieJar:
    """Return a jar that takes no cookie: views with keys of their own share a client, but must not share a session."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


_ORIGIN = "orq_ai_sdk.origin"


def _keep_credentials(request: Any) -> None:
    """Take every credential off a request that a redirect leads to another origin; httpx takes off one header only.

    Raises:
        httpx.RemoteProtocolError: A redirect leads to what cannot be the address of a server.
        httpx.InvalidURL: So does a hook. Looked up, it would be another error for each client, or another port.
    """
    url = request.url
    here = (url.raw_scheme, url.raw_host, url.port)
    home = request.extensions.setdefault(_ORIGIN, here)  # goes along with redirects
    if not _is_address(*here[1:]):
        import httpx

        if here == home:
            raise httpx.InvalidURL("The request's URL has a host or port that no server can have")
        raise httpx.RemoteProtocolError("Invalid URL in location header: no server can have its host or port")
    if here in (home, (b"https", home[1], None)):  # to https on the same host they may go
        return
    for name in [name for name in request.headers if is_secret(name)]:
        del request.headers[name]


@lru_cache(16)
def _is_address(host: bytes, port: int | None) -> bool:
    return is_host(host.decode("ascii")) and (port is None or 0 <= port <= LARGEST_PORT)


async def _keep_credentials_async(request: Any) -> None:
    _keep_credentials(request)


_tls_contexts: dict[tuple[object, ...], ssl.SSLContext] = {}


def _tls_context(environ: Mapping[str, str]) -> ssl.SSLContext:
    """Return a TLS context for the certificates that the environment names; all clients share it.

    Reading the certificates is most of what making a client costs. They are read again when the file has changed.
    """
    import httpx

    file = environ.get("SSL_CERT_FILE")
    key = (*(environ.get(name) for name in _CERTIFICATES), Path(file).stat().st_mtime_ns if file else 0)
    context = _tls_contexts.get(key)
    if context is None:
        context = httpx.create_ssl_context()
        _tls_contexts.clear()
        _tls_contexts[key] = context
    return context


def _missing_certificates(environ: Mapping[str, str]) -> list[str]:
    """Name the variable that says where the certificates are, if they are not there; httpx itself may let that pass."""
    file, folder = environ.get("SSL_CERT_FILE"), environ.get("SSL_CERT_DIR")
    if file:
        return [] if _exists(Path(file).is_file) else ["SSL_CERT_FILE does not name a file"]
    return ["SSL_CERT_DIR does not name a directory"] if folder and not _exists(Path(folder).is_dir) else []


def _exists(asked: Callable[[], bool]) -> bool:
    try:
        return asked()
    except (OSError, ValueError):  # a certificate's text where its path should be is too long for a path
        return False


def _tls_problems(environ: Mapping[str, str]) -> list[str]:
    names = [name for name in _CERTIFICATES if environ.get(name)]
    return [f"{' or '.join(names)} cannot be used"] if names else []


def _bad_proxies(environ: Mapping[str, str]) -> list[str]:
    """Name the variables whose proxy httpx would use although no server can have its address."""
    from urllib.request import getproxies

    found = getproxies()  # as httpx has them
    if "*" in [host.strip() for host in found.get("no", "").split(",")]:
        return []
    used = [found[scheme] for scheme in ("http", "https", "all") if found.get(scheme)]
    return [] if all(map(_is_proxy, used)) else _proxy_problems(environ)


def _proxy_problems(environ: Mapping[str, str]) -> list[str]:
    """Name the variables that kept the client from being made, and what is wrong with each, without their values."""
    found: list[str] = []
    for name in _present(environ, _PROXIES):
        address = environ[name]
        if not _is_proxy(address):
            found.append(f"{name} is not a valid proxy URL")
        elif address.lower().startswith("socks"):
            found.append(f"{name} names a SOCKS proxy, which needs the package httpx[socks]")
    return found or [f"{name} contains an invalid host" for name in _present(environ, ("NO_PROXY",))]


def explain(error: BaseException, request: Any, *, owned: bool) -> None:
    """Say in a note of a transport's exception what was asked, and which proxy variables held; Python 3.11 shows it."""
    add_note: Any = getattr(error, "add_note", None)
    if add_note is None or not isinstance(error, transport_errors()):
        return
    add_note(f"{request.method} {masked_url(str(request.url)).partition('?')[0]}")
    unreached = type(error).__name__ in ("ConnectError", "ConnectTimeout", "ProxyError")
    proxies = _present(os.environ, _PROXIES) if owned and unreached else []
    if proxies:
        add_note(f"{' and '.join(proxies)} may have sent it through a proxy")


def _present(environ: Mapping[str, str], names: Sequence[str]) -> list[str]:
    return [name for upper in names for name in (upper, upper.lower()) if environ.get(name)]


def _is_proxy(address: str) -> bool:
    import httpx

    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    except (ValueError, TypeError, httpx.InvalidURL):
        return False
    return _is_address(proxy.url.raw_host, proxy.url.port)
