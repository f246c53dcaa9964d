"""Every warning a reading can carry: a stable code with a plain sentence, Chinese and English.

`notice` fills the Chinese one in; the English one heads the same warning under `--lang en`.
"""

from __future__ import annotations

from duban.reading.model import Notice, Span

WARNINGS: dict[str, tuple[str, str]] = {
    # intake
    "broken_bytes": (
        "文字按 {encoding} 解码时有无法识别的字节，已用“\ufffd”代替，请对照原件核对。",
        "Some bytes could not be decoded and stand as U+FFFD; compare with the original.",
    ),
    "double_encoded": (
        "文字曾被错误转码，已还原，请对照原件核对。",
        "The text had been encoded twice and was turned back; compare with the original.",
    ),
    "experimental_format": (
        "OFD 的读取还在试验阶段，请对照原件核对文字和顺序。",
        "Reading OFD is experimental; compare wording and order with the original.",
    ),
    "macros_ignored": (
        "文件内含宏，没有运行，只读取了文字。",
        "The document carries macros; they were not run, only the text was read.",
    ),
    "tracked_changes": (
        "文件有修订记录：读取的是接受全部修订后的文字，请确认这是定稿。",
        "The document has tracked changes: insertions were read, deletions left out; make sure it is final.",
    ),
    "notes_left_out": (
        "文件的脚注、尾注没有读入正文，请对照原件核对。",
        "Footnotes and endnotes were left out of the text; compare with the original.",
    ),
    "converted": (
        "文件由 LibreOffice 转换后读取，请对照原件核对文字和编号。",
        "The document was converted by LibreOffice first; compare wording and numbers with the original.",
    ),
    "pages_without_text": (
        "第 {pages} 页没有可读取的文字（可能是扫描页），请对照原件补充。",
        "Some pages hold no text (perhaps scans); compare with the original.",
    ),
    "whole_page_read": (
        "没有识别出网页正文，读取了整页文字，可能混入导航等内容。",
        "The page's main text was not recognised; the whole page was read, menus perhaps included.",
    ),
    # restoration
    "uncertain_repair": (
        "“{original}”修复为“{restored}”，没有十足把握，请对照原文核对。",
        "This repair may be wrong; compare with the original.",
    ),
    "lost_character": (
        "“{original}”处丢了字，只剩读音“{reading}”，无法确定是哪个字，请对照原文补上。",
        "A character is lost here, only its reading is left; take it from the original.",
    ),
    "unreadable": (
        "“{original}”处的文字已损坏，未能还原，请对照原文改正。",
        "Characters here are damaged beyond repair; take them from the original.",
    ),
    "unreadable_encoding": (
        "文字曾用错误的编码打开或保存，未能全部还原，请换一份原文。",
        "The text was opened or saved with a wrong encoding and could not all be restored; use another copy.",
    ),
    "unproven_gloss": (
        "“{original}”像是注音，但与前面的字读音不符，未作改动，请核对。",
        "This looks like a pinyin gloss but does not read the character before it; it was left.",
    ),
    "synonyms_substituted": (
        "文中有“{first}”“{second}”等生硬的替换用词，可能被改写软件处理过，请换一份原文。",
        "Words look substituted by rewriting software; use another copy.",
    ),
    "blanked_data": (
        "“{original}”处的数字被隐去，未作推测，请补上实际数字。",
        "A figure is blanked out here; it was not guessed.",
    ),
    "hijacked_site": (
        "文中混有“{first}”“{second}”等无关词语，网页可能被篡改，其中的名称不可靠，请换一份原文。",
        "Unrelated keywords stand in the text; the site may be hijacked and its names are unreliable.",
    ),
    "not_official": (
        "文中有小说式的章节标题，可能不是公文，请核对。",
        "Chapter headings as in a novel: perhaps not an official text.",
    ),
    # extraction; each gives a more exact sentence where it can
    "no_meeting_found": (
        "没有找到会议：正文没有写明召开了什么会议。请确认文件是会议报道或纪要。",
        "No meeting found: the text does not say which meeting was held; make sure it is a report or minutes of one.",
    ),
    "work_report": (
        "这是一份政府工作报告，不是会议文本；仍列出其中的要求，请核对。",
        "This is a government work report, not a meeting; its requirements are listed all the same.",
    ),
    "year_inferred": (
        "正文没有写会议的年份，由文中其他年份推定，请核对。",
        "The text does not give the meeting's year; it was inferred from another year in the text.",
    ),
    "year_from_name": (
        "正文没有写明会议的日期或年份，按文件名或给定的日期计，请核对。",
        "The meeting's date or year was taken from the file's name or the date given.",
    ),
    "date_unknown": (
        "从正文算不出会议日期，请填写。",
        "The meeting's date cannot be worked out from the text; fill it in.",
    ),
}


def notice(code: str, span: Span | None = None, **values: object) -> Notice:
    """Return the warning of this code; `values` fill the places of its sentence; raise KeyError for an unknown code."""
    return Notice(code, WARNINGS[code][0].format(**values), span)


def english(code: str) -> str:
    """Return the English sentence of a warning, the code itself where it is unknown."""
    return WARNINGS[code][1] if code in WARNINGS else code
