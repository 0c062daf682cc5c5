"""What the workbook's formulas read, and which of their results an edit makes untrue.

Finds and drops stale values; computes nothing.
"""
