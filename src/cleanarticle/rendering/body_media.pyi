from collections.abc import Collection

from cleanarticle.core.segmentation import Media, Segmentation

def body_media(
    segmentation: Segmentation, body: Collection[int], heading: int | None
) -> list[Media]: ...
