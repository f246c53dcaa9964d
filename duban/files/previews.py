"""Small pictures: of photographs and of a PDF's first page. Made anew of pixels alone, so no EXIF or place goes along."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from duban.files.rules import MOST_PIXELS, PICTURES, ending_of

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

SIDE = 320  # pixels of the longer side
MOST_DECODED = 40_000_000  # pixels of a picture that cannot be decoded small: about 160 MB
_QUALITY = 82


class NoPreview(Exception):
    """No small picture can be made; the text says why."""


def opened(path: Path, name: str) -> ImageFile:
    """Open a picture by its header alone: without the library's own limit on pixels, for ours is asked first."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    return PngImageFile(path) if ending_of(name) == ".png" else JpegImageFile(path)


def small_picture(path: Path, name: str) -> tuple[bytes, int, int]:
    """Return a JPEG with its width and height; raise NoPreview."""
    picture = _of_photograph(path, name) if ending_of(name) in PICTURES else _of_first_page(path)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return stream.getvalue(), picture.width, picture.height


def _of_photograph(path: Path, name: str) -> Image:
    from PIL import Image, ImageOps

    try:
        with opened(path, name) as picture:
            width, height = picture.size
            if width * height > (MOST_PIXELS if picture.format == "JPEG" else MOST_DECODED):
                raise NoPreview(f"{width}×{height}")
            picture.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than needed
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE))
            plain = Image.new("RGB", upright.size, "white")
            rgba = upright.convert("RGBA")
            plain.paste(rgba, mask=rgba.getchannel("A"))
            return plain
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise NoPreview(type(error).__name__) from None


def _of_first_page(path: Path) -> Image:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        try:
            page = document[0]
            scale = SIDE / max(*page.get_size(), 1.0)
            picture: Image = page.render(scale=scale).to_pil().convert("RGB")
            return picture
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise NoPreview(type(error).__name__) from None
