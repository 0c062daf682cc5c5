"""Where a sheet is kept. A store reads raw cells and carries out one plan; it decides nothing.

A new store is a package here and a line in ``registry``; the contract tests run over all of them.
"""
