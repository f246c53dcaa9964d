"""`duban serve`: the web server and the worker of background jobs, started and stopped together."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

STARTING, STOPPING = 30, 20  # seconds


def run(argv: list[str]) -> int:
    """Serve until a signal; 2 with one line where the port is taken or the database is not up to date."""
    arguments = _parser().parse_args(argv[1:])
    trouble = _port_trouble(arguments.host, arguments.port)
    if not trouble and not arguments.check_port:
        trouble = _database_trouble()
    if trouble:
        print(trouble, file=sys.stderr)
        return 2
    return 0 if arguments.check_port else _serve(arguments)


def _parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(prog="duban serve", description="启动网页服务和后台任务，按 Ctrl+C 停止。")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1（只限本机）")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数，默认 2")
    parser.add_argument("--check-port", action="store_true", help="只检查端口是否空闲，不启动")
    return parser


def _port_trouble(host: str, port: int) -> str:
    """Return what stands in the way of listening there, or nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except (OSError, OverflowError) as error:
            other = _next(port)
            return (
                f"端口 {port} 无法使用（{error}）：可能已被别的程序占用，"
                f"请换一个端口，例如 scripts/demo {other} 或 duban serve --port {other}。"
            )
    return ""


def _next(port: int) -> int:
    """Return a port to propose instead."""
    return port + 1 if 1024 <= port < 65535 else 8000


def _database_trouble() -> str:
    """Return what is wrong with the database, or nothing."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connections.close_all()
    if not missing:
        return ""
    return f"数据库缺少 {len(missing)} 项升级，服务没有启动；请先备份，再执行 duban manage migrate，然后重新启动。"


def _serve(arguments: argparse.Namespace) -> int:
    """Run both processes until a signal or until one of them ends; then stop the other."""
    bind = f"[{arguments.host}]:{arguments.port}" if ":" in arguments.host else f"{arguments.host}:{arguments.port}"
    web = ["gunicorn", "duban.wsgi:application", "--bind", bind, "--workers", str(arguments.workers)]
    quiet = ["--timeout", "120", "--log-level", "warning", "--no-control-socket"]
    stopped = _Signals()
    # sessions of their own: Ctrl+C reaches them through us alone, once
    children = [
        subprocess.Popen([sys.executable, "-m", *command], start_new_session=True)
        for command in (web + quiet, ["django", "work"])
    ]
    try:
        if _answers(arguments.host, arguments.port, children, stopped):
            print(f"督办已启动：http://{bind}/ 按 Ctrl+C 停止。", flush=True)
        while not stopped.received and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        codes = _stop(children)
    if stopped.received:
        return 0
    print(f"网页服务或后台任务意外停止（退出码 {codes}），已全部停止；请看上面的日志。", file=sys.stderr)
    return 1


class _Signals:
    """Remembers that a signal asked us to stop."""

    def __init__(self) -> None:
        self.received = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.received = number


def _answers(host: str, port: int, children: Sequence[subprocess.Popen[bytes]], stopped: _Signals) -> bool:
    """Wait until the web server listens; False where it ended or took too long."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and not stopped.received and all(child.poll() is None for child in children):
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> list[int]:
    """Ask each to stop, wait, and end by force what does not; return their exit codes."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOPPING
    codes = []
    for child in children:
        try:
            codes.append(child.wait(max(0.1, deadline - time.monotonic())))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            codes.append(child.wait())
    return codes
