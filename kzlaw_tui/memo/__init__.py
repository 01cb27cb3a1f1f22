"""Memos: what was asked and quoted, as a document that a lawyer hands on."""
