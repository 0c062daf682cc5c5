"""The one moment a file on disk changes: lock, backup, exchange, proof.

Writes bytes it was given; decides nothing about them.
"""
