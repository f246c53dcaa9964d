"""Why an action is trackable or not: a sentence for each rule, as `--explain` and the confirm page print it."""

from __future__ import annotations

TRACKABLE_RULES: dict[str, str] = {
    "trackable.deadline": "写明了办理时限，到期可查。",
    "trackable.target": "写明了数量目标，可以计数。",
    "trackable.prohibition": "属禁止性要求，违反可查。",
    "trackable.sanction": "属追责、处罚类要求，有案可查。",
    "trackable.proof": "写明了频次、批次或全覆盖等可核查的形式。",
    "trackable.decided": "会议决定的处置事项，有文可查。",
    "trackable.record": "排查、培训、督导等工作本身留有记录。",
    "trackable.recorded_work": "所加强或推进的是留有记录的工作。",
    "trackable.deliver": "动词指向可交付的文件、资金、工程或制度变化。",
    "trackable.named_thing": "所建立或完善的制度、机制、平台等有具体名称。",
    "trackable.named_text": "落实的是写明标题的文件。",
    "trackable.countable": "所增减的对象可以统计。",
    "trackable.pivot": "所支持、督促的是可交付的行为。",
    "trackable.kept": "所确保的结果可以统计或检查。",
    "trackable.thing": "对象是文件、机构、工程或款项，可以查看。",
    "untrackable.stance": "属态度、原则或方向，没有可查的成果。",
    "untrackable.effort": "加强、优化、推动等要求没有具体对象，无法核查。",
    "untrackable.quality": "对象是能力、水平、体系等，无法判定何时完成。",
    "untrackable.policy": "泛指落实政策措施，没有写明哪一项。",
    "untrackable.backing": "只说提供支撑、保障，没有具体内容。",
    "untrackable.unnamed": "所完善的制度、机制没有写明名称。",
    "untrackable.no_verb": "没有指向具体成果的动词。",
}
