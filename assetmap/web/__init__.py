"""WHO ASKS, WHAT WE ANSWER. The only room that knows HTTP.

A view reads the request, calls one service, and answers. It commits once, just before the answer.
"""
