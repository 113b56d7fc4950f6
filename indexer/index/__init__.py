"""Index: the query tree, the port, what goes into an index, and the engines that keep one."""
