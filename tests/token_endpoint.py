"""Knows a token endpoint as a provider runs it: it gives tokens out, refuses, sends elsewhere, or falls silent."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass(slots=True)
class Endpoint:
    """`answers` are taken one after the other, the last one for good. `asked` holds each request's form."""

    url: str = ""
    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    valid: dict[str, str] = field(default_factory=dict)  # access token → whose it is, for a server that asks

    def gives(self, token: str, **more: Any) -> None:
        self.answers = [(200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600, **more})]

    @property
    def introspection(self) -> str:
        """Where a server asks whose a token is (RFC 7662)."""
        return self.url.replace("/token", "/introspect")

    def refuses(self, code: str, words: str = "") -> None:
        self.answers = [(400, {"error": code, "error_description": words})]


@contextmanager
def token_endpoint(tls: ssl.SSLContext | None = None) -> Iterator[Endpoint]:
    """On loopback, at a free port; with `tls` by HTTPS."""
    endpoint = Endpoint()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            endpoint.asked.append({"method": "GET", "path": self.path})
            self._say(200, {})

        def do_POST(self) -> None:
            octets = self.rfile.read(int(self.headers["Content-Length"]))
            form = {key: values[0] for key, values in parse_qs(octets.decode()).items()}
            if self.path == "/introspect":
                user = endpoint.valid.get(form.get("token", ""))
                self._say(200, {"active": user is not None, "username": user})
                return
            endpoint.asked.append(form)
            status, body = endpoint.answers[0]
            if len(endpoint.answers) > 1:
                endpoint.answers.pop(0)
            self._say(status, body)

        def _say(self, status: int, body: Any) -> None:
            octets = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{endpoint.url}/elsewhere")
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        endpoint.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/token"
        endpoint.gives("first")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield endpoint
        finally:
            server.shutdown()
            thread.join()
