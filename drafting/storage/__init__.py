"""Rows and transactions: SQLAlchemy models, the engine, the unit of work. Knows no Flask and no
rules.
"""
