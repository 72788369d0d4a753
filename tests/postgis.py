"""A real PostGIS server of the tests' own, in a temporary folder, gone when they end."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CARELESS = "-c fsync=off -c full_page_writes=off"


@contextmanager
def postgis_server(careless: bool = False) -> Iterator[str]:
    """The address of an empty database on a fresh server, or that of TEST_DATABASE_URL where it is set.

    A `careless` one is quicker, since nothing need reach the disk: for databases that are thrown away.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="assetmap-postgis-"))
    port = free_port()
    try:
        if getpass.getuser() == "root":
            shutil.chown(folder, "postgres")
        run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = (
            f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c shared_buffers=256MB -c work_mem=64MB {CARELESS if careless else ''}"
        )
        run("pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def run(program: str, *arguments: str, check: bool = True) -> None:
    """Run one of the server's programs; as the user `postgres` where we are root, which it refuses."""
    command = [str(find(program)), *arguments]
    if getpass.getuser() == "root":
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, cwd="/")


def find(program: str) -> Path:
    """Where the newest installed PostgreSQL keeps this program."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")) + [Path(p) for p in [shutil.which(program)] if p]
    if not found:
        raise FileNotFoundError(f"{program} is missing: install postgresql and its postgis package, or set TEST_DATABASE_URL.")
    return found[-1]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
