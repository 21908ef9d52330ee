"""The recipe of the tagger: open data and our own paragraphs in, `src/helpers/entities/model/` out."""
