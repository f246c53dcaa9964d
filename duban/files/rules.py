"""Which files may be kept: by size, by ending, and by whether the first bytes agree with the ending. No Django."""

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
PICTURES, PACKAGES, COMPOUNDS = (".jpg", ".jpeg", ".png"), (".docx", ".xlsx", ".ofd"), (".doc", ".wps")
_WITH_MACROS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm")
_BINARY = (
    *(start for _media, starts in KINDS.values() for start in starts),
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
)
HEAD = 1024  # bytes that tell a file's kind

MOST_PIXELS = 120_000_000  # more than any camera of a telephone makes; ten bytes can claim a thousand times that
MOST_UNPACKED = 512 * 1024 * 1024
MOST_ENTRIES = 10_000
MOST_RATIO, RATIO_FROM = 200, 4 * 1024 * 1024  # below this size an honest, very repetitive part does no harm
_PROGRAMS = (".exe", ".dll", ".scr", ".bat", ".cmd", ".com", ".js", ".vbs", ".ps1", ".jar", ".msi", ".hta")


class UnacceptableFile(ValueError):
    """A file that may not be kept; the text says why and what to do, `code` names the reason without the file."""

    def __init__(self, text: str, code: str = "") -> None:
        super().__init__(text)
        self.code = code


def plain_name(name: str) -> str:
    """Return the last part of a name, without folders and control characters, fit to be kept."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[-255:]


def ending_of(name: str) -> str:
    """Return the ending of a name, in small letters, with its dot."""
    return PurePath(name.replace("\\", "/")).suffix.lower()


def media_type_of(name: str) -> str:
    """Return the media type belonging to the file's ending."""
    return KINDS[ending_of(name)][0]


def check_name(name: str) -> None:
    """Raise UnacceptableFile where files of this ending are not kept."""
    ending = ending_of(name)
    if ending in _WITH_MACROS:
        raise UnacceptableFile(
            f"“{name}”是带宏的文件（{ending}），宏不会运行也不保存，请另存为不带宏的 docx、xlsx 后再上传。", "macros"
        )
    if ending not in KINDS:
        accepted = "、".join(KINDS)
        raise UnacceptableFile(f"“{name}”的类型不在可上传范围内，请转换为下列格式之一后再上传：{accepted}。", "kind")


def check_size(size: int, name: str, largest: int) -> None:
    """Raise UnacceptableFile where the file is empty or too large."""
    if not size:
        raise UnacceptableFile(f"“{name}”是空文件，请检查文件内容后重新上传。", "empty")
    if size > largest:
        given, limit = size / 1048576, largest // 1048576
        raise UnacceptableFile(f"“{name}”有 {given:.1f} MB，超过 {limit} MB 的上限，请拆分或压缩后再上传。", "size")


def check_head(head: bytes, name: str) -> None:
    """Raise UnacceptableFile where the first bytes are not those of a file of this ending."""
    ending = ending_of(name)
    if not _agrees(head, KINDS[ending][1]):
        raise UnacceptableFile(
            f"“{name}”的内容与扩展名 {ending} 不符，请用原软件打开并另存为正确的格式后再上传。", "disguised"
        )


def check_content(content: bytes, name: str, largest: int) -> None:
    """Raise UnacceptableFile where the file is empty, too large, of no accepted kind, or not what its name says."""
    check_name(name)
    check_size(len(content), name, largest)
    check_head(content[:HEAD], name)


def check_picture(width: int, height: int, name: str) -> None:
    """Raise UnacceptableFile where a picture's header claims more than can be shown."""
    if width * height > MOST_PIXELS:
        raise UnacceptableFile(
            f"“{name}”的图片尺寸是 {width}×{height}，超过 {MOST_PIXELS // 10000} 万像素，没有打开；请缩小尺寸后再上传。",
            "pixels",
        )


def check_parts(parts: list[tuple[str, int, int]], name: str) -> None:
    """Raise UnacceptableFile for the parts of a zipped document (name, size unpacked, size packed)."""
    names = [part.lower() for part, _size, _packed in parts]
    if any(part.endswith(("vbaproject.bin", "vbadata.xml")) for part in names):
        raise UnacceptableFile(
            f"“{name}”里带有宏，宏不会运行也不保存，请另存为不带宏的格式（或打印为 PDF）后再上传。", "macros"
        )
    if any(part.endswith(_PROGRAMS) for part in names):
        raise UnacceptableFile(f"“{name}”里夹带程序，没有保存；请核实来源，去掉后重新上传。", "program")
    unpacked = sum(size for _part, size, _packed in parts)
    swollen = any(size > RATIO_FROM and size > MOST_RATIO * max(packed, 1) for _part, size, packed in parts)
    if len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED or swollen:
        raise UnacceptableFile(
            f"“{name}”的压缩内容异常（解压后 {unpacked // 1048576} MB），可能是恶意文件，没有打开；请核实来源，另存后重新上传。",
            "bomb",
        )


def _agrees(head: bytes, starts: tuple[bytes, ...]) -> bool:
    """Whether the content begins as its kind does; a text must only be no known binary."""
    if starts:
        return head[:HEAD].lstrip().startswith(starts)
    return not head.startswith(_BINARY)
