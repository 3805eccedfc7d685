"""A visitor that sends what it is given, byte for byte, and follows nothing by itself."""

import http.client
import re
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

_UNSAFE = re.compile(r"[^!-~]")


@dataclass(frozen=True)
class Answer:
    """headers: names in lower case; the last one counts when a name comes twice."""

    address: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @cached_property
    def text(self) -> str:
        return self.body.decode()

    @property
    def resources(self) -> list[str]:
        """Addresses that a browser fetches by itself to show the page."""
        return self._parsed.resources

    @cached_property
    def _parsed(self) -> "_Parsed":
        parser = _Parsed()
        parser.feed(self.text)
        parser.close()
        return parser

    def check_page(self) -> None:
        """What holds for every page of the public site."""
        policy = self.headers.get("content-security-policy", "")
        # gunicorn's own « Bad Request » has none, and nothing to protect.
        if self.status != 400:
            assert "default-src 'none'" in policy, f"{self.address[:200]}: {policy!r}"
        assert "unsafe" not in policy
        assert "data:" not in policy
        host = urlsplit(self.address).netloc
        for resource in self.resources:
            found = urlsplit(urljoin(self.address, resource))
            assert (found.scheme, found.netloc) == ("http", host), f"third party: {resource}"
        assert not self._parsed.inline, f"inline style, script or handler: {self._parsed.inline}"


class Web:
    """One connection, kept open; opened again when the server closes it."""

    def __init__(self, address: str):
        self.address = address
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        # Only what HTTP cannot carry is encoded; "%" stays as the test wrote it.
        target = _UNSAFE.sub(lambda found: quote(found[0], errors="replace"), path)
        for attempt in (1, 2):
            try:
                return self._send(target, headers)
            except (http.client.HTTPException, ConnectionError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _send(self, target: str, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        self._connection.putrequest("GET", target, skip_accept_encoding=True)
        for name, value in headers.items():
            self._connection.putheader(name.replace("_", "-"), value)
        self._connection.endheaders()
        response = self._connection.getresponse()
        answer = Answer(
            address=self.address + target,
            status=response.status,
            headers={name.lower(): value for name, value in response.getheaders()},
            body=response.read(),
        )
        if response.will_close:
            self.close()
        return answer


class _Parsed(HTMLParser):
    def __init__(self):
        super().__init__()
        self.resources: list[str] = []
        self.inline: list[str] = []  # start tags that a strict policy blocks

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.resources += [
            part.split()[0] for part in attributes.get("srcset", "").split(",") if part
        ]
        if tag in (
            "script",
            "img",
            "iframe",
            "source",
            "video",
            "audio",
            "embed",
            "track",
            "object",
        ):
            self.resources += [attributes[name] for name in ("src", "data") if attributes.get(name)]
        if tag == "link" and attributes.get("rel") not in ("canonical", "license", "alternate"):
            self.resources.append(attributes.get("href", ""))
        if tag in ("use", "image"):
            self.resources += [value for name, value in attributes.items() if name.endswith("href")]
        if (
            tag == "style"
            or (
                tag == "script"
                and not attributes.get("src")
                and "json" not in attributes.get("type", "")
            )
            or any(name == "style" or re.fullmatch("on[a-z]+", name) for name in attributes)
        ):
            self.inline.append(self.get_starttag_text())
