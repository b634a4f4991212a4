"""Two tables held against each other: what matches, what differs, what stands on one side only.

From left to right: `headings` finds the columns of both sides that belong together, `kinds` says what a column holds,
`keys` names the rows, `matching` finds each row's counterpart, `comparing` holds the cells against each other,
`weighing` puts it all together, and `showing` lays it out as result sheets. DataFrames in, DataFrames out; the index of
a table is its Excel row.
"""
