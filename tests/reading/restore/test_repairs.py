"""Each kind of damage in one line: what was copied, what comes back, and how sure the repair is."""

from __future__ import annotations

import pytest

from duban.reading.restore import restore

GLOSSED = "市政府召開常務(wù)會(huì)議(yì)，研究經(jīng)濟(jì)運(yùn)行。"

CERTAIN = [
    pytest.param("召開常務(wù)會(huì)議", "召开常务会议", id="a gloss after a traditional character"),
    pytest.param("召开常务（wù）会议", "召开常务会议", id="full-width brackets, simplified character"),
    pytest.param("常務(WÙ)會[huì]議【yì】", "常务会议", id="capitals and other brackets"),
    pytest.param("常務(wu4)會(hui4)議(yi4)", "常务会议", id="tone digits"),
    pytest.param("常務( wù )會 (huì) 議(yì)", "常务会议", id="spaces in and around the bracket"),
    pytest.param("常務(wu\u0300)會(hui\u0300)議", "常务会议", id="tone marks set apart"),
    pytest.param("常務(wù會(huì)議(yì)", "常务会议", id="the closing bracket is gone"),
    pytest.param("常務wù)會(huì)議(yì)", "常务会议", id="the opening bracket is gone"),
    pytest.param(
        GLOSSED + "我們(men)要落實(shí)。", "市政府召开常务会议，研究经济运行。我们要落实。", id="a neutral tone"
    ),
    pytest.param("乾(gān)部大會(huì)在乾(qián)縣(xiàn)舉(jǔ)行", "干部大会在乾县举行", id="the gloss tells 干 from 乾"),
    pytest.param("投入?yún)^(qū)域", "投入区域", id="two readings prove the lead byte"),
    pytest.param("投入\ufffd(yún)^(qū)域", "投入区域", id="the same from a browser"),
    pytest.param("投入(yún)^(qū)域", "投入区域", id="the same from a decoder that drops"),
    pytest.param("建設(shè)^(qū)域", "建设区域", id="tail byte and reading"),
    pytest.param("P(guān)于a(chǎn)業(yè)\\(yùn)行", "关于产业运行", id="three tail bytes"),
    pytest.param("會議認爲乾縣的發展顯着", "会议认为乾县的发展显著", id="traditional, place name and 显著"),
    pytest.param(
        "市政府要著力發展，沿著正確方向，編製著作", "市政府要着力发展，沿着正确方向，编制著作", id="着 and 著"
    ),
    pytest.param(
        "市政府召開會議，聽取軍分割槽工作彙報", "市政府召开会议，听取军分区工作汇报", id="a phrase in Taiwan's usage"
    ),
    pytest.param("人\u200b民政\ufeff府", "人民政府", id="zero-width characters"),
    pytest.param("增速&gt;5%，&ldquo;双随机&rdquo;", "增速>5%，“双随机”", id="entities"),
    pytest.param("云政发〔2 0 2 5〕9号", "云政发〔2025〕9号", id="spaced digits of a document number"),
    pytest.param('<p class="a" align=center>市政府<br/>常务会议</p>', "市政府\n常务会议\n", id="tags with attributes"),
    pytest.param("<p>市政府<b>常务</b>会议</p>", "市政府常务会议\n", id="leftovers of markup"),
    pytest.param("⾼质量发展，⻓期坚持", "高质量发展，长期坚持", id="radicals that look like characters"),
    pytest.param("1 9 9 3 年投资7 4 7 7 2 亿元", "1993年投资74772亿元", id="digits each apart"),
    pytest.param("政 府 工 作 报 告\n各位代表", "政府工作报告\n各位代表", id="a spaced heading"),
    pytest.param("市政府工作报\n告\n", "市政府工作报告\n", id="a torn heading"),
    pytest.param("全面落实《\n云陵条例\n》。", "全面落实《云陵条例》。", id="a link on a line of its own"),
    pytest.param("ä¼šè®®å¼ºè°ƒï¼Œè¦\x81", "会议强调，要", id="UTF-8 read as Latin-1"),
    pytest.param("»áÒéÇ¿µ÷£¬", "会议强调，", id="GBK read as Latin-1"),
]

