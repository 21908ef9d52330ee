"""The tagger's weights, their card and their licence (`MODEL_LICENSE`, apart from the code's); written by `training/`."""
