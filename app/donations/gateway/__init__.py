"""The door to the payment provider, in our own words (`protocol`), and Stripe behind it (`stripe_client`).

What is asked is in `protocol` and `orders`, what is answered in `answers`, what may go wrong in `errors`.
Nothing else in Twain knows of Stripe.
"""
