"""Tests for others: the bodies of tests that every store and every engine has to pass."""
