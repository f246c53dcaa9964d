"""Which files may be kept: by size, by ending, and by whether the first bytes agree with the ending."""

from __future__ import annotations

from pathlib import PurePath

_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_TEXT: tuple[bytes, ...] = ()  # any bytes that are no known binary

# ending: media type, how such a file begins
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".txt": ("text/plain", _TEXT),
    ".md": ("text/markdown", _TEXT),
    ".html": ("text/html", _TEXT),
    ".htm": ("text/html", _TEXT),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    ".ofd": ("application/ofd", _ZIP),
    ".doc": ("application/msword", _OLE),
    ".wps": ("application/vnd.ms-works", _OLE),
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
}
_BINARY = (
    *(start for _media, starts in KINDS.values() for start in starts),
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
)


class UnacceptableFile(ValueError):
    """A file that may not be kept; the text says why and what to do."""


def media_type_of(name: str) -> str:
    """Return the media type belonging to the file's ending."""
    return KINDS[_ending(name)][0]


def check_content(content: bytes, name: str, largest: int) -> None:
    """Raise UnacceptableFile where the file is empty, too large, of no accepted kind, or not what its name says."""
    ending = _ending(name)
    if ending not in KINDS:
        accepted = "、".join(KINDS)
        raise UnacceptableFile(f"“{name}”的类型不在可上传范围内，请转换为下列格式之一后再上传：{accepted}。")
    if not content:
        raise UnacceptableFile(f"“{name}”是空文件，请检查文件内容后重新上传。")
    if len(content) > largest:
        size, limit = len(content) / 1048576, largest // 1048576
        raise UnacceptableFile(f"“{name}”有 {size:.1f} MB，超过 {limit} MB 的上限，请拆分或压缩后再上传。")
    if not _agrees(content, KINDS[ending][1]):
        raise UnacceptableFile(f"“{name}”的内容与扩展名 {ending} 不符，请用原软件打开并另存为正确的格式后再上传。")


def _agrees(content: bytes, starts: tuple[bytes, ...]) -> bool:
    """Whether the content begins as its kind does; a text must only be no known binary."""
    if starts:
        return content[:1024].lstrip().startswith(starts)
    return not content.startswith(_BINARY)


def _ending(name: str) -> str:
    """Return the ending of a name, in small letters, with its dot."""
    return PurePath(name.replace("\\", "/")).suffix.lower()
