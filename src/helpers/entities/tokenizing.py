"""The tokenizer: spaCy's English one, fed so that a text without spaces takes no longer than one with them."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

_LONGEST_RUN = 100  # characters without a space; longer than any word, address or number of an article
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_RUN + 1},}}")


class NewsTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer, which cuts a run of more than 100 characters without a space into such of 100 first.

    It peels marks off a word one by one and copies the rest each time: a line of 100,000 quotation marks would take hours.
    """

    def __call__(self, text: str) -> Doc:
        """Return the tokens of `text`, which they spell to the last character."""
        cuts = [place for run in _LONG_RUN.finditer(text) for place in range(run.start(), run.end(), _LONGEST_RUN)]
        if not cuts:
            plain: Doc = super().__call__(text)
            return plain
        words, spaces = list[str](), list[bool]()
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            part = super().__call__(text[start:end])
            words += [token.text for token in part]
            spaces += [bool(token.whitespace_) for token in part]
        return Doc(self.vocab, words=words, spaces=spaces)


@registry.tokenizers("helpers.NewsTokenizer.v1")  # type: ignore[untyped-decorator]
def make_news_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return the function by which spaCy makes the tokenizer of a pipeline."""

    def make(nlp: Language) -> Tokenizer:
        rules = nlp.Defaults
        return NewsTokenizer(
            nlp.vocab,
            rules=rules.tokenizer_exceptions,
            prefix_search=compile_prefix_regex(rules.prefixes or ()).search,
            suffix_search=compile_suffix_regex(rules.suffixes or ()).search,
            infix_finditer=compile_infix_regex(rules.infixes or ()).finditer,
            token_match=rules.token_match,
            url_match=rules.url_match,
        )

    return make