UNSURE = [
    pytest.param("投入?yún)?cān)加會(huì)議(yì)", "投入参加会议", id="two readings that three characters share"),
    pytest.param("投入?yún)⒓?,会议", "投入参加,会议", id="a shifted run whose last byte is lost"),
    pytest.param("日?bào)社記者", "日报社记者", id="a whole character by its reading and its word"),
    pytest.param("各單位負責人出席??h直機關", "各单位负责人出席。县直机关", id="tail byte without a gloss"),
    pytest.param("加強┙(jīng)濟工作", "加强经济工作", id="a reading without a tail"),
    pytest.param("。?。ㄓ浾?李某)", "。（记者李某)", id="one byte put before a run"),
    pytest.param("　　?ツ闶小豆赜谛藿ǖ缆?的请示》", "　　你市《关于修建道路的请示》", id="a stray byte dropped"),
    pytest.param("常務(w?)會(huì)議(yì)研究經(jīng)濟(jì)", "常务会议研究经济", id="a letter of the gloss is lost"),
    pytest.param("常務(wu)會(huì)議(yì)研究經(jīng)濟(jì)", "常务会议研究经济", id="a tone is lost"),
    pytest.param("(浙江?。?025年印发", "(浙江省）?025年印发", id="the swallowed digit is not invented"),
]

UNCHANGED = [
    "（一）深化改革。(二)扩大开放。",
    "省（区、市）、各市（区）、云陵（街道）办事处（此件主动公开）",
    "《云陵市城市更新条例（修订草案）》（试行）〔2024〕7号",
    "生产总值(GDP)增长5.6%（预计数，下同），推广AI(人工智能)、PPP、(B型)、(ktv)、(a)项",
    "“3·15”活动——办好……民生实事，鼓励阿·买买提等先进",
    "１９８４年以来占９７．７％，新增1500 万人",
    "在鼋(yuán)头渚景区设点",
    "乾县、於潜镇、菜薹种植、昇平街道",
    "由李瀅、張悅牵头",
    "云陵发布消息：本台记者报道。责任编辑：某某",
    "怎么办?大家都在问。有没有办法?有。",
    "1.6?36.9",
    "突破X亿元，增长x.x%",
    "一、总体要求\n二、主要任务\n（一）强化保障\n附件：1.任务清单\n2.分工方案",
    "会议纪要\n第 12 期",
    "张 某 某\n云陵市人民政府\n2024年5月1日",
    "相关部门要打印通知，首页公示，关闭落后产能。",
    "彰显着力量，显着名声",
]


@pytest.mark.parametrize(("damaged", "expected"), CERTAIN)
def test_a_proven_repair_is_certain(damaged: str, expected: str) -> None:
    restored = restore(damaged)
    assert restored.text == expected
    assert all(repair.certain for repair in restored.repairs)
    assert restored.notices == ()


@pytest.mark.parametrize(("damaged", "expected"), UNSURE)
def test_a_repair_that_could_be_wrong_says_so(damaged: str, expected: str) -> None:
    restored = restore(damaged)
    assert restored.text == expected
    assert not all(repair.certain for repair in restored.repairs)
    unsure = [repair.span for repair in restored.repairs if not repair.certain]
    assert [notice.span for notice in restored.notices if notice.code == "uncertain_repair"] == unsure


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_is_no_damage_stays(text: str) -> None:
    restored = restore(text)
    assert restored.text == text
    assert restored.repairs == ()


def test_a_gloss_on_a_traditional_character_is_one_repair() -> None:
    repair, other = restore("常務(wù)會").repairs
    assert (repair.kind, repair.original, repair.restored) == ("gloss", "務(wù)", "务")
    assert (repair.span, repair.original_span, repair.certain) == ((1, 2), (1, 6), True)
    assert (other.kind, other.original, other.restored) == ("script", "會", "会")


def test_adjoining_traditional_characters_are_one_repair() -> None:
    repairs = restore("市政府召開會議部署").repairs
    assert [(repair.original, repair.restored) for repair in repairs] == [("開會議", "开会议")]


def test_a_byte_shift_is_one_repair() -> None:
    (repair, *_) = restore("全面投入?yún)^(qū)域協(xié)同").repairs
    assert (repair.kind, repair.original, repair.restored) == ("byte_shift", "?yún)^(qū)", "区")


def test_a_character_lost_whole_is_marked_and_a_question_is_not() -> None:
    (mark,) = restore("会议强调，要??固防汛成果。").notices
    assert (mark.code, mark.span) == ("unreadable", (5, 9))
    assert restore("这样做对吗??我们不清楚。").notices == ()


def test_a_lost_character_nothing_tells_is_marked_and_left() -> None:
    restored = restore("經(jīng)濟(jì)發(fā)展，某?(xiè)，完")
    assert "?(xiè)" in restored.text
    assert "lost_character" in {notice.code for notice in restored.notices}


def test_lines_of_one_width_are_joined_whatever_the_width_of_their_commas() -> None:
    lines = [
        "会议强调,主汛期已至,各有关部门要抓好城市",
        "排水防涝工作,对易积水点、下穿通道逐一落",
        "实“一点一策”,明确包保责任人,月底前整改",
        "到位,并完成雨水管网清淤,组建十二支抢险队",
        "伍,确保安全度汛。",
    ]
    assert restore("\n".join(lines)).text == "".join(lines)
