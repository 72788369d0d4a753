"""A real mail server on this machine that keeps what it is sent, in plain text, with STARTTLS, or with TLS from the start."""

import base64
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any


class Mailbox(socketserver.ThreadingTCPServer):
    """What was sent, and to whom; `refuse` names an address nobody can write to."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None, at_once: bool = False):
        super().__init__(("127.0.0.1", 0), Session)
        self.tls, self.at_once = tls, at_once
        self.messages: list[tuple[str, Message]] = []
        self.passwords: list[tuple[bool, str]] = []
        self.refuse = ""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def get_request(self) -> tuple[Any, Any]:
        """A connection, under TLS where that comes first."""
        connection, address = super().get_request()
        return (self.tls.wrap_socket(connection, server_side=True) if self.tls and self.at_once else connection), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is no fault here."""


class Session(socketserver.StreamRequestHandler):
    """One conversation, as RFC 5321 has it, no more of it than is needed."""

    server: Mailbox

    def say(self, *lines: str) -> None:
        """Answer."""
        self.wfile.write(b"".join(line.encode() + b"\r\n" for line in lines))
        self.wfile.flush()

    def handle(self) -> None:
        """Talk until the other side is done."""
        self.secure, self.to = self.server.at_once, ""
        self.say("220 ready")
        while line := self.rfile.readline().strip().decode():
            if line.upper() == "QUIT":
                self.say("221 bye")
                break
            self.answer(line)

    def finish(self) -> None:
        """Close what TLS was put around, too."""
        super().finish()
        self.connection.close()

    def answer(self, line: str) -> None:
        """Answer one line."""
        word = line.replace(":", " ").split(maxsplit=1)[0].upper()
        if word == "EHLO":
            offers = ["250-STARTTLS"] if self.server.tls and not self.secure else ["250-AUTH PLAIN"]
            self.say("250-localhost", *offers, "250 SIZE 100000")
        elif word == "STARTTLS" and self.server.tls:
            self.say("220 go ahead")
            self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile, self.secure = self.connection.makefile("rb"), self.connection.makefile("wb"), True
        elif word == "AUTH":
            self.server.passwords.append((self.secure, base64.b64decode(line.split()[2]).decode()))
            self.say("235 welcome")
        elif word == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
            self.say("550 nobody here" if self.to == self.server.refuse else "250 ok")
        elif word == "DATA":
            self.take()
        else:
            self.say("250 ok")

    def take(self) -> None:
        """Keep a message."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.messages.append((self.to, message_from_bytes(b"".join(lines))))
        self.say("250 kept")


@contextmanager
def serving(tls: ssl.SSLContext | None = None, at_once: bool = False) -> Iterator[Mailbox]:
    """A mailbox that is open for a while."""
    with Mailbox(tls, at_once) as box:
        threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield box
        box.shutdown()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for `localhost` that nobody has signed but itself, for a server; and the file of it, for who trusts it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*asked, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert
