"""Who is related to whom: spouses, co-applicants, who was referred by whom."""
