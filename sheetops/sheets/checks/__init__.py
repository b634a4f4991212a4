"""Checks that the sheets' modules list: each a function named for its fault, over a sheet's good rows."""
