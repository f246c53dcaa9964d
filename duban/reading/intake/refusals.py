"""Every reason to refuse a document: a stable code, and one line naming the thing, the cause and the next step."""

from __future__ import annotations

from duban.reading.model import CannotRead

MAX_TEXT_BYTES = 20 * 1024 * 1024
MAX_FILE_BYTES = 100 * 1024 * 1024

# code: (Chinese, English); {name} is the document as the person called it.
REFUSALS: dict[str, tuple[str, str]] = {
    "missing_file": (
        "“{name}”不存在，请检查路径和文件名。",
        "“{name}” does not exist; check the path and the name.",
    ),
    "is_directory": (
        "“{name}”是文件夹，请改为其中的文件，例如“{name}/*.txt”。",
        "“{name}” is a folder; name the files in it, for example “{name}/*.txt”.",
    ),
    "unreadable_file": (
        "“{name}”无法打开（{reason}），请检查文件的权限后重试。",
        "“{name}” cannot be opened ({reason}); check its permissions and try again.",
    ),
    "empty_file": (
        "“{name}”是空文件，请确认复制或下载已经完成后重新提交。",
        "“{name}” is empty; make sure it was copied or downloaded completely and hand it in again.",
    ),
    "blank_text": (
        "“{name}”里没有文字，只有空白，请提交有正文的文件。",
        "“{name}” holds no text, only white space; hand in a file with a body.",
    ),
    "too_large": (
        "“{name}”太大（{size} MB，上限 {limit} MB），请拆分后分别提交。",
        "“{name}” is too large ({size} MB, the limit is {limit} MB); split it and hand in the parts.",
    ),
    "not_text": (
        "“{name}”不是文本文件（内容是二进制数据），请提交原始的 txt、docx、pdf、ofd 或 html 文件。",
        "“{name}” is not text (its content is binary data); hand in the original txt, docx, pdf, ofd or html file.",
    ),
    "unsupported_format": (
        "“{name}”的格式（{format}）不能读取，请另存为 docx、pdf 或 txt 后重新提交。",
        "“{name}” is of a format that is not read ({format}); save it as docx, pdf or txt and hand it in again.",
    ),
    "broken_encoding": (
        "“{name}”的文字编码无法识别或已损坏，请用 UTF-8 编码另存后重新提交。",
        "“{name}” has an unknown or broken text encoding; save it as UTF-8 and hand it in again.",
    ),
    "encrypted": (
        "“{name}”设有打开密码或已加密，请解除密码后重新提交。",
        "“{name}” is encrypted or asks for a password; remove the password and hand it in again.",
    ),
    "scanned_pdf": (
        "“{name}”是扫描件，没有可读取的文字，请提交原始的电子文件或文字识别后的版本（本软件暂不做文字识别）。",
        "“{name}” is a scan without text; hand in the original document or a recognised version (OCR comes later).",
    ),
    "damaged_file": (
        "“{name}”已损坏，不是完整的 {format} 文件，请重新导出或下载后再提交。",
        "“{name}” is damaged, not a complete {format} file; export or download it again.",
    ),
    "columns_unclear": (
        "“{name}”第 {page} 页的表格没有框线，{reason}，没有读取；请上传原来的 Excel、Word 表格，或把文字粘贴进来。",
        "“{name}”, page {page}: the table's cells cannot be told apart ({reason}); hand in the spreadsheet or paste the text.",
    ),
    "zip_bomb": (
        "“{name}”的压缩内容异常（{reason}），可能是恶意文件，没有读取；请核实来源，另存后重新提交。",
        "“{name}” unpacks abnormally ({reason}) and may be hostile; it was not read. Check where it came from.",
    ),
    "xml_entities": (
        "“{name}”内含 XML 实体定义，正常的公文不会有，没有读取；请核实来源，另存后重新提交。",
        "“{name}” defines XML entities, which no office document does; it was not read. Check where it came from.",
    ),
    "converter_missing": (
        "“{name}”是旧格式（{format}），本机没有安装 LibreOffice，请安装后重试，或另存为 docx 再提交。",
        "“{name}” is of an old format ({format}) and LibreOffice is not installed; install it or save as docx.",
    ),
    "conversion_failed": (
        "“{name}”用 LibreOffice 转换没有成功（{reason}），请另存为 docx 后重新提交。",
        "“{name}” could not be converted by LibreOffice ({reason}); save it as docx and hand it in again.",
    ),
    "secret_mark": (
        "“{name}”标有密级，本系统不处理涉密文件，内容没有保存；请按保密规定在涉密设备上办理。",
        "“{name}” carries a secrecy mark; secret documents are not handled here and nothing was kept.",
    ),
}


def refusal(code: str, name: str, **values: object) -> CannotRead:
    """Return the refusal of the document called `name`; `values` fill the sentence's other places."""
    chinese, english = REFUSALS[code]
    shown = one_line(name) or "粘贴的文字"
    return CannotRead(code, chinese.format(name=shown, **values), english.format(name=one_line(name), **values))


def too_large(name: str, size: int, limit: int = MAX_TEXT_BYTES) -> CannotRead:
    """Return the refusal of a document of `size` bytes."""
    return refusal("too_large", name, size=f"{size / 1048576:.1f}", limit=limit // 1048576)


def one_line(name: str) -> str:
    """Return a file name fit for one line of a terminal: control characters and broken bytes shown as ?."""
    return "".join(c if c.isprintable() else "?" for c in name)
