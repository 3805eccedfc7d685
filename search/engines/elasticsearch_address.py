"""What the settings say about the server: where it is, who we are there, and how its indexes are called."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

SCHEMES = {"elasticsearch": "http", "elasticsearch+https": "https"}
DEFAULT_PORT = 9200
# By hand: Python reads an address as one of a single host, and refuses more where one is in brackets.
_ADDRESS = re.compile(r"(?P<scheme>[\w+.-]+)://(?P<hosts>[^/?#]*)(?P<rest>.*)", re.DOTALL)
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+")  # a name, or IPv6 without its brackets
# A part of an index name: Elasticsearch wants lowercase.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


@dataclass(frozen=True)
class ServerAddress:
    hosts: tuple[str, ...]  # "https://host:9200"
    base: str  # "essaim-production": all our indexes and aliases begin with it
    shards: int = 1
    replicas: int = 0
    account: tuple[str, str] | None = field(default=None, repr=False)  # name, password
    api_key: str = field(default="", repr=False)
    ca_certs: str = ""  # file; "" is what the machine trusts

    @property
    def printable(self) -> str:
        """For messages: where, never who."""
        return ", ".join(self.hosts)


def read_address(url: str, settings) -> ServerAddress:
    """`elasticsearch[+https]://[name:password@]host[:port][,host…]` and the SEARCH_… settings.

    Raises ValueError with a message that may be shown: it never holds a password or a key.
    """
    parts = _ADDRESS.fullmatch(url.strip())
    scheme = parts and parts["scheme"].lower()
    if not parts or scheme not in SCHEMES:
        raise ValueError(f"no engine answers to {scheme or url[:20]!r}")
    if parts["rest"] not in ("", "/"):
        raise ValueError(
            "only hosts belong in the address; SEARCH_SHARDS… are settings of their own"
        )
    account, hosts = _account_and_hosts(parts["hosts"])
    ca_certs = str(settings.SEARCH_CA_CERTS or "")
    if ca_certs and not Path(ca_certs).is_file():
        raise ValueError(f"SEARCH_CA_CERTS: no file {ca_certs}")
    if settings.SEARCH_API_KEY and account:
        raise ValueError("an account in the address and SEARCH_API_KEY: only one of them")
    if settings.SEARCH_API_KEY and scheme == "elasticsearch" and not _is_loopback(hosts):
        raise ValueError("SEARCH_API_KEY would travel in clear: use elasticsearch+https://")
    return ServerAddress(
        hosts=tuple(f"{SCHEMES[scheme]}://{host}" for host in hosts),
        base="-".join(_name(settings, one) for one in ("SEARCH_PREFIX", "SEARCH_ENVIRONMENT")),
        shards=_number(settings, "SEARCH_SHARDS", at_least=1),
        replicas=_number(settings, "SEARCH_REPLICAS", at_least=0),
        account=account,
        api_key=settings.SEARCH_API_KEY,
        ca_certs=ca_certs,
    )


def _account_and_hosts(text: str) -> tuple[tuple[str, str] | None, list[str]]:
    who, _, where = text.rpartition("@")
    name, _, password = who.partition(":")
    account = (unquote(name), unquote(password)) if who else None
    hosts = []
    for one in filter(None, (one.strip() for one in where.split(","))):
        try:
            host = urlsplit(f"//{one}")
            port = host.port or DEFAULT_PORT
        except ValueError:
            raise ValueError(f"not a host and port: {one!r}") from None
        if not host.hostname or not _HOST.fullmatch(host.hostname):
            raise ValueError(f"not a host: {one!r}")
        hostname = f"[{host.hostname}]" if ":" in host.hostname else host.hostname
        hosts.append(f"{hostname}:{port}")
    if not hosts:
        raise ValueError("no host in the address")
    return account, hosts


def _is_loopback(hosts: list[str]) -> bool:
    return all(host.startswith(("127.", "localhost:", "[::1]:")) for host in hosts)


def _name(settings, name: str) -> str:
    value = getattr(settings, name)
    if not _NAME.fullmatch(value):
        raise ValueError(f"{name}: lowercase letters, digits and hyphens, not {value!r}")
    return value


def _number(settings, name: str, *, at_least: int) -> int:
    value = getattr(settings, name)
    if value < at_least:
        raise ValueError(f"{name}: {value}, at least {at_least}")
    return value
