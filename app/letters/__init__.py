"""Mail that comes at its own time: reminders before an event, thanks after it; and what people answer."""
