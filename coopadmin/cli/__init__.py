"""The command line: one door to the use cases in `services` and `reports`, with no rule of its own.

`door` is the outermost: language, errors and exit codes. `app` holds the commands, `actions`, `reporting` and
`voting` are what they do.
"""
