"""OpenSearch: an engine whose items lie in a cluster, which stores and combines; what is a word this program says."""
