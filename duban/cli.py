"""The command line: the plain tools, and the commands of an installation. Loads Django only for those."""

from __future__ import annotations

import sys
from collections.abc import Callable

PLAIN = ("read", "deadline", "lamp", "breakdown", "similar", "guard", "redact")
INSTALLATION = (
    "demo", "serve", "manage", "holidays", "audit", "vault", "check", "workbook-inbox", "reset-code", "add-administrator",
)  # fmt: skip
_HELP = {
    "zh": """督办：把会议上说的，变成办成的事。

用法：duban 命令 [参数]

  read FILE…       读会议材料，列出议题、要求和可督办事项
  deadline TEXT    算办理时限，说明怎么算的
  lamp CASE        按亮灯规则评一个事项的灯，说明怎么评的
  breakdown CASE   核对任务分解，列出层层加码的地方
  similar FILE --in CORPUS.csv
                   在一张表里找与一段文字最相近的内容
  guard FILE       找出方案、通知、答复里“一刀切”的话，问一问是否合法合规
  redact FILE      隐去一段文字里的个人信息，列出隐去了什么
  demo             载入演示城市的数据
  serve            启动网页服务
  manage …         维护数据库等（Django 管理命令）
  holidays YEAR FILE
                   录入一年的放假通知，重算在办事项的时限
  audit verify     逐条校验审计记录链，说出第一条不一致的记录
  vault keys|rotate
                   列出保险箱密钥；更换密钥并重新封存
  check            检查安装：设置、数据文件夹、升级、后台任务、文件
  workbook-inbox FOLDER
                   办理文件夹里填好的报送表，逐份说出办了没有、为什么
  reset-code USER  给一名用户发一次性重置码
  add-administrator USER
                   新建一名系统管理员，新装的系统由此开始

  duban 命令 --help 看每个命令的用法；--lang en 显示英文；duban --version 看版本。""",
    "en": """Duban: from what a government meeting said to what got done.

Usage: duban COMMAND [ARGUMENTS]

  read FILE…       read meeting texts into agenda, requirements and trackable actions
  deadline TEXT    work out a time limit and show how
  lamp CASE        judge the lamp of a task by a rule set and show how
  breakdown CASE   compare a task with its children: what do they add
  similar FILE --in CORPUS.csv
                   find the texts of a table most like one text
  guard FILE       find blanket stops in a plan, notice or reply, and ask about permit and compliance
  redact FILE      mask what tells of a private person, list what was masked
  demo             load the demonstration city
  serve            start the web server
  manage …         look after the database and so on (Django's management commands)
  holidays YEAR FILE
                   add a year's holiday notice and compute open deadlines again
  audit verify     check the chain of audit rows, naming the first that does not fit
  vault keys|rotate
                   list the vault's keys; change the key and seal anew
  check            check the installation: settings, data folder, migrations, worker, files
  workbook-inbox FOLDER
                   send the filled-in workbooks saved in a folder, saying of each what became of it
  reset-code USER  issue a one-time reset code to a user
  add-administrator USER
                   make an administrator, where a new installation begins

  duban COMMAND --help tells how to use each; --lang en answers in English; duban --version tells the version.""",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    command, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if command in PLAIN:
        return _run_plain(command, rest)
    if command in INSTALLATION:
        return _run_installation(arguments)
    language = _language(arguments)
    if command == "--version":
        from duban import __version__

        print(f"duban {__version__}")
        return 0
    if command in ("-h", "--help", "help", "--lang", f"--lang={language}"):
        print(_HELP[language])
        return 0
    if language == "en":
        print(f"There is no command “{command}”; duban --help --lang en lists them.", file=sys.stderr)
    else:
        print(f"没有“{command}”这个命令，请用 duban --help 查看全部命令。", file=sys.stderr)
    return 2


def _run_plain(command: str, arguments: list[str]) -> int:
    """Run a command that needs no installation; its first start on a machine leaves the patterns for the next."""
    import gc

    from duban.patterns import keep, warm

    gc.disable()  # until all is loaded: what a start makes, it keeps
    warmed = warm(command)
    run = _plain_command(command)
    gc.freeze()
    gc.enable()
    code = run(arguments)
    if not warmed and not sys.dont_write_bytecode:
        keep(command)
    return code


def _plain_command(command: str) -> Callable[[list[str]], int]:
    """Return the function of a command, loading nothing that another needs."""
    if command == "read":
        from duban.reading import command as reading

        return reading.run
    if command == "lamp":
        from duban.tasks.command import lamp

        return lamp.run
    if command == "breakdown":
        from duban.tasks.command import breakdown

        return breakdown.run
    if command == "similar":
        from duban.similarity import command as similarity

        return similarity.run
    if command == "guard":
        from duban.guards import command as guards

        return guards.run
    if command == "redact":
        from duban.redaction import command as redaction

        return redaction.run
    from duban.dates import command as dates

    return dates.run


def _language(arguments: list[str]) -> str:
    """Return `en` where --lang asks for it, else `zh`."""
    joined = " ".join(arguments).replace("--lang=", "--lang ")
    return "en" if "--lang en" in joined else "zh"


def _run_installation(arguments: list[str]) -> int:
    """Hand the command to the Django part, or say in one line that it is not there."""
    try:
        from duban.web.command import run
    except ModuleNotFoundError as missing:
        print(f"缺少网页部分（{missing.name}），无法执行“{arguments[0]}”，请先安装完整的督办软件。", file=sys.stderr)
        return 2
    return run(arguments)
