"""A rehearsal Stripe: a process of its own that speaks enough of Stripe's API to give without Stripe.

For development and tests only. It listens on the loopback alone and refuses to start in production.
Run with `python -m app.rehearsal`. It knows nothing of Twain; Twain knows it as just another address.
"""
