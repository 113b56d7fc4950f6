"""Assistant: what a language model may ask of the minutes over the Model Context Protocol, each answer with its source.

tools     what can be asked, in Swedish, and what is answered
server    the tools over standard input and output, by the package `mcp`
"""
