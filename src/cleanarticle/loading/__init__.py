"""Loading: anything that holds a document becomes a `Page` of HTML or a `PlainText`.

The library, the command line and batches all come in through here, so that the same bytes are
read the same way everywhere. HTML and plain text are distinguished by the declared media type, then
by content; where that shows no tags at the start, by the file's suffix. Other kinds of content are
refused by name.
"""

from cleanarticle.loading.loader import (
    HTML_SUFFIXES,
    STDIN,
    TEXT_SUFFIXES,
    Content,
    PlainText,
    Source,
    check_page,
    is_url,
    load,
    load_stdin,
    load_text,
    load_text_file,
    read_file,
)

__all__ = [
    "HTML_SUFFIXES",
    "STDIN",
    "TEXT_SUFFIXES",
    "Content",
    "PlainText",
    "Source",
    "check_page",
    "is_url",
    "load",
    "load_stdin",
    "load_text",
    "load_text_file",
    "read_file",
]
