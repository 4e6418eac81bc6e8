"""W3, the index format of Whoosh-Reloaded 2.7.5, written and read at the speed of arrays.

What is on the disk stays Whoosh's: stock Whoosh opens, searches, updates and optimises what is
written here, and what stock wrote is read here. An index is a folder:

    _MAIN_<generation>.toc   the table of contents: schema and segments, pickled; the newest counts
    MAIN_WRITELOCK           who holds its lock may write
    MAIN_<segment>.trm       terms: (field, text) -> how often, where its postings lie; a hash table
    MAIN_<segment>.pst       postings: for each term its documents, weights and positions, in blocks
    MAIN_<segment>.<x>.col   a column: a value for each document (x: a field, `_<field>_len` for the
                             lengths that scores need, `_stored` for the fields given back)

A segment never changes; its deleted documents are a set in the table of contents. An update is a
new segment and a new table of contents, and what that no longer names is removed.

`writing` turns batches of rows into segments, `reading` answers queries. Neither knows what a
document is: rows come in, and what a word means is passed in.
"""
