"""The exchange with organs outside, over HTTP."""

from typing import Annotated, Literal

from pydantic import Field

from app.schemas.common import Out

_THUMBPRINT = "^[A-Za-z0-9_-]{43}$"


class ExchangeKey(Out):
    """验证交换包签名的公钥（JWK，RFC 8037）。"""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: Annotated[
        str,
        Field(
            pattern=_THUMBPRINT,
            min_length=43,
            max_length=43,
            description="公钥，base64url",
            examples=["11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"],
        ),
    ]
    kid: Annotated[
        str,
        Field(
            pattern=_THUMBPRINT,
            min_length=43,
            max_length=43,
            description="公钥的指纹（RFC 7638）",
            examples=["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"],
        ),
    ]
    use: Literal["sig"]
    alg: Literal["Ed25519"]


class ExchangeKeys(Out):
    """本系统签署交换包所用的公钥。"""

    keys: Annotated[list[ExchangeKey], Field(max_length=10)]
