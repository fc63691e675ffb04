"""The guard: which IP addresses are on the public internet."""

from __future__ import annotations

import ipaddress

import anyio
import pytest

from cleanarticle.fetching.guard import GuardedBackend, PrivateHost, is_public

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.170 192.0.2.1 192.88.99.1
192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255
:: ::1 ::127.0.0.1 ::10.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:192.88.99.1
::ffff:0:127.0.0.1 ::ffff:0:10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::c0a8:1
64:ff9b::6440:1 64:ff9b:1::1 64:ff9b:1:ffff::8.8.8.8 100::1 100:0:0:1::1 2001::1
2001:0:7f00:1::1 2001:0:808:808::f5ff:fffe 2001:2::1 2001:10::1 2001:20::1 2001:db8::1
2002:7f00:1::1 2002:a00:1:: 2002:c0a8:1:: 2002:6440:1:: 2002:c058:6301:: 3fff::1
3fff:fff:ffff::1 4000::1 5f00::1 5f00:ffff::1 fc00::1 fd12:3456::1 fdff::1 fe80::1 febf::1 fec0::1
feff::1 ff02::1 ff0e::1
""".split()

PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
172.15.255.255 172.32.0.1 192.0.1.1 192.0.3.1 192.88.98.1 192.88.100.1 192.169.0.1 198.17.255.255
198.20.0.1 223.255.255.255
2001:200::1 2001:4860:4860::8888 2606:4700::1 2a00:1450::1 2002:808:808::1 ::ffff:8.8.8.8
64:ff9b::8.8.8.8 3ffe::1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_is_public_of_special_addresses_is_false(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_is_public_of_others_is_true(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    "0177.0.0.1 0x7f.0.0.1 0x7f000001 127.1 127.0.1 2130706433 017700000001 0 0x7F.1 "
    "012.0.0.1 192.168.257 fe80::1%lo ::ffff:0:127.0.0.1".split(),
)
def test_resolve_of_private_hosts_in_any_notation_is_refused(host: str) -> None:
    with pytest.raises(PrivateHost):
        anyio.run(GuardedBackend().resolve, host, 80)
