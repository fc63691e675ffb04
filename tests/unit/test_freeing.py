from __future__ import annotations

import gc

from cleanarticle import clean

PAGE = b"""<title>Title</title><style>.x { display: none }</style>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<h1>Title <a class="mw-editsection" href="/edit">edit</a></h1>
<p>A first paragraph of the text. <span class="sr-only">Hidden</span></p>
<pre class="highlight"><code><span>one</span>
<span>two</span></code></pre>
<div class="poem"><div>A line</div><div>and a line</div></div>
<p class="x">Hidden text.</p><div class="comments"><p>A comment.</p></div>"""


def test_clean_page_is_freed_without_the_garbage_collector() -> None:
    clean(PAGE)
    gc.collect()
    clean(PAGE)
    assert gc.collect() == 0
