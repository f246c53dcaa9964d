"""Drive one task from assignment to close-out through the API. Python's standard library alone.

    DUBAN=http://127.0.0.1:8000 OFFICE_KEY=duban_… UNIT_KEY=duban_… DESK_KEY=duban_… python drive_a_task.py UNIT_CODE

OFFICE_KEY is a clerk's key that may write, UNIT_KEY one of the unit's liaison, DESK_KEY one of the supervision desk: who
asks for completion can never be who verifies it.
"""

import json
import os
import sys
import urllib.error
import urllib.request
import uuid
from datetime import date, timedelta

BASE = os.environ["DUBAN"].rstrip("/") + "/api"


def call(key, method, path, body=None, file=None):
    """Return the answer as plain values; a write carries an Idempotency-Key, so that a repetition does nothing twice."""
    headers = {"Authorization": f"Bearer {os.environ[key]}"}
    content = None
    if method == "POST":
        headers["Idempotency-Key"] = str(uuid.uuid4())
    if file is not None:
        name, content_of = file
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        content = head.encode() + content_of + f"\r\n--{mark}--\r\n".encode()
        headers["Content-Type"] = f"multipart/form-data; boundary={mark}"
    elif body is not None:
        content = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(BASE + path, content, headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")


def main(unit):
    """Open, sign for, report, prove, ask, verify, close."""
    deadline = (date.today() + timedelta(days=30)).isoformat()
    task = call(
        "OFFICE_KEY", "POST", "/tasks", {"title": "通过接口交办的示例事项", "lead_unit": unit, "deadline": deadline}
    )
    path = f"/tasks/{task['id']}"
    print(task["number"], task["state"])
    task = call("UNIT_KEY", "POST", f"{path}/sign-for", {"person_in_charge": "联络员", "version": task["version"]})
    print(task["state"])
    call("UNIT_KEY", "POST", f"{path}/report", {"text": "已按要求办理。", "as_of": date.today().isoformat()})
    call("UNIT_KEY", "POST", f"{path}/evidence", file=("办理情况.txt", "办理情况说明".encode()))
    task = call("UNIT_KEY", "POST", f"{path}/request-completion", {"statement": "已全部完成。"})
    print(task["state"])
    points = ["facts_clear", "problem_solved", "task_done", "conclusion_accurate", "measures_lawful", "form_right"]
    task = call("DESK_KEY", "POST", f"{path}/verify", dict.fromkeys(points, True))
    task = call("DESK_KEY", "POST", f"{path}/close-out", {"remark": "同意销号"})
    print(task["state"], len(task["moves"]), "moves")


if __name__ == "__main__":
    main(sys.argv[1])
