"""Datelines: the reporters that papers of East Asia name inside the first or the last paragraph.

Chinese papers write "新华社拉萨2月13日电（记者 格桑边觉）" at the start, or "（总台记者 张倩）"
at the end; Korean ones write "[서울=뉴시스] 홍길동 기자 =", Japanese ones "【ロンドン＝山田太郎】".
"""

from __future__ import annotations

import re

_HAN = "[\u4e00-\u9fff]"
_NAME = f"{_HAN}(?:{_HAN}|·){{1,6}}"
_NAMES = rf"{_NAME}(?:[\s、]+{_NAME}){{0,5}}"
_TASK = f"(?:文/?图?|摄影?|图/?文?|图片|报道|報道|摄影报道|{_HAN}{{2,4}}(?:报道|報道|摄))"

_JOB = "(?:[记記]者|通[讯訊][员員]|[实實][习習]生)"

_IN_BRACKETS = re.compile(
    rf"[（(]\s*{_HAN}{{0,10}}{_JOB}[:：]?\s*(?P<names>{_NAMES})(?:\s*[/／]?\s*{_TASK})?\s*[）)]"
)
_LABELED = (
    re.compile(rf"\s*(?:[□■◎●]\s*本[报報]{_JOB}|执笔人?[:：])\s*(?P<names>{_NAMES})\s*$"),
    re.compile(
        r"\s*[\[(（]\s?[가-힣]{2,8}\s?=\s?[가-힣\w]{2,8}\s?[\])）]\s?"
        r"(?P<names>[가-힣]{2,4})\s?(?:기자|특파원)\s?="
    ),
    re.compile(
        r"\s*【[\u30a0-\u30ff]{2,10}[=＝](?P<names>[\u3400-\u9fff]{3,6}(?:[、・][\u3400-\u9fff]{3,6})?)】"
    ),
)
_BARE = (
    re.compile(
        rf".{{0,40}}?{_JOB}\s*(?P<names>{_NAMES})"
        rf"(?=\s*(?:/|[发發]自|$)|\s+{_TASK}|\s+{_HAN}{{2,6}}[报報]道)"
    ),
    re.compile(
        r"(?:.*[。！？!?”」…])?\s*[（(]\s*"
        rf"(?P<names>{_NAME}(?:(?:[\s、]+{_NAME}){{1,5}}|\s+{_TASK}|\s*[/／]\s*文))\s*[）)]\s*$",
        re.DOTALL,
    ),
)
"""Names that no brackets and no label set off from a sentence, or that no job is beside: each must
begin with a family name."""

_FAMILY_NAMES = frozenset(
    "伊王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安"
    "颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮許鄧蕭葉盧蔣蘇呂賈閻鍾陸龍萬錢湯賀賴龔龐蘭顏嚴溫蘆魯韋畢聶齊莊"
)
"""The most frequent family names of Chinese, in both scripts. Chosen by hand."""

_SEPARATOR = re.compile(r"[\s、，・/／]+")
_OTHERS = re.compile(
    f"{_HAN}*(?:[记記]者|通[讯訊][员員]|[实實][习習]生|报道|報道|摄影?|/?文图?|图)|手记|札记|观察|调查|评论"
)
"""Jobs and places behind names, and titles of columns by reporters."""

_MAX_LENGTH = 5
"""Maximum characters of a name: of the Tibetan "格桑边觉" four, of Japanese ones five."""

_REACH = 80
"""Characters at the start of a text that can be its dateline, and at its end. Chosen by hand."""


def reporters_in(text: str) -> tuple[str, ...]:
    """Return the reporters that a paragraph names as agencies and papers do, () if it names none.

    Args:
        text: The first or the last paragraphs of an article; elsewhere such names are quotations.
    """
    if text.isascii():
        return ()
    start, end = text[:_REACH], text[-_REACH:].rstrip()
    at_end = next((match for match in _IN_BRACKETS.finditer(end) if match.end() == len(end)), None)
    labeled = (_IN_BRACKETS.search(start), at_end, *(form.match(start) for form in _LABELED))
    for match in filter(None, labeled):
        if names := _names_in(match):
            return names
    for match in filter(None, (form.match(part) for form in _BARE for part in (start, end))):
        names = _names_in(match)
        if names and all(name[0] in _FAMILY_NAMES for name in names):
            return names
    return ()


def _names_in(match: re.Match[str]) -> tuple[str, ...]:
    """Return the names of a match, () if one is too long."""
    names = [name for name in _SEPARATOR.split(match["names"]) if not _OTHERS.fullmatch(name)]
    is_sound = all(len(name) <= _MAX_LENGTH or "·" in name for name in names)
    return tuple(names) if is_sound else ()
