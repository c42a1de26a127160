"""How well a work address at a private service is told from one that belongs there: labelled logins and mails."""
