"""What goes out. So far Muster's own mails to its users; `templates/mail/<message>/` holds their words."""
