"""The profile with security on: a certificate of our own, one account, an API key."""

import base64
import hashlib
import json
import secrets
import ssl
import subprocess
import urllib.request
from functools import cached_property
from pathlib import Path

ACCOUNT = "essaim"
ROUNDS = 10_000


class Secure:
    def __init__(self, config: Path):
        self.config = config
        self.ca = config / "certs" / "server.crt"
        self._password = secrets.token_urlsafe(24)
        self._make_certificate()
        self._make_account()

    def settings(self) -> list[str]:
        return [
            "xpack.security.enabled: true",
            "xpack.security.http.ssl.enabled: true",
            "xpack.security.http.ssl.key: certs/server.key",
            "xpack.security.http.ssl.certificate: certs/server.crt",
            "xpack.security.transport.ssl.enabled: true",
            "xpack.security.transport.ssl.verification_mode: certificate",
            "xpack.security.transport.ssl.key: certs/server.key",
            "xpack.security.transport.ssl.certificate: certs/server.crt",
            "xpack.security.transport.ssl.certificate_authorities: [certs/server.crt]",
        ]

    @property
    def authorization(self) -> str:
        pair = f"{ACCOUNT}:{self._password}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"

    def context(self) -> ssl.SSLContext:
        return self._context

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.ca))

    def api_key(self, url: str) -> str:
        """A key that may do what the site does, and nothing else: its own indexes, the state of the whole."""
        rights = {
            "essaim": {
                "cluster": ["monitor"],
                "indices": [{"names": ["essaim-*"], "privileges": ["all"]}],
            }
        }
        request = urllib.request.Request(
            f"{url}/_security/api_key",
            method="POST",
            data=json.dumps({"name": "site", "role_descriptors": rights}).encode(),
            headers={"Authorization": self.authorization, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30, context=self._context) as answer:
            return json.load(answer)["encoded"]

    def _make_certificate(self) -> None:
        self.ca.parent.mkdir(exist_ok=True)
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650"]
        command += ["-subj", "/CN=essaim-local", "-out", str(self.ca)]
        command += ["-keyout", str(self.ca.with_suffix(".key"))]
        command += ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
        subprocess.run(command, check=True, capture_output=True)

    def _make_account(self) -> None:
        """In the file realm: it needs no running server, nor the tools that the archive lacks."""
        salt = secrets.token_bytes(32)
        hashed = hashlib.pbkdf2_hmac("sha512", self._password.encode(), salt, ROUNDS, 32)
        parts = (base64.b64encode(one).decode() for one in (salt, hashed))
        (self.config / "users").write_text(f"{ACCOUNT}:{{PBKDF2}}{ROUNDS}${'$'.join(parts)}\n")
        (self.config / "users_roles").write_text(f"superuser:{ACCOUNT}\n")
