"""What is proved: the ledger of completions and its receipts."""
