"""Who may do what: one table of permissions, each granted by named facts. Knows neither Flask
nor rows.
"""
