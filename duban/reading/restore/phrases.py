"""Words that a program put into Taiwan's usage, in a text that names mainland organs: 军分割槽 is 军分区."""

from __future__ import annotations

import re

from duban.reading.restore.edits import Draft, Edit, Findings

# Phrases of programs that translate for Taiwan, in simplified characters; never right in a mainland document.
PHRASES = {
    "军分割槽": "军分区", "红标头档案": "红头文件", "标头档案": "头文件", "网际网路": "互联网", "人工智慧": "人工智能",
    "大资料": "大数据", "资料库": "数据库", "伺服器": "服务器", "奈米": "纳米", "计程车": "出租车", "云端计算": "云计算",
    "行动支付": "移动支付", "行动网路": "移动网络", "智慧型手机": "智能手机", "程式码": "代码",
    "数位化": "数字化", "数位经济": "数字经济", "网路": "网络", "列印": "打印", "土石流": "泥石流", "资讯化": "信息化",
    "最佳化营商环境": "优化营商环境", "持续最佳化": "持续优化", "进一步最佳化": "进一步优化",
}  # fmt: skip
# The organs in either script.
_MAINLAND = "[国國][务務]院|人民政府|市委|省委|[县縣]委|[区區]委|中共|党委|黨委|市政府|省政府|[县縣]政府|[区區]政府"
_SURE_PHRASES = frozenset(["军分割槽", "红标头档案", "网际网路", "伺服器", "计程车"])


def find_phrases(draft: Draft) -> Findings:
    """Find words a program put into Taiwan's usage, in a text that names mainland organs."""
    text = draft.text
    if not re.search(_MAINLAND, text):
        return Findings()
    edits = []
    for match in re.finditer("|".join(sorted(PHRASES, key=len, reverse=True)), text):
        sure = match[0] in _SURE_PHRASES or draft.is_damaged
        edits.append(Edit(match.start(), match.end(), PHRASES[match[0]], "script", sure))
    return Findings(tuple(edits))
