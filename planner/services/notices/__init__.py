"""Who is told what and when: notices, reminders, digests, mails, and what each person chose."""
