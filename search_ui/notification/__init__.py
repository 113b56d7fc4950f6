"""Notification: what is new for a query, by mail, to those whom `data/watches.toml` names.

    watches   who is to be told of what, and how often        letter     what a letter says
    notifier  a round: what is new, to whom, and was it taken (kept in `indexer.storage.ledger`)
    delivery  letters to a mail server

There are no accounts: the file of watches is kept by whoever runs the page, and each letter has a link that ends it.
"""
