"""A file of 200 MB sent to the real server: refused in words, without eating its memory or its disk."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

from duban.demo.people import PASSWORD
from tests.faults.installation import Installation, hidden

SIZE = 200 * 1024 * 1024
BORDER = "-----border-of-the-form"
MORE_MEMORY = 40 * 1024  # KB a worker may grow by


def test_two_hundred_megabytes_are_refused_and_leave_nothing(place: Installation) -> None:
    before = place.facts()
    place.start()
    person = place.sign_in("u216", PASSWORD)
    path = f"/tasks/{place.scene['tasks'][2]}/attach/"
    fields = hidden(person.get(path), "version")
    peaks = {pid: peak(pid) for pid in place.web_workers()}

    head = "".join(
        f'--{BORDER}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()
    )
    head += f'--{BORDER}\r\nContent-Disposition: form-data; name="evidence"; filename="录像.pdf"\r\n\r\n'
    tail = f"\r\n--{BORDER}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=120)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BORDER}",
        "Content-Length": str(len(head.encode()) + SIZE + len(tail)),
        "Cookie": person.cookie_header(),
    }
    connection.request("POST", path, pieces(head.encode(), tail), headers)
    answer = connection.getresponse()
    page = answer.read().decode()

    assert answer.status in (413, 422), page[:500]
    assert "50 MB" in page
    grown = {pid: peak(pid) - peaks[pid] for pid in peaks}
    assert max(grown.values()) < MORE_MEMORY, grown
    assert place.facts() == before
    assert [path.name for path in (place.data / "temporary").iterdir()] == []
    assert person.get(path)  # the server goes on


def pieces(head: bytes, tail: bytes) -> Iterator[bytes]:
    yield head + b"%PDF-1.7\n"
    left = SIZE - 9
    while left:
        piece = b"x" * min(left, 1 << 20)
        left -= len(piece)
        yield piece
    yield tail


def peak(pid: int) -> int:
    """Return the most memory the process has held, in KB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
