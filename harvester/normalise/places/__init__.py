"""A place in a journal: volume, issue, pages, year, from what servers write into dc:source.

statements   one value: `Journal; issue; pages`, a citation, a name
  issues       OJS's part between the semicolons; `Place`, what all of them give
  citations    DOAJ, HAL, Zenodo, DSpace, EPrints, styles of citing
  cyberleninka four values that are one citation
scan         reads a place from left to right: labelled, bracketed, taken, tokens
labels       what volume, number and page are called in the locales of OJS
journals     several statements -> one journal
"""
