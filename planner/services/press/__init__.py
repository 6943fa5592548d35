"""The press office: releases and their quotes, letting them out, and the news as everybody reads them."""
