"""Believes X-Forwarded-For and X-Forwarded-Proto only from the proxies the operator named.

Everybody else could write any address there, and with it pass limits or pretend to use TLS.
"""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from django.conf import settings

from clinic.body_limits import Environ, StartResponse, WSGIApplication


def behind_proxies(application: WSGIApplication) -> WSGIApplication:
    networks = [ip_network(proxy, strict=False) for proxy in settings.CLINIC_PROXIES]

    def is_proxy(address: str) -> bool:
        return any(ip_address(address) in network for network in networks)

    def with_client(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        forwarded = environ.pop("HTTP_X_FORWARDED_FOR", "")
        direct = environ.get("REMOTE_ADDR", "")
        if is_address(direct) and is_proxy(direct):
            environ["REMOTE_ADDR"] = client(forwarded, otherwise=direct)
        else:
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
        return application(environ, start_response)

    def client(forwarded: str, otherwise: str) -> str:
        """The last address that none of our proxies has: the ones before it are only claimed."""
        addresses = [part.strip() for part in forwarded.split(",")]
        steps = [address for address in reversed(addresses) if is_address(address)]
        return next((address for address in steps if not is_proxy(address)), otherwise)

    return with_client


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
