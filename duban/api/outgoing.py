"""One signed POST to an address that may be called: resolved once, checked, and connected to as it was checked."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

PATIENCE = 10  # seconds


class Unreachable(Exception):
    """The address may not be called, or did not accept; the text says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart, with the one IP address that was checked."""

    host: str
    port: int
    path: str
    secure: bool
    ip: str


def target_of(url: str, *, allow_private: bool) -> Target:
    """Return where to connect; raise Unreachable. A private or loopback address needs the administrator's leave."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreachable(_("地址写得不对，请写成 https://服务器/路径。")) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment:
        raise Unreachable(_("地址写得不对，请写成 https://服务器/路径。"))
    secure = parts.scheme == "https"
    port = port or (443 if secure else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(_("找不到服务器“%(host)s”，请核对地址。") % {"host": parts.hostname}) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and any(not _public(address) for address in addresses):
        raise Unreachable(_("“%(host)s”是内网或本机地址；确需使用请勾选“允许内网地址”。") % {"host": parts.hostname})
    if any(_never(address) for address in addresses):
        raise Unreachable(_("“%(host)s”不是可以发送的地址。") % {"host": parts.hostname})
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, port, path, secure, addresses[0])


def signature(secret: str, at: int, body: str) -> str:
    """Return `sha256=` and the HMAC-SHA256 of `at.body`."""
    return "sha256=" + hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()


def post(target: Target, body: str, headers: dict[str, str]) -> None:
    """Send the body; raise Unreachable where it is not accepted with a status from 200 to 299. Redirects are not followed."""
    try:
        connection = _Connection(target)
        connection.request("POST", target.path, body.encode(), {"Content-Type": "application/json", **headers})
        status = connection.getresponse().status
        connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(_("没有发出（%(error)s），稍后自动重试。") % {"error": type(error).__name__}) from None
    if not 200 <= status < 300:
        raise Unreachable(_("对方答复 %(status)d，没有接受，稍后自动重试。") % {"status": status})


class _Connection(http.client.HTTPConnection):
    """Connects to the checked IP address, whatever the name means by now; the name still goes into Host and TLS."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self._target = target

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.ip, self._target.port), PATIENCE)
        if self._target.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)


def _public(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def _never(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    return found.is_multicast or found.is_unspecified or found.is_link_local
