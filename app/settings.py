"""Every knob an operator may turn. Environment variables carry the prefix ``OFFICE_``; docs/settings.md explains each."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="OFFICE_", env_file=".env", extra="ignore")

    database_url: str | None = Field(
        None, description="PostgreSQL 15 or newer; without it an embedded server is started."
    )
    data_dir: Path = Field(Path("data"), description="Embedded database, attachments and the signing key live here.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(1, ge=1, le=64, description="API processes.")
    pool_size: int = Field(10, ge=2, le=100, description="Database connections of one process.")
    pool_timeout: float = Field(3.0, gt=0, le=60, description="Seconds a request waits for a connection before 503.")
    statement_timeout_ms: int = Field(15_000, ge=100, le=600_000, description="Longest single statement, milliseconds.")
    request_timeout: float = Field(
        30.0, gt=0, le=600, description="Longest request, seconds; also the drain at shutdown."
    )

    signing_key: SecretStr | None = Field(
        None,
        min_length=32,
        description="Signs cursors; several hosts must share one. Made in the data directory if absent.",
    )
    access_minutes: int = Field(15, ge=1, le=120, description="Life of an access token.")
    idle_minutes: int = Field(30, ge=1, le=1440, description="A log-in unused for so long ends.")
    session_hours: int = Field(12, ge=1, le=168, description="Longest log-in.")
    max_sessions: int = Field(5, ge=1, le=100, description="Parallel log-ins of one person; the oldest ends.")
    password_min_length: int = Field(8, ge=8, le=64, description="Shortest password (等保: 8).")
    password_days: int = Field(90, ge=0, le=3650, description="Passwords expire after so many days; 0 is never.")
    password_history: int = Field(5, ge=0, le=24, description="So many earlier passwords may not be used again.")
    login_failures: int = Field(5, ge=1, le=100, description="Failures that lock an account or address.")
    login_lock_minutes: int = Field(15, ge=1, le=1440, description="Length of that lock.")
    oidc_issuer: str | None = Field(None, description="Accept access tokens of this OpenID issuer.")
    oidc_audience: str | None = Field(None, description="Audience the token must name.")
    oidc_jwks: Path | None = Field(None, description="File with the issuer's public keys (JWK set).")
    oidc_algorithms: list[str] = Field(["RS256", "ES256", "EdDSA"], description="Signature algorithms accepted.")
    oidc_claim: str = Field("preferred_username", description="Claim that holds the user name.")

    classification_ceiling: Literal["none"] = Field(
        "none", description="Highest level of state secrets accepted. This release accepts none (SEC-R01, SEC-R05)."
    )

    storage_url: str | None = Field(
        None, description="file:///path or s3://bucket?endpoint=…; default is under the data directory."
    )
    storage_key: SecretStr | None = Field(None, description="S3 access key id.")
    storage_secret: SecretStr | None = Field(None, description="S3 secret.")
    attachment_max_bytes: int = Field(100 * 1024 * 1024, ge=1024, description="Largest attachment.")
    attachments_per_matter: int = Field(50, ge=1, le=1000, description="Attachments of one matter.")

    font_dir: Path | None = Field(
        None, description="Licensed typefaces for documents of ours (docs/typesetting.md); without it free ones serve."
    )

    page_size_max: Literal[200] = Field(200, description="Largest page; part of the published contract.")
    body_max_bytes: int = Field(1024 * 1024, ge=1024, description="Largest JSON body.")
    allowed_hosts: list[str] = Field(
        ["localhost", "127.0.0.1", "[::1]"], description="Host headers accepted; * is all."
    )
    trusted_proxies: str = Field("127.0.0.1", description="Peers whose X-Forwarded-* count.")
    cors_origins: list[str] = Field([], description="Origins that may call from a browser.")
    rate_limit: int = Field(600, ge=1, description="Requests a minute for one caller and process.")
    login_rate_limit: int = Field(
        60, ge=1, description="Log-ins, and refreshes of one, a minute from one address and process."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level logged.")
    run_worker: bool = Field(True, description="serve also runs the jobs; turn off to scale apart.")

    @field_validator("database_url")
    @classmethod
    def _driver(cls, value: str | None) -> str | None:
        if not value:
            return None
        scheme, separator, rest = value.partition("://")
        if scheme not in {"postgres", "postgresql", "postgresql+asyncpg"} or not separator:
            raise ValueError("must be a postgresql:// URL")
        return f"postgresql+asyncpg://{rest}"


@lru_cache
def get_settings() -> Settings:
    return Settings()
