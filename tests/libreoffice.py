"""Documents as LibreOffice reads them: opened there, saved again, read back; a loud line where it is not installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

MISSING = "LibreOffice is not installed"
NO_POPPLER = "pdftotext is not installed"
installed = pytest.mark.skipif(not shutil.which("soffice"), reason=MISSING)
readable = pytest.mark.skipif(not shutil.which("pdftotext"), reason=NO_POPPLER)  # the pages it printed
PACKAGES = {MISSING: "libreoffice", NO_POPPLER: "poppler-utils"}


def saved_by_libreoffice(content: bytes, folder: Path) -> Any:
    """Return the workbook's first sheet as LibreOffice understood it; without a window it keeps no frozen panes."""
    (folder / "in.xlsx").write_bytes(content)
    saved = converted(folder / "in.xlsx", "xlsx:Calc MS Excel 2007 XML", folder / "out")
    return load_workbook(io.BytesIO(saved.read_bytes())).active


def converted(source: Path, target: str, folder: Path) -> Path:
    """Return the file LibreOffice made in the folder; `target` is ending and filter, as --convert-to takes them."""
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder), source.name]
    subprocess.run(command, cwd=source.parent, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{target.partition(':')[0]}"


def checks_of(sheet: Any) -> dict[str, str]:
    """Return range → kind of what cells are checked for."""
    return {str(check.sqref): check.type for check in sheet.data_validations.dataValidation}


def formulas_in(sheet: Any) -> list[str]:
    """Return the cells that act as formulas."""
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
