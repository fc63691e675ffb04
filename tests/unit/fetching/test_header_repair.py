"""Header repair: whatever lines a response has, httpcore's parser takes the repaired ones."""

from __future__ import annotations

import h11
from hypothesis import example, given
from hypothesis import strategies as st

from cleanarticle.fetching.header_repair import repair_header

LINE = st.one_of(
    st.binary(max_size=20),
    st.builds(b"%s:%s".__mod__, st.tuples(st.binary(max_size=9), st.binary(max_size=9))),
    st.sampled_from(
        [b"Transfer-Encoding: gzip", b"Transfer-Encoding: chunked", b"Content-Length: x", b" a"]
    ),
)


@given(st.lists(LINE.filter(lambda line: b"\n" not in line)))
@example([b"A: b", b"\tc\x0bd"])
@example([b"Transfer-Encoding: identity", b"Transfer-Encoding: Chunked"])
@example([b"Content-Length: +5", b"Content-Length:"])
def test_repair_header_gives_what_the_parser_takes(lines: list[bytes]) -> None:
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "x")]))
    connection.send(h11.EndOfMessage())
    header = b"\r\n".join([b"HTTP/1.1 200 OK", b"X-First: 1", *lines])
    connection.receive_data(repair_header(header))
    event = connection.next_event()
    assert isinstance(event, h11.Response)
    assert event.headers[0][0] == b"x-first"


def test_repair_header_leaves_a_good_header_as_it_is() -> None:
    header = b"HTTP/1.1 200 OK\r\nDate: now\r\nX-Empty: \r\nSet-Cookie: a=b; c"
    assert repair_header(header) == header + b"\r\n\r\n"
