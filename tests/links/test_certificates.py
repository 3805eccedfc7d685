"""Encrypted addresses: the certificate is asked for the name of the address, whatever IP address was connected to."""

import datetime
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.stubborn_web import HERE, PAGE
from links.checking import Checker
from links.reach import Network, is_public
from links.verdicts import Verdict

from .conftest import BOUNDS, HURRIED

NAME = "mairie.example"


def certificate(folder, *, name: str = NAME, days: int = 30) -> str:
    """A file with a certificate that signs itself, and its key. days: until its end."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=90))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificat.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(path)


class SecureSite:
    """with: pages of one certificate, on a port of its own."""

    def __init__(self, path: str):
        self.path = path
        self.names: list[str] = []

    def __enter__(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        context.sni_callback = lambda sock, name, _: self.names.append(name)
        self.socket = socket.create_server((HERE, 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, args=[context], daemon=True)
        self.thread.start()
        return self

    def _serve(self, context):
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as secure:
                    head = secure.recv(65536)
                    missing = b"robots.txt" in head
                    secure.sendall(
                        b"HTTP/1.1 404 No\r\n\r\n"
                        if missing
                        else b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                        + (PAGE if head.startswith(b"GET") else b"")
                    )
            except OSError:
                plain.close()

    def __exit__(self, *error):
        # Wakes up who waits for the next.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()

    def check(self, name: str, trusted: bool = True):
        network = Network(
            lambda host, port: [(HERE, self.port)], lambda ip: ip == HERE or is_public(ip)
        )
        tls = ssl.create_default_context(cafile=self.path) if trusted else None
        return Checker(network, BOUNDS, tls).check(f"https://{name}/page")


@pytest.mark.usefixtures("web")  # its loopback address
def test_the_name_of_the_address_is_what_is_asked_for(tmp_path):
    with SecureSite(certificate(tmp_path)) as site:
        assert site.check(NAME).verdict == Verdict.WORKS
        assert set(site.names) == {NAME}
        assert site.check("autre.example").verdict == Verdict.CERTIFICATE
        assert site.check(NAME, trusted=False).verdict == Verdict.CERTIFICATE  # signs itself


@pytest.mark.usefixtures("web")
def test_a_certificate_that_ended(tmp_path):
    with SecureSite(certificate(tmp_path, days=-1)) as site:
        assert site.check(NAME).verdict == Verdict.CERTIFICATE


def test_a_plain_server_where_an_encrypted_one_is_meant(web):
    network = Network(lambda host, port: [(HERE, web.port)], lambda ip: ip == HERE)
    verdict = Checker(network, HURRIED).check("https://works-1.example/").verdict
    assert verdict in (Verdict.UNSURE, Verdict.SILENT)
