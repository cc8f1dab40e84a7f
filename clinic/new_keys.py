"""`make keys`: prints fresh secrets for production. Reads no settings, which would refuse."""

from clinic.from_environment import new_encryption_key, new_secret_key

if __name__ == "__main__":
    print(f"SECRET_KEY={new_secret_key()}")  # noqa: T201
    print(f"CLINIC_ENCRYPTION_KEYS={new_encryption_key()}")  # noqa: T201
