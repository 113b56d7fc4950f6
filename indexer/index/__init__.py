"""Index: the query tree, the port, what goes into an index, and the engines that keep one."""

import warnings

# Whoosh was written for older Pythons: each start would warn of it wherever its bytecode may not be kept.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*whoosh")
