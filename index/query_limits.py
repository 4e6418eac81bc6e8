"""Bounds that keep any query cheap, in one place, each with its reason."""

from __future__ import annotations

MAX_LETTERS = 10_000  # of a query that are read; a page of text, far beyond what anybody types
MAX_PIECES = 400  # leaves that are looked at: at least MAX_LEAVES of them, were each written twice
MAX_LEAVES = 100  # of the tree: an engine looks up each, in each field; a long abstract's worth
MAX_WORDS = 100  # of a phrase, and of a run of letters without a blank
MAX_RUN = 2_000  # letters that words are taken from: between quotes, and in a run without a blank
MAX_DEPTH = 20  # of brackets; deeper ones count as if they were not there
# Prefixes, wildcards, fuzzy words of a query, each of which stands for thousands of words of an
# index: what ten of them cost is in docs/query.md.
MAX_PATTERNS = 10
MAX_STARS = 2  # of a wildcard: each more multiplies the time to try a word by its length
MIN_PREFIX = 2  # letters before the first wildcard: one letter begins a tenth of all words
MIN_FUZZY = 3  # letters; of two letters one edit leaves nothing
LONG_FUZZY = 6  # letters from which on two edits still mean the same word
MAX_SLOP = 99  # words between near ones; values of a field stand 100 apart (index.fields.GAP)
MAX_IDENTIFIER = 2_000  # letters; the longest addresses of real records have 1,100
MAX_TOLD = 20  # pieces that are told to have been taken literally, each of so many letters:
MAX_TOLD_LETTERS = 80
TITLE_WORDS = 5  # for each operator, from which on a text all in capitals is a title
PROSE_WORDS = 3  # from which on what may be an ISSN or an address may be a part of a title
