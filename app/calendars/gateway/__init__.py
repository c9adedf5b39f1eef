"""The outside world of calendars: addresses to fetch, and files read where they can do no harm."""
