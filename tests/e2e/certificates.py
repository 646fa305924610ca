"""Certificates of a test's own authority, and of all that is wrong with certificates."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_PEM = serialization.Encoding.PEM
_KEY = (_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key."""

    name: str
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(_PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(*_KEY)


def certificate(
    name: str, issuer: Certificate | None = None, *, bits: int = 2048, days: tuple[int, int] = (-1, 1), host: str = ""
) -> Certificate:
    """A certificate; of an authority without a host, signed by itself without an issuer; days from now."""
    key = rsa.generate_private_key(65537, bits)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer.name if issuer else name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=not host, path_length=None), critical=True)
    )
    if host:
        one = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        builder = builder.add_extension(x509.SubjectAlternativeName([one]), critical=False)
    return Certificate(name, key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def signed_by_sha1(issuer: Certificate, host: str, folder: Path) -> Certificate:
    """A certificate with an outdated signature, which only the command still makes."""
    key = rsa.generate_private_key(65537, 2048)
    one = Certificate(host, key, issuer.certificate)
    for name, content in (("a.pem", issuer.pem), ("a.key", issuer.key_pem), ("k.pem", one.key_pem)):
        (folder / name).write_bytes(content)
    (folder / "names").write_text(f"subjectAltName=IP:{host}", "utf-8")
    for command in (
        f"req -new -key k.pem -subj /CN={host} -out r.csr",
        "x509 -req -sha1 -in r.csr -CA a.pem -CAkey a.key -CAcreateserial -days 2 -extfile names -out c.pem",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    return Certificate(host, key, x509.load_pem_x509_certificate((folder / "c.pem").read_bytes()))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
