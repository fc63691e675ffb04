"""Tests of the reporters that papers of East Asia name in the first and the last paragraph."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.bylines.datelines import reporters_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("推进工业企业绿色化改造，推动高质量发展。（记者 胡晓蓉）", ["胡晓蓉"]),
        ("过一个温馨、廉洁的新春佳节。（常书香 马丹阳 ）", ["常书香", "马丹阳"]),
        ("难道不都是利益再分配的过程吗？”（姚峰 上海报道）", ["姚峰"]),
        ("据新华社拉萨电（记者 格桑边觉）记者近日从会议上了解到", ["格桑边觉"]),
        ("新华社北京2月13日电（记者张三、李四）", ["张三", "李四"]),
        ("中新网北京2月13日电 (记者 李纯)外交部", ["李纯"]),
        ("新华网黑龙江频道 记者 伊琳 李清芬", ["伊琳", "李清芬"]),
        ("新京报记者 彭冲 山东冠县报道", ["彭冲"]),
        ("顶端新闻·河南商报记者马俊峰/文受访者供图", ["马俊峰"]),
        ("本报记者罗科苏盈发自北京", ["罗科苏盈"]),
        ("本报实习生 刘国栋 周炜", ["刘国栋", "周炜"]),
        ("执笔人：闵乐夫 赵兰波 刘韬", ["闵乐夫", "赵兰波", "刘韬"]),
        ("□ 本报记者 葛灵丹", ["葛灵丹"]),
        ("（總台記者 張倩）", ["張倩"]),
        ("[서울=뉴시스] 홍길동 기자 = 다리가 열렸다.", ["홍길동"]),
        ("(부산=연합뉴스) 홍길동 특파원 = 다리가 열렸다.", ["홍길동"]),
        ("【ロンドン＝山田太郎】橋が開通した。", ["山田太郎"]),
        ("桥今天开通。（新华社）", []),
        ("（完）", []),
        ("（未完待续）", []),
        ("（资料图）", []),
        ("（高清）", []),
        ("图为比赛现场。（石家庄）", []),
        ("他笑了起来。（齐声大笑）", []),
        ("更多内容请点击。（文章来源）", []),
        ("（王小明）", []),  # one name without a job may be a place or a word
        ("● 方法一", []),
        ("□ 钱包", []),
        ("记者：高考改革", []),
        ("桥今天开通。（记者手记）", []),
        ("【価格＝税込み】橋が開通した。", []),
        ("【注目＝日本代表】橋が開通した。", []),
        ("（上接第一版）", []),
        ("他对记者说，今天很好。", []),
        ("记者从会上了解到，2022年新建了三座桥。", []),
        ("【速報】橋が開通した。", []),
        ("记者 在现场看到，桥已经断了", []),
        ("记者 看到了", []),
        ("Ann Lee (AFP)", []),
    ],
)
def test_reporters_in_a_paragraph_are_those_that_the_paper_names(
    text: str, names: list[str]
) -> None:
    assert list(reporters_in(text)) == names


def test_reporters_in_long_rows_of_jobs_and_brackets_are_none() -> None:
    assert reporters_in("记者" * 50_000) == ()
    assert reporters_in("（" * 50_000) == ()
    assert reporters_in("（记者 张" + " 张" * 50_000) == ()


TEXT = (
    "<p>大桥今天上午正式开通，数千名市民到场参加庆祝活动，工程历时三年，耗资十亿元。</p>"
    "<p>市长说，新桥将把两岸之间的路程缩短半个小时，老桥将改为步行桥。{}</p>"
)


@pytest.mark.parametrize("end", ["（记者 王小明）", "（王小明 文）", "（王小明 北京报道）"])
def test_clean_article_that_names_its_reporter_at_the_end_has_the_author(end: str) -> None:
    page = f"<html lang=zh><title>大桥开通</title><article><h1>大桥开通</h1>{TEXT.format(end)}"
    assert cleanarticle.clean(page).authors == ("王小明",)


def test_clean_page_without_headings_has_author_and_date_below_its_title() -> None:
    page = (
        "<html lang=zh><title>大桥今天开通了_新闻</title>"
        "<table><tr><td><a href=/>首页</a></td></tr>"
        "<tr><td>大桥今天开通了</td></tr><tr><td>时间：2004年10月21日14:18 作者：王小明</td>"
        f"<td><a href=/c>我来说两句(0)</a></td></tr><tr><td>{TEXT.format('')}</td></tr></table>"
    )
    article = cleanarticle.clean(page)
    assert article.authors == ("王小明",)
    assert (article.published or "")[:10] == "2004-10-21"
