"""Pictures as they may leave the office: drawn anew from their pixels, so that no place, camera or owner goes along."""

from __future__ import annotations

import io

from duban.files.models import StoredFile, path_of
from duban.files.previews import MOST_DECODED, opened
from duban.files.rules import PICTURES, UnacceptableFile, ending_of

SIDE = 1600  # pixels of the longer side


def without_metadata(file: StoredFile) -> bytes:
    """Return the picture as a JPEG of at most 1600 pixels a side with nothing but its pixels; raise UnacceptableFile."""
    from PIL import Image, ImageOps

    if ending_of(file.name) not in PICTURES:
        raise UnacceptableFile(f"“{file.name}”不是图片，请上传 jpg 或 png 照片。", "no_picture")
    try:
        with opened(path_of(file), file.name) as picture:
            if picture.width * picture.height > MOST_DECODED and picture.format != "JPEG":
                raise UnacceptableFile(f"“{file.name}”尺寸过大，请缩小后重新上传。", "pixels")
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE))
            plain = Image.new("RGB", upright.size, "white")
            rgba = upright.convert("RGBA")
            plain.paste(rgba, mask=rgba.getchannel("A"))
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        if isinstance(error, UnacceptableFile):
            raise
        raise UnacceptableFile(f"“{file.name}”打不开，不是完整的图片，请重新导出后上传。", "no_picture") from None
    stream = io.BytesIO()
    plain.save(stream, "JPEG", quality=85, optimize=True)
    return stream.getvalue()
