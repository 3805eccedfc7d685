"""docs/nginx.conf as an operator installs it, in front of the real site: only names, ports and folders are changed."""

import contextlib
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import time
from urllib.parse import urlsplit

import pytest

from tests.running import ROOT

pytestmark = pytest.mark.either_database

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NAME = "essaim.exemple.fr"
MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  types {{ image/png png; application/pdf pdf; text/html html; }}
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/essaim.conf;
}}
"""
FILES = """
import json
from django.core.files.base import ContentFile
from catalogue.models import ProjectAttachment, ProjectPage
from core.models import Attachment
from tests.core.test_pictures import drawn
from core.models import Picture
known, hidden = (
    Attachment.objects.create(title=name, file=ContentFile(b"%PDF-1.7 " + name.encode(), f"{name}.pdf"))
    for name in ("connu", "secret")
)
sheet = ProjectPage.objects.order_by("number").first()
sheet.attachments.add(ProjectAttachment(document=known))
sheet.save_revision().publish()
picture = Picture.objects.create(title="Place", file=ContentFile(drawn(), "place.jpg"))
rendition = picture.get_rendition("width-100")
print(json.dumps({
    "known": known.url, "hidden": hidden.url, "hidden_file": hidden.file.name,
    "original": picture.file.name, "shown": rendition.url,
}))
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Behind:
    """The site as somebody reaches it, by nginx."""

    def __init__(self, port: int, plain_port: int, files: dict):
        self.port, self.plain_port, self.files = port, plain_port, files

    def connect(self) -> http.client.HTTPSConnection:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=30)

    def ask(self, path: str, method: str = "GET", body=None, **headers):
        """(status, headers, body)."""
        connection = self.connect()
        connection.request(method, path, body, {"Host": NAME, **headers})
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read()
        connection.close()
        return found


@pytest.fixture(scope="module")
def behind(prepared, tmp_path_factory):
    if NGINX is None:
        pytest.skip("nginx is missing: apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    instance = prepared.copy("behind-nginx")
    files = json.loads(instance.run(FILES).splitlines()[-1])
    certificate(folder)
    told = {"SENDFILE_URL": "/prive", "PROXY_COUNT": "1", "ALLOWED_HOSTS": f"{NAME},127.0.0.1"}
    with instance.serve(SERVE_MEDIA="0", **told) as address:
        port, plain_port = free_port(), free_port()
        configured = (ROOT / "docs/nginx.conf").read_text(encoding="utf-8")
        for written, here in (
            ("127.0.0.1:8000", urlsplit(address).netloc),
            ("listen 80;", f"listen 127.0.0.1:{plain_port};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
            ("/etc/ssl/essaim/", f"{folder}/"),
            ("/srv/essaim/var/", f"{instance.folder}/"),
        ):
            assert written in configured
            configured = configured.replace(written, here)
        (folder / "essaim.conf").write_text(configured, encoding="utf-8")
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
        with started(folder, port):
            yield Behind(port, plain_port, files)


def certificate(folder) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", f"/CN={NAME}", "-keyout", folder / "privkey.pem"),
            *("-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


@contextlib.contextmanager
def started(folder, port: int):
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr, checked.stderr
    server = subprocess.Popen(command)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(20)


def test_a_page_by_its_name_and_https_alone(behind):
    status, headers, body = behind.ask("/projets/")
    assert status == 200
    assert b"</html>" in body
    assert "Content-Security-Policy" in headers
    assert headers["Server"] == "nginx"
    plain = http.client.HTTPConnection("127.0.0.1", behind.plain_port, timeout=10)
    plain.request("GET", "/projets/?q=eau", headers={"Host": "autre.exemple"})
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/projets/?q=eau")
    plain.close()


def test_documents_leave_by_the_site_alone(behind):
    files = behind.files
    status, headers, body = behind.ask(files["known"])
    assert (status, body) == (200, b"%PDF-1.7 connu")
    assert headers["Content-Type"] == "application/pdf"
    assert "X-Accel-Redirect" not in headers, "nginx did not send it"
    for path in (
        files["hidden"],
        f"/prive/{files['hidden_file']}",
        f"/prive/../prive/{files['hidden_file']}",
        f"/media/{files['hidden_file']}",
        f"/media/images/../{files['hidden_file']}",
        f"/media/images/%2e%2e/{files['hidden_file']}",
        f"/media/{files['original']}",
        f"/prive/{files['original']}",
        "/media/images/",
        "/media/",
        "/prive/",
    ):
        status, _, body = behind.ask(path)
        assert status in (302, 403, 404), path
        assert b"%PDF" not in body, path


def test_pictures_of_pages_are_sent_by_nginx(behind):
    status, headers, _ = behind.ask(behind.files["shown"])
    assert status == 200
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age" in headers["Cache-Control"]


def test_what_is_too_large_is_said(behind):
    status, _, body = behind.ask("/mon-territoire/", "POST", b"x" * 10_000_000)
    assert status == 413
    assert "</html>" in body.decode()
    assert behind.ask(f"/projets/?q={'a' * 10_000}")[0] == 200
    assert behind.ask(f"/projets/?q={'a' * 20_000}")[0] == 414
    connection = behind.connect()
    connection.putrequest("POST", "/mon-territoire/")
    connection.putheader("Content-Length", str(100 * 1024 * 1024))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_slow_clients_hold_nobody_up(behind):
    held = [socket.create_connection(("127.0.0.1", behind.port), 5) for _ in range(60)]
    slow = [behind.connect() for _ in range(20)]
    for one in slow:
        one.putrequest("POST", "/mon-territoire/")
        one.putheader("Content-Length", "100000")
        one.endheaders(b"nom=")
    began = time.monotonic()
    for _ in range(5):
        assert behind.ask("/projets/")[0] == 200
    assert time.monotonic() - began < 10
    for one in (*held, *slow):
        one.close()
