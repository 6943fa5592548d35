"""Webhooks: the signature of Standard Webhooks, and addresses that may not be told."""

import ipaddress
from datetime import timedelta

import pytest

from planner.domain.webhooks import PATIENCE, address_fault, is_public, rest_after, secret_bytes, secret_of, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_signature_is_that_of_the_specification() -> None:
    signed = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secret_is_the_same_with_and_without_its_prefix() -> None:
    keys = [secret_bytes(each) for each in (SECRET, SECRET.removeprefix("whsec_"))]

    assert (keys[0], secret_of(keys[0])) == (keys[1], SECRET)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_короткий", "password", "whsec_!!!!", "A" * 200, "AAAA"])
def test_secret_that_is_none_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="base64|length|ASCII"):
        secret_bytes(secret)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://news.example.org/hook?from=city", ""),
        ("https://news.example.org:8443", ""),
        ("https://93.184.216.34/hook", ""),
        ("https://пресса.рф/hook", ""),
        ("http://news.example.org/hook", "scheme"),
        ("ftp://news.example.org", "scheme"),
        ("news.example.org", "scheme"),
        ("https://user:password@news.example.org", "credentials"),
        ("https://", "host"),
        ("https://news.example.org:many", "host"),
        ("https://news example.org", "host"),
        ("https://127.0.0.1/", "host"),
        ("https://10.1.2.3/", "host"),
        ("https://169.254.169.254/latest", "host"),
        ("https://[::1]/", "host"),
        ("https://[::ffff:192.168.0.1]/", "host"),
        ("https://localhost/", "host"),
        ("https://db.internal/", "host"),
    ],
)
def test_address_has_a_fault_that_is_named(address: str, fault: str) -> None:
    assert address_fault(address) == fault


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_address_inside_a_network_is_not_public_in_any_form(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_address_rests_longer_and_longer() -> None:
    rests = [rest_after(failures) for failures in range(1, 10)]

    assert rests == sorted(rests)
    assert (rests[0], rests[-1]) == (timedelta(seconds=30), PATIENCE[-1])
