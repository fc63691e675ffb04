"""The inputs of a batch, one at a time: lists, folders and tables."""

from cleanarticle.batch.inputs.item import Input, Item, Skipped, SkipReason
from cleanarticle.batch.inputs.sample import Sample
from cleanarticle.batch.inputs.source import (
    Source,
    chunk_size,
    count_inputs,
    in_chunks,
    open_source,
)
from cleanarticle.batch.inputs.tables import Fields, row_input
from cleanarticle.batch.inputs.warcs import WarcSource

__all__ = [
    "Fields",
    "Input",
    "Item",
    "Sample",
    "SkipReason",
    "Skipped",
    "Source",
    "WarcSource",
    "chunk_size",
    "count_inputs",
    "in_chunks",
    "open_source",
    "row_input",
]
