"""A small bounded shared HTTP cache that answers anonymous public pages before Flask does.

`keys` tells which requests may share an answer, `entries` what one stored answer is, `store` keeps
them within bounds, `flights` lets one request work for many, `capture` reads what the application
answered, and `middleware` puts them together.
"""

from app.core.front.middleware import Front
