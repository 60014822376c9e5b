"""As much of S3 as the store uses, in memory on the loopback: objects, ranges, uploads in parts, a full bucket."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Bucket:
    """What the server holds, and how it misbehaves."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.signatures: list[str] = []
        self.refusal: tuple[int, str] | None = None
        self.url = ""


@contextmanager
def serve() -> Iterator[Bucket]:
    bucket = Bucket()
    handler = type("Handler", (_Handler,), {"bucket": bucket})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    bucket.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield bucket
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self._refused():
            return
        if "uploadId" in self.query:
            self.bucket.parts[self.query["uploadId"][0]][int(self.query["partNumber"][0])] = data
        else:
            self.bucket.objects[self.key] = data
        self._answer(200, ETag='"1"')

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self._refused():
            return
        if "uploads" in self.query:
            number = f"upload-{len(self.bucket.parts)}"
            self.bucket.parts[number] = {}
            self._answer(200, self._xml("InitiateMultipartUploadResult", f"<UploadId>{number}</UploadId>"))
        else:
            parts = self.bucket.parts.pop(self.query["uploadId"][0])
            self.bucket.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
            self._answer(200, self._xml("CompleteMultipartUploadResult", "<ETag>1</ETag>"))

    def do_GET(self) -> None:
        data = self.bucket.objects.get(self.key)
        if self._refused() or data is None:
            self._answer(404, self._xml("Error", "<Code>NoSuchKey</Code>"))
            return
        wanted = self.headers.get("Range")
        if not wanted:
            self._answer(200, data)
            return
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        begin, end = int(first), min(int(last or len(data)) + 1, len(data))
        self._answer(206, data[begin:end], **{"Content-Range": f"bytes {begin}-{end - 1}/{len(data)}"})

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        if "uploadId" in self.query:
            self.bucket.parts.pop(self.query["uploadId"][0], None)
        else:
            self.bucket.objects.pop(self.key, None)
        self._answer(204)

    @property
    def key(self) -> str:
        return urlsplit(self.path).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)

    def _refused(self) -> bool:
        self.bucket.signatures.append(self.headers.get("Authorization", ""))
        if self.bucket.refusal and self.command in {"PUT", "POST"}:
            status, code = self.bucket.refusal
            self._answer(status, self._xml("Error", f"<Code>{code}</Code>"))
            return True
        return False

    @staticmethod
    def _xml(name: str, inner: str) -> bytes:
        return f'<?xml version="1.0"?><{name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{inner}</{name}>'.encode()

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"ETag": '"1"', "Last-Modified": formatdate(0, usegmt=True), **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
