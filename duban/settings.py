"""Every DUBAN_* variable in one table: name, default, meaning. No Django, so that any command may read it."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Setting:
    """One environment variable with its default and meaning."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("DUBAN_DATA", "var", "folder for the SQLite file, uploads, keys and added holiday notices"),
    Setting("DUBAN_DATABASE_URL", "", "postgres://user:password@host:port/name; empty: SQLite in DUBAN_DATA"),
    Setting("DUBAN_SECRET_KEY", "", "signing key; empty: made at first start and kept in DUBAN_DATA"),
    Setting(
        "DUBAN_VAULT_KEYS", "", "key file of the petitioner vault; empty: vault-keys in DUBAN_DATA, made at first use"
    ),
    Setting("DUBAN_ALLOWED_HOSTS", "127.0.0.1,localhost", "host names the server answers to, comma-separated"),
    Setting("DUBAN_HTTPS", "0", "1 where users come over https: cookies are then sent over https alone"),
    Setting("DUBAN_DEBUG", "0", "1 shows error details; never in an office"),
    Setting(
        "DUBAN_TASK_PREFIXES",
        "meeting=会,directive=批,manual=办,ledger=账,petition=访,citizen=诉,finding=反",
        "source=prefix of its task numbers, comma-separated: 会2024-0012",
    ),
    Setting(
        "DUBAN_ASSIGN_BY_DESK", "0", "1: only the supervision desk assigns; what a clerk releases is proposed to it"
    ),
    Setting("DUBAN_SIGN_WITHIN", "2", "working days a unit has to sign for a task; 0: no limit"),
    Setting(
        "DUBAN_DEFAULT_LIMITS",
        "",
        "name of the set of limits for what gives none (duban-limits-1, or a file in DUBAN_DATA/limits); empty: none",
    ),
    Setting(
        "DUBAN_REMINDER_LADDER", "duban-default", "whose steps the daily reminders follow: duban-default, three-colours"
    ),
    Setting("DUBAN_REMIND_AT", "08:30", "time of a working day from which reminders are made and sent"),
    Setting("DUBAN_ADDRESS", "", "address at which people reach Duban, for the last line of a message"),
    Setting("DUBAN_MAIL_DOMAIN", "duban.invalid", "domain in the Message-ID of mails"),
    Setting("DUBAN_WORKBOOK_INBOX", "", "folder whose filled-in workbooks (.xlsx, .eml) the worker takes; empty: none"),
    Setting("DUBAN_MONTH_GRACE", "3", "working days after a month's end in which its workbook is still taken; 0: none"),
    Setting("DUBAN_SAME_MATERIAL_DAYS", "30", "days within which the same asked of a unit again is warned of"),
    Setting(
        "DUBAN_PAPER_NUMBERS",
        "notice=云政督,reminder=云政督提",
        "kind=prefix of the numbers of urging papers: 云政督〔2026〕3号",
    ),
    Setting(
        "DUBAN_PETITION_CLOCKS",
        "xinfang-2022",
        "set of clocks for petitions; an office's own is a file in DUBAN_DATA/petition-clocks",
    ),
    Setting(
        "DUBAN_PETITION_TYPES",
        "yunling-1",
        "types of petitions; an office's own is a file in DUBAN_DATA/petition-types",
    ),
    Setting(
        "DUBAN_PETITION_LONG_AGO",
        "180",
        "days after which the day a petition was received must be confirmed, lest it be a slip; 0: never asked",
    ),
    Setting("DUBAN_LAMP_RULES", "duban-default-1", "rule set that judges lamps where a task names none of its own"),
    Setting(
        "DUBAN_SEPARATE_ADMINISTRATION",
        "0",
        "1: system, security and audit administration are three posts that no one person may combine (三员分立)",
    ),
    Setting("DUBAN_OFFICE", "云陵市人民政府办公室", "name in the top bar"),
    Setting("DUBAN_SHARED", "../shared", "development texts, for tests and benchmarks only"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def setting(name: str) -> str:
    """Return the value of a known variable, its default where unset; raise KeyError for an unknown name."""
    return os.environ.get(name) or _BY_NAME[name].default
