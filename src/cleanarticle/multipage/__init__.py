"""Articles that are split over several pages: the next page, and joining them."""
