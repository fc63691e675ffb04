"""Batches: many inputs, one record each, whatever happens to them."""

from cleanarticle.batch.inputs import SkipReason
from cleanarticle.batch.record import RECORD_FIELDS, ErrorInfo, Record
from cleanarticle.batch.run import learn, run
from cleanarticle.batch.streaming import aclean_urls, clean_many, clean_urls
from cleanarticle.batch.tally import Tally

__all__ = [
    "RECORD_FIELDS",
    "ErrorInfo",
    "Record",
    "SkipReason",
    "Tally",
    "aclean_urls",
    "clean_many",
    "clean_urls",
    "learn",
    "run",
]
