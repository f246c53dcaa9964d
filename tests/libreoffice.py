"""Workbooks as LibreOffice reads them: opened there, saved again, read back."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

installed = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def saved_by_libreoffice(content: bytes, folder: Path) -> Any:
    """Return the workbook's first sheet as LibreOffice understood it; without a window it keeps no frozen panes."""
    (folder / "in.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        "out",
        "in.xlsx",
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return load_workbook(io.BytesIO((folder / "out" / "in.xlsx").read_bytes())).active


def checks_of(sheet: Any) -> dict[str, str]:
    """Return range → kind of what cells are checked for."""
    return {str(check.sqref): check.type for check in sheet.data_validations.dataValidation}


def formulas_in(sheet: Any) -> list[str]:
    """Return the cells that act as formulas."""
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
