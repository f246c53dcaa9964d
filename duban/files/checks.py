"""What `duban check` asks of kept files: are they all there, as they came, and nothing that should be gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from duban.files.models import StoredFile, path_of, preview_path_of
from duban.web.checking import Problem

_NAMED = 5  # digests told one by one


def problems(thorough: bool) -> Iterator[Problem]:
    """Yield missing, changed and left-over files; `thorough` reads every byte, else the size must do."""
    missing: list[str] = []
    changed: list[str] = []
    left: list[str] = []
    known: set[str] = set()
    for file in StoredFile.objects.order_by("id").iterator():
        path = path_of(file)
        known.add(file.sha256)
        if file.purged_at:
            left += [file.sha256] if path.exists() or preview_path_of(file).exists() else []
        elif not path.exists():
            missing.append(file.sha256)
        elif path.stat().st_size != file.size or (thorough and _digest(path) != file.sha256):
            changed.append(file.sha256)
    if missing:
        yield Problem(
            "files_missing",
            _("有 %(count)d 个文件不在数据文件夹里：%(names)s。") % _counted(missing),
            _("从备份恢复 files 文件夹里这些摘要的文件，再运行 duban check。"),
        )
    if changed:
        yield Problem(
            "files_changed",
            _("有 %(count)d 个文件的内容与存入时不同：%(names)s。") % _counted(changed),
            _("保留现场，从备份恢复这些文件，并查明谁改动过数据文件夹。"),
        )
    if left:
        yield Problem(
            "files_left",
            _("有 %(count)d 个已清除的文件还在磁盘上：%(names)s。") % _counted(left),
            _("启动后台任务，它会自动删去；仍在时手工删去。"),
        )
    strangers = [path.name for path in _kept() if path.name not in known]
    if strangers:
        yield Problem(
            "files_unknown",
            _("files 文件夹里有 %(count)d 个文件没有登记：%(names)s。") % _counted(strangers),
            _("多半是存入时停机留下的，核对后可以删去；也可能是数据库比文件旧。"),
        )


def _kept() -> Iterator[Path]:
    """Yield what lies under a digest."""
    folder: Path = settings.FILES_FOLDER
    for path in folder.glob("??/*") if folder.exists() else ():
        if len(path.name) == 64:
            yield path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counted(digests: list[str]) -> dict[str, object]:
    shown = "、".join(digest[:12] for digest in digests[:_NAMED])
    return {"count": len(digests), "names": shown + ("…" if len(digests) > _NAMED else "")}
