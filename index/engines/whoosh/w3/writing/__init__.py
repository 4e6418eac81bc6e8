"""Batches of rows into segments, and segments into commits; see `index.engines.whoosh.w3`.

rows       what is written, and which field takes which part of it
words      texts -> where each term stands; `memo`: what each raw word means, looked up once
runs       sorted postings of a field, batch by batch, brought together at the end
postings, positions, terms, columns, files     one piece of the format each
segment    all of them for one segment; `gathered`: a field of it, `summary`: its stored words
commit     segments, deletions and the table of contents; `held`: who stands under a key
tiers      which segments are written anew; `beside`: those that are too many for a commit
"""
