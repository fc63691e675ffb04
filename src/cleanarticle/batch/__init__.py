"""Batches: many inputs, one record each, whatever becomes of them."""

from cleanarticle.batch.options import BatchKeywords, BatchOptions
from cleanarticle.batch.record import ErrorInfo, Record
from cleanarticle.batch.run import Tally, run
from cleanarticle.batch.streaming import (
    aclean_url,
    aclean_urls,
    clean_source,
    clean_url,
    clean_urls,
)
from cleanarticle.batch.worker import clean_file, clean_page
from cleanarticle.sites.store import TemplateStore

__all__ = [
    "BatchKeywords",
    "BatchOptions",
    "ErrorInfo",
    "Record",
    "Tally",
    "TemplateStore",
    "aclean_url",
    "aclean_urls",
    "clean_file",
    "clean_page",
    "clean_source",
    "clean_url",
    "clean_urls",
    "run",
]
